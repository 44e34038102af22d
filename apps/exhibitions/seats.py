"""Which seats of a booth are free, and who has the others."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.exhibitions.models import (
    Booth,
    BoothAssignment,
    Exhibition,
    Participation,
)


def all_days(exhibition: Exhibition) -> DateRange:
    return DateRange(exhibition.starts_on, exhibition.ends_on + timedelta(days=1))


def overlap(one: DateRange, other: DateRange) -> bool:
    return bool(one.lower < other.upper and other.lower < one.upper)


def free_seat(
    booth: Booth,
    days: DateRange,
    *,
    leaving: Collection[int] = (),
    coming: Iterable[BoothAssignment] = (),
) -> int | None:
    """The first seat that nobody has on these days; those `leaving` (keys) count no more,
    those `coming` already.
    """
    there = booth.assignments.filter(days__overlap=days).exclude(pk__in=leaving)
    taken = set(there.values_list("seat", flat=True))
    taken |= {
        place.seat
        for place in coming
        if place.booth_id == booth.pk and overlap(place.days, days)
    }
    free = (seat for seat in range(1, booth.capacity + 1) if seat not in taken)
    return next(free, None)


def who_is_there(booth: Booth, days: DateRange) -> list[Participation]:
    places = booth.assignments.filter(days__overlap=days)
    found = places.select_related("participation__business").order_by("seat")
    return [place.participation for place in found]


def days_of(row: dict[str, Any]) -> DateRange:
    """The days of a place as a step or a version keeps them."""
    return DateRange(date.fromisoformat(row["first"]), date.fromisoformat(row["after"]))
