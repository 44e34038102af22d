import re
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency

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
        return self.filter(self._known_to(agency_id))

    def _known_to(self, agency_id: int) -> Q:
        from apps.businesses.models.records import CoachingRelation  # noqa: PLC0415  cycle

        agencies = Agency.objects.within(agency_id).values("pk")
        coached = CoachingRelation.objects.current().filter(agency__in=agencies)
        return Q(agency__in=agencies) | Q(pk__in=coached.values("business"))

    def reach(self, user: "User") -> Q:
        condition = self._known_to(user.agency_id or 0)
        if user.area_id:
            condition &= Q(region__code__startswith=user.area_id)
        return condition

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        if not user.is_authenticated or user.sees_all_agencies:
            return self.visible_to(user)
        agencies = Agency.objects.within(user.agency_id or 0).values("pk")
        return self.visible_to(user).filter(agency__in=agencies)

    def matching(self, text: str) -> Self:
        """Those of whose words each word of a text is a part: names old and new, owner, numbers.

        «p-irt 215.3174» is looked for as «p», «irt», «215», «3174», and as it is written
        together where that is a number.
        """
        found = self
        for word in search_words(text):
            found = found.filter(search_entry__words__contains=word)
        return found

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
