"""What an exhibition was: who took part, by what, and what they sold; the parts always sum.

What is not known is a part of its own and shown as such. A missing day is not zero: how many
days were reported stands beside each sum, and when the last report came.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Left
from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from apps.businesses.models import CoachingRelation
from apps.exhibitions.models import (
    Attendance,
    DailySales,
    Exhibition,
    Participation,
    VisitorCount,
)
from apps.regions.codes import DIGITS, REGENCY
from apps.regions.models import Region
from apps.sectors.models import RecapGroup
from ikmportal.rendering import rupiah

UNKNOWN = "-"
SPELLED = [
    *(
        pgettext_lazy("a number", "no"),
        pgettext_lazy("a number", "one"),
        pgettext_lazy("a number", "two"),
    ),
    *(
        pgettext_lazy("a number", "three"),
        pgettext_lazy("a number", "four"),
        pgettext_lazy("a number", "five"),
    ),
    *(
        pgettext_lazy("a number", "six"),
        pgettext_lazy("a number", "seven"),
        pgettext_lazy("a number", "eight"),
    ),
    *(pgettext_lazy("a number", "nine"), pgettext_lazy("a number", "ten")),
]
Channel = CoachingRelation.Channel


@dataclass(frozen=True)
class Part:
    """How many of a whole; `key` is how a list of them is asked for."""

    key: str
    label: str | Promise
    count: int


@dataclass(frozen=True)
class Sales:
    """Rupiah and contacts of what was reported; reports over exhibitor-days so far."""

    sold: int
    orders: int
    contacts: int
    reported: int
    expected: int
    as_of: datetime | None

    @property
    def rate(self) -> int | None:
        """Percent of the days that were reported."""
        return round(100 * self.reported / self.expected) if self.expected else None


@dataclass(frozen=True)
class Day:
    """What was told of one day; None where nobody has told."""

    day: date
    sold: int | None
    orders: int | None
    reported: int
    there: int
    absent: int
    visitors: int | None


@dataclass(frozen=True)
class Recap:
    """All numbers of one exhibition at one moment."""

    exhibition: Exhibition
    total: int
    groups: list[Part]
    channels: list[Part]
    areas: list[Part]
    first_timers: int
    sales: Sales
    days: list[Day]

    @property
    def absent(self) -> int:
        return sum(day.absent for day in self.days)

    @property
    def visitors(self) -> int | None:
        counted = [day.visitors for day in self.days if day.visitors is not None]
        return sum(counted) if counted else None

    @property
    def most_sold(self) -> int:
        """On one day: how long the longest bar is."""
        return max((day.sold or 0 for day in self.days), default=0)

    @property
    def sentence(self) -> str:
        """The one that is said to the press."""
        parts = [_said_of_total(self)]
        if origin := _said_of_channels(self):
            parts.append(origin)
        parts.append(_said_of_sales(self.sales))
        return "; ".join(parts) + "."


def recap_of(exhibition: Exhibition) -> Recap:
    standing = exhibition.participations.standing()
    total = standing.count()
    return Recap(
        exhibition,
        total,
        _by_group(standing),
        _by_channel(standing),
        _by_area(standing),
        first_timers_of(exhibition).count(),
        sales_of(exhibition, total),
        days_of(exhibition),
    )


def days_of(exhibition: Exhibition) -> list[Day]:
    """Day by day, in three questions however many there are."""
    standing = exhibition.participations.standing()
    sales, there = _sales_by_day(standing), _attendance_by_day(standing)
    visitors = dict(
        VisitorCount.objects.filter(exhibition=exhibition)
        .order_by()
        .values_list("day")
        .annotate(all=Sum("visitors"))
    )
    found = []
    for day in exhibition.days:
        sold, ordered, reported = sales.get(day, (None, None, 0))
        present, absent = there.get(day, (0, 0))
        found.append(
            Day(day, sold, ordered, reported, present, absent, visitors.get(day))
        )
    return found


def _sales_by_day(
    standing: QuerySet[Participation],
) -> dict[date, tuple[int, int, int]]:
    """Sold, ordered, and by how many it was reported."""
    rows = DailySales.objects.filter(participation__in=standing).order_by()
    summed = rows.values_list("day").annotate(
        sold=Sum(F("cash") + F("qris")), ordered=Sum("orders"), told=Count("pk")
    )
    return {day: (sold, orders, count) for day, sold, orders, count in summed}


def _attendance_by_day(
    standing: QuerySet[Participation],
) -> dict[date, tuple[int, int]]:
    """How many were there, and how many were not."""
    noted = Attendance.objects.filter(participation__in=standing).order_by()
    counted = noted.values_list("day").annotate(
        there=Count("pk", filter=Q(was_there=True)),
        absent=Count("pk", filter=Q(was_there=False)),
    )
    return {day: (there, absent) for day, there, absent in counted}


def _counted(standing: QuerySet[Participation], by: Any) -> dict[Any, int]:
    rows = standing.order_by().annotate(part=by).values("part")
    return dict(rows.annotate(count=Count("pk")).values_list("part", "count"))


def _by_group(standing: QuerySet[Participation]) -> list[Part]:
    counted = _counted(standing, F("recap_group"))
    groups = RecapGroup.objects.in_bulk([key for key in counted if key])
    known = [
        Part(group.code, str(group), counted[group.pk])
        for group in sorted(groups.values(), key=lambda group: group.position)
    ]
    return [*known, *_unknown(counted)]


def _by_channel(standing: QuerySet[Participation]) -> list[Part]:
    counted = _counted(standing, F("channel"))
    return [
        Part(value, label, counted[value])
        for value, label in Channel.choices
        if counted.get(value)
    ]


def _by_area(standing: QuerySet[Participation]) -> list[Part]:
    """By the city or regency that the business lies in."""
    counted: dict[Any, int] = {}
    found = _counted(standing, Left("business__region__code", DIGITS[REGENCY]))
    for code, count in found.items():
        key = code if code and len(code) == DIGITS[REGENCY] else None
        counted[key] = counted.get(key, 0) + count
    names = dict(
        Region.objects.filter(code__in=[key for key in counted if key]).values_list(
            "code", "name"
        )
    )
    known = [
        Part(key, names.get(key, key), counted[key])
        for key in sorted(filter(None, counted))
    ]
    return [*known, *_unknown(counted)]


def _unknown(counted: dict[Any, int]) -> list[Part]:
    count = counted.get(None, 0)
    return [Part(UNKNOWN, pgettext("a part", "not known"), count)] if count else []


def first_timers_of(exhibition: Exhibition) -> QuerySet[Participation]:
    """Businesses that stood in no exhibition of this organiser before."""
    standing = exhibition.participations.standing().filter(business__isnull=False)
    return standing.exclude(business__in=stood_before(exhibition))


def stood_before(exhibition: Exhibition) -> QuerySet[Participation, int]:
    """Keys of the businesses that stood in an earlier exhibition of this organiser."""
    earlier = Participation.objects.standing().filter(
        exhibition__agency=exhibition.agency_id,
        exhibition__starts_on__lt=exhibition.starts_on,
        business__isnull=False,
    )
    return earlier.values_list("business", flat=True)


def sales_of(exhibition: Exhibition, exhibitors: int) -> Sales:
    rows = DailySales.objects.filter(
        participation__exhibition=exhibition,
        participation__in=exhibition.participations.standing(),
    )
    summed = rows.aggregate(
        sold=Sum(F("cash") + F("qris")),
        orders=Sum("orders"),
        contacts=Sum("contacts"),
        reported=Count("pk"),
        as_of=Max("noted_at"),
    )
    days = sum(day <= localdate() for day in exhibition.days)
    absent = Attendance.objects.filter(
        was_there=False, participation__in=exhibition.participations.standing()
    ).count()
    return Sales(
        summed["sold"] or 0,
        summed["orders"] or 0,
        summed["contacts"] or 0,
        summed["reported"],
        exhibitors * days - absent,
        summed["as_of"],
    )


def _said_of_total(recap: Recap) -> str:
    groups = ", ".join(
        f"{part.count} {str(part.label).lower()}" for part in recap.groups
    )
    whole = ngettext("%(count)d IKM", "%(count)d IKM", recap.total) % {
        "count": recap.total
    }
    return f"{whole}: {groups}" if groups else whole


def _said_of_channels(recap: Recap) -> str:
    """«dari binaan lima wilayah, Dekranasda dan PKT»."""
    short = {
        Channel.CRAFT_COUNCIL: "Dekranasda",
        Channel.ENTREPRENEURSHIP: "PKT",
        Channel.ASSOCIATION: _("associations"),
        Channel.OTHER: _("other channels"),
    }
    areas = sum(part.key != UNKNOWN for part in recap.areas)
    named = [
        ngettext(
            "coached IKM of %(areas)s area", "coached IKM of %(areas)s areas", areas
        )
        % {"areas": SPELLED[areas] if areas < len(SPELLED) else areas}
        if part.key == Channel.AGENCY
        else str(short[Channel(part.key)])
        for part in recap.channels
    ]
    if not named:
        return ""
    return _("from %(origins)s") % {"origins": listed(named)}


def listed(words: list[str]) -> str:
    """«a, b dan c»."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {
        "first": ", ".join(words[:-1]),
        "last": words[-1],
    }


def _said_of_sales(sales: Sales) -> str:
    if sales.as_of is None:
        return _("sales not reported yet")
    moment = localtime(sales.as_of)
    return _("sales %(sold)s as of %(time)s %(zone)s, %(day)s") % {
        "sold": rupiah(sales.sold),
        "time": f"{moment:%H.%M}",
        "zone": moment.tzname(),
        "day": f"{moment:%d.%m.%Y}",
    }
