"""Who sees which rows: the agency's tree and, for some users, one area. Said only here."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from apps.agencies.models import Agency

if TYPE_CHECKING:
    from apps.accounts.models import User

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class AgencyScopedQuerySet(models.QuerySet[Row_co]):
    """Rows that belong to an agency, and perhaps lie somewhere.

    A model says how to reach its agency and its region; `region_path` None means that the
    rows lie nowhere, so that an area does not narrow them.
    """

    agency_path = "agency"
    region_path: str | None = None

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep the rows of the user's agency and its branches, inside the user's area.

        Fails closed: nobody signed in, no agency, or an unknown region under an area shows
        nothing.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all_agencies:
            return self
        if user.agency_id is None:  # filter(agency=None) would mean IS NULL
            return self.none()
        return self.filter(self.reach(user))

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        """Keep the rows that the user's agency keeps itself, and so may change.

        Less than `visible_to` where others' rows are seen too: a coached business.
        """
        return self.visible_to(user)

    def reach(self, user: "User") -> Q:
        """The condition that `visible_to` filters by."""
        agencies = Agency.objects.within(user.agency_id or 0).values("pk")
        condition = Q(**{f"{self.agency_path}__in": agencies})
        if user.area_id and self.region_path:
            condition &= Q(**{f"{self.region_path}__startswith": user.area_id})
        return condition


def scoped_models() -> list[Any]:
    """Every model whose rows are somebody's: those whose manager knows `visible_to`."""
    from django.apps import apps  # noqa: PLC0415  the registry is not ready at import time

    return [
        model
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), AgencyScopedQuerySet)
    ]
