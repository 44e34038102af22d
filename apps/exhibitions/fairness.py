"""Whether places go round: how often, to whom, from where, and who was never asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, QuerySet
from django.db.models.functions import Left
from django.utils.timezone import localdate

from apps.businesses.models import Business
from apps.exhibitions.models import Exhibition, Participation
from apps.regions.codes import DIGITS, DISTRICT
from apps.regions.models import Region

if TYPE_CHECKING:
    from apps.accounts.models import User

YEAR = timedelta(days=365)
MOST_NAMED = 20
FEW = 10  # percent of the exhibitors, whose share of all places is asked for


@dataclass(frozen=True)
class District:
    """How many active businesses a kecamatan has, and how many of them exhibited."""

    name: str
    businesses: int
    exhibited: int

    @property
    def rate(self) -> float:
        """Of 100 businesses."""
        return 100 * self.exhibited / self.businesses


@dataclass(frozen=True)
class Fairness:
    """Of the 24 months before `until`; `few_have` is the percent of all places that the tenth
    of the exhibitors with the most has, None where nobody exhibited.
    """

    until: date
    in_12_months: int
    in_24_months: int
    exhibitors: int
    often: list[tuple[Business, int]]
    first_timers_percent: int | None
    few_have: int | None
    never_count: int
    never: list[Business]
    districts: list[District]


def fairness_of(user: "User", until: date | None = None) -> Fairness:
    """Of the exhibitions that this officer's agency runs, and of the businesses he sees."""
    kept = Exhibition.objects.kept_by(user)
    until = until or _last_day(kept)
    every = Participation.objects.standing().filter(
        exhibition__in=kept.values("pk"),
        exhibition__starts_on__lte=until,
        business__isnull=False,
    )
    recent = every.filter(exhibition__starts_on__gt=until - 2 * YEAR)
    times = Counter(recent.values_list("business", flat=True))
    earlier = set(
        every.filter(exhibition__starts_on__lte=until - 2 * YEAR).values_list(
            "business", flat=True
        )
    )
    never = _never(user, every)
    return Fairness(
        until,
        recent.filter(exhibition__starts_on__gt=until - YEAR).count(),
        sum(times.values()),
        len(times),
        _most_often(times),
        _percent(len(times.keys() - earlier), len(times)),
        _share_of_few(times),
        never.count(),
        list(never.order_by("name", "pk")[:MOST_NAMED]),
        _districts(user, set(times)),
    )


def _last_day(kept: QuerySet[Exhibition]) -> date:
    """Today, or when the last exhibition was if that is long ago: its numbers say more."""
    today = localdate()
    found = kept.filter(starts_on__lte=today).aggregate(last=Max("ends_on"))["last"]
    return min(found, today) if found else today


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _most_often(times: Counter[int]) -> list[tuple[Business, int]]:
    most = [(key, count) for key, count in times.most_common(MOST_NAMED) if count > 1]
    found = Business.objects.select_related("owner").in_bulk([key for key, _n in most])
    return [(found[key], count) for key, count in most if key in found]


def _share_of_few(times: Counter[int]) -> int | None:
    few = max(len(times) * FEW // 100, 1)
    theirs = sum(count for _key, count in times.most_common(few))
    return _percent(theirs, sum(times.values()))


def _never(user: "User", every: QuerySet[Participation]) -> QuerySet[Business]:
    """Approved and active, and in no exhibition of ours so far."""
    seen: Any = Business.objects.visible_to(user)
    found: QuerySet[Business] = seen.filter(
        status=Business.Status.ACTIVE, approved_at__isnull=False
    ).exclude(pk__in=every.values("business"))
    return found.select_related("owner")


def _districts(user: "User", exhibited: set[int]) -> list[District]:
    """Those with the lowest rate first."""
    rows = (
        Business.objects.visible_to(user)
        .filter(status=Business.Status.ACTIVE, region__isnull=False)
        .order_by()
        .annotate(district=Left(F("region__code"), DIGITS[DISTRICT]))
    )
    having = dict(
        rows.values_list("district")
        .annotate(count=Count("pk"))
        .values_list("district", "count")
    )
    went = Counter(rows.filter(pk__in=exhibited).values_list("district", flat=True))
    codes = [code for code in having if len(code) == DIGITS[DISTRICT]]
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    found = [District(names.get(c, c), having[c], went.get(c, 0)) for c in codes]
    return sorted(found, key=lambda each: (each.rate, -each.businesses))
