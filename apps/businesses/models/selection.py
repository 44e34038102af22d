import re
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency, agencies_of
from ikmportal.paging import Having

if TYPE_CHECKING:
    from apps.accounts.models import User


# Filters of the long list, each with an index that gives its rows by name.
LISTED_BY = {
    "status": "status",
    "commodity_group": "group",
    "subsector": "subsector",
    "completeness": "completeness",
    "agency": "agency",
}
# Filters that few rows answer to: looked for along the whole list, they would be found late.
SELDOM = {
    "businesses_unreachable": Q(is_reachable=False),
    "businesses_unidentified": Q(is_identified=False),
    "businesses_without_products": Q(products=""),
    "businesses_waiting_approval": Q(verified_at__isnull=False, approved_at=None),
    "businesses_approved": Q(approved_at__isnull=False),
}


OF_LISTS: list[models.Index] = [
    *(
        models.Index(fields=[field, "name", "id"], name=f"businesses_by_{short}")
        for field, short in LISTED_BY.items()
    ),
    models.Index(
        OpClass("region", "varchar_pattern_ops"),
        "name",
        "id",
        name="businesses_by_area",
    ),
    models.Index(fields=["updated_at", "id"], name="businesses_by_change"),
    # The list as one agency reads it, without a look at the rows it does not see.
    models.Index(
        fields=["name", "id"],
        include=["reached_by", "permits"],
        name="businesses_in_order",
    ),
    models.Index(
        fields=["name", "id"],
        include=["reached_by"],
        condition=Q(listed_at=None, status="active"),
        name="businesses_not_published",
    ),
    models.Index(
        fields=["name", "id"],
        include=["reached_by"],
        condition=Q(is_agreed=True, listed_at=None, status="active"),
        name="businesses_agreed_unlisted",
    ),
    *(
        models.Index(
            fields=["name", "id"], include=["reached_by"], condition=rare, name=name
        )
        for name, rare in SELDOM.items()
    ),
]


class Status(models.TextChoices):
    PROSPECT = "prospect", _("prospect")
    ACTIVE = "active", pgettext_lazy("of a business", "active")
    CLOSED = "closed", pgettext_lazy("of a business", "closed")


class LegalForm(models.TextChoices):
    INDIVIDUAL = "individual", _("individual")
    UD = "ud", "UD/PO"
    CV = "cv", "CV"
    PT = "pt", "PT"
    COOPERATIVE = "cooperative", _("cooperative")
    GROUP = "group", _("joint group (KUB)")


MOST_WORDS = 8


def search_words(text: str) -> list[str]:
    """The words of a search as `SearchEntry` has them: lower case, letters and digits alone.

    A number with dots or dashes in it is one word: permit numbers are kept so too.
    """
    joined = re.sub(r"(?<=\d)[.\-/](?=\d)", "", text.casefold())
    return [word for word in re.split(r"[\W_]+", joined) if word][:MOST_WORDS]


class BusinessQuerySet(AgencyScopedQuerySet[Any]):
    region_path = "region__code"

    def known_to(self, agency_id: int) -> Self:
        """Those that the agency or a branch registered, and those that it coaches now."""
        within = Agency.objects.within(agency_id).values_list("pk", flat=True)
        return self.filter(reached_by__overlap=list(within))

    def reach(self, user: "User") -> Q:
        condition = Q(reached_by__overlap=agencies_of(user))
        if user.area_id:
            condition &= Q(region__code__startswith=user.area_id)
        return condition

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        if not user.is_authenticated or user.sees_all_agencies:
            return self.visible_to(user)
        return self.visible_to(user).filter(agency__in=agencies_of(user))

    def matching(self, text: str, *, by: "User | None" = None) -> Self:
        """Those of whose words each word of a text is a part: names old and new, owner, numbers.

        «p-irt 215.3174» is looked for as «p», «irt», «215», «3174», and as it is written
        together where that is a number. `by`, who sees these rows and no others, spares the
        search the words of the others'.
        """
        from apps.businesses.models.desk import SearchEntry  # noqa: PLC0415  cycle

        asked = [Q(words__contains=word) for word in search_words(text)]
        if not asked:
            return self
        entries = SearchEntry.objects.filter(*asked, business=OuterRef("pk"))
        if by and not by.sees_all_agencies:
            entries = entries.filter(reached_by__overlap=agencies_of(by))
        return self.filter(Having(entries))

    def verify(self, *, by: "User") -> int:
        """Record that an officer has checked all of these on site. Returns how many.

        What is closed cannot be seen at work: it is left out.
        """
        now = timezone.now()
        return (
            self.exclude(status=Status.CLOSED)
            .order_by()
            .update(
                verified_at=now,
                verified_by=by,
                approved_at=None,
                approved_by=None,
                updated_at=now,
            )
        )

    def approve(self, *, by: "User") -> int:
        """Take on the verifications that wait and that somebody else made. Returns how many."""
        waiting = self.filter(verified_at__isnull=False, approved_at=None)
        waiting = waiting.exclude(status=Status.CLOSED)
        now = timezone.now()
        return (
            waiting.exclude(verified_by=by)
            .order_by()
            .update(approved_at=now, approved_by=by, updated_at=now)
        )

    def void_verification(self) -> int:
        """What was seen on site no longer holds: it moved, or somebody erred."""
        return self.update(
            verified_at=None, verified_by=None, approved_at=None, approved_by=None
        )

    def agreed(self) -> Self:
        """Whose owner agrees, now, to be published."""
        from apps.businesses.models.records import Consent  # noqa: PLC0415  cycle

        consents = Consent.objects.standing().filter(
            business=OuterRef("pk"), purpose=Consent.Purpose.PUBLICATION
        )
        return self.filter(Exists(consents))

    def listed(self) -> Self:
        """What the public may see: published, its owner agrees, and it is still trading."""
        shown = self.filter(listed_at__isnull=False, status=Status.ACTIVE)
        return shown.agreed()
