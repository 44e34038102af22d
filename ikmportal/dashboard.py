"""What an officer sees first: the state of what he answers for, and what waits for him.

Every figure counts rows that `visible_to` gives the officer, and leads to the list behind it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.businesses.models import Business, Consent, Person
from apps.imports.models import ImportBatch
from apps.regions.codes import DIGITS, REGENCY, next_length
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup

AREAS_SHOWN = 8


@dataclass(frozen=True)
class Tile:
    value: int
    label: str
    href: str
    tone: str = ""


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    href: str = ""


@dataclass(frozen=True)
class Chart:
    """Bars whose values sum to `total`; what is not known has a bar too."""

    bars: list[Bar]

    @property
    def most(self) -> int:
        return max((bar.value for bar in self.bars), default=0)

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


@dataclass(frozen=True)
class Dashboard:
    tiles: list[Tile]
    waiting: list[ImportBatch]
    groups: Chart
    areas: Chart
    as_of: datetime


def dashboard(user: Any) -> Dashboard | None:
    """The officer's figures, or None for who may not see the register."""
    if not user.has_perm("businesses.view_business"):
        return None
    businesses = Business.objects.visible_to(user)
    waiting = ImportBatch.objects.visible_to(user).filter(
        state=ImportBatch.State.PLANNED
    )
    may_import = user.has_perm("imports.view_importbatch")
    return Dashboard(
        tiles=tiles(user, businesses),
        waiting=list(waiting.select_related("agency")[:5]) if may_import else [],
        groups=by_group(businesses),
        areas=by_area(businesses, user),
        as_of=timezone.now(),
    )


def tiles(user: Any, businesses: Any) -> list[Tile]:
    counts = counts_of(businesses)
    people = Person.objects.visible_to(user)
    without_nik = people.exclude(nik_status=Person.NikStatus.VALID).count()
    listed = _businesses(listed_at__isempty=0)
    agreed = _businesses(publication="waiting")
    unverified = _businesses(verification="none")
    unmapped = _businesses(region__isempty=1)
    return [
        Tile(counts["registered"], _("businesses registered"), _businesses()),
        Tile(counts["listed"], _("in the public directory"), listed, "good"),
        Tile(counts["agreed"], _("agreed, but not published yet"), agreed, "info"),
        Tile(counts["unverified"], _("not checked on site yet"), unverified, "warn"),
        Tile(counts["unmapped"], _("not mapped yet"), unmapped, "warn"),
        Tile(without_nik, _("owners without a valid NIK"), _people(), "bad"),
    ]


def counts_of(businesses: Any) -> dict[str, int]:
    """How many are in each state that an officer works on, in one query."""
    consents = Consent.objects.standing().filter(
        business=OuterRef("pk"), purpose=Consent.Purpose.PUBLICATION
    )
    active = Q(status=Business.Status.ACTIVE)
    counts: dict[str, int] = businesses.aggregate(
        registered=Count("pk"),
        listed=Count("pk", filter=active & Q(listed_at__isnull=False)),
        agreed=Count("pk", filter=active & Q(Exists(consents), listed_at=None)),
        unverified=Count("pk", filter=Q(verified_at=None)),
        unmapped=Count("pk", filter=Q(region=None)),
    )
    return counts


def by_group(businesses: Any) -> Chart:
    """How many of each commodity group, the most first, and those of none."""
    counts = _counted(businesses, "commodity_group")
    groups = CommodityGroup.objects.in_bulk([key for key in counts if key])
    bars = [
        Bar(str(groups[key]), count, _businesses(commodity_group__id__exact=key))
        for key, count in counts.items()
        if key
    ]
    if counts.get(None):
        bars.append(
            Bar(
                _("not known"),
                counts[None],
                _businesses(commodity_group__isnull="True"),
            )
        )
    return Chart(bars)


def by_area(businesses: Any, user: Any) -> Chart:
    """How many in each city, or inside the officer's area; the smallest together."""
    area = user.area_id or ""
    length = max(DIGITS[REGENCY], next_length(area))
    counts = _counted(businesses.annotate(part=Left("region_id", length)), "part")
    unknown = counts.pop(None, 0) + counts.pop("", 0)
    names = Region.objects.in_bulk(list(counts)[:AREAS_SHOWN])
    bars = [Bar(str(names[code]), counts[code]) for code in counts if code in names]
    if rest := sum(counts.values()) - sum(bar.value for bar in bars):
        bars.append(Bar(_("all others"), rest))
    if unknown:
        bars.append(Bar(_("not mapped yet"), unknown, _businesses(region__isempty=1)))
    return Chart(bars)


def _counted(rows: Any, key: str) -> dict[Any, int]:
    counted = (
        rows.order_by().values_list(key).annotate(Count("pk")).order_by("-pk__count")
    )
    return dict(counted)


def _businesses(**query: object) -> str:
    address = reverse("admin:businesses_business_changelist")
    return f"{address}?{urlencode(query)}" if query else address


def _people() -> str:
    states = [
        state for state in Person.NikStatus.values if state != Person.NikStatus.VALID
    ]
    query = urlencode({"nik_status__in": ",".join(states)})
    return f"{reverse('admin:businesses_person_changelist')}?{query}"
