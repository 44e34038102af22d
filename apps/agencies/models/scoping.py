"""Who sees which rows: the agency's tree and, for some users, one area. Said only here.

A user is whoever has an agency, an area and `sees_all_agencies`: apps.accounts has the model.
"""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from apps.agencies.models.agencies import Agency

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class AgencyScopedQuerySet(models.QuerySet[Row_co]):
    """Rows that belong to an agency, and perhaps lie somewhere.

    A model says how to reach its agency and its region; `region_path` None means that the
    rows lie nowhere, so that an area does not narrow them.
    """

    agency_path = "agency"
    region_path: str | None = None

    def visible_to(self, user: Any) -> Self:
        """Keep the rows of the user's agency and its branches, inside the user's area.

        Fails closed: nobody signed in, no agency, or an unknown region under an area shows
        nothing.
        """
        if not user.is_authenticated or not user.is_current:
            return self.none()
        if user.sees_all_agencies:
            return self
        if user.agency_id is None:  # filter(agency=None) would mean IS NULL
            return self.none()
        return self.filter(self.reach(user))

    def kept_by(self, user: Any) -> Self:
        """Keep the rows that the user's agency keeps itself, and so may change.

        Less than `visible_to` where others' rows are seen too: a coached business.
        """
        return self.visible_to(user)

    def reach(self, user: Any) -> Q:
        """The condition that `visible_to` filters by."""
        condition = Q(**{f"{self.agency_path}__in": agencies_of(user)})
        if user.area_id and self.region_path:
            condition &= Q(**{f"{self.region_path}__startswith": user.area_id})
        return condition


def agencies_of(user: Any) -> list[int]:
    """Ids of the user's agency, its branches and those it replaced; asked once for a user object.

    As a list and not as a subquery: the planner then knows how many rows are theirs.
    """
    asked_for, ids = getattr(user, "_agencies", (None, []))
    if asked_for != user.agency_id:
        within = Agency.objects.within(user.agency_id or 0)
        ids = list(within.values_list("pk", flat=True))
        user._agencies = (user.agency_id, ids)
    return ids
