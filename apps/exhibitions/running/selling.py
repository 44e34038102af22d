"""What exhibitors sold on a day: noted once, changed with its history, odd values asked about."""

import statistics
from typing import TYPE_CHECKING

from apps.exhibitions.models import DailySales, Exhibition

if TYPE_CHECKING:
    from apps.accounts.models import User

ODD = 10  # times the median of the day
ALWAYS_BELIEVED = 1_000_000  # Rp


def odd_values(exhibition: Exhibition) -> set[int]:
    """Keys of rows that are many times what others sold that day and nobody has confirmed."""
    rows = DailySales.objects.filter(
        participation__exhibition=exhibition, is_odd_confirmed=False
    )
    by_day: dict[object, list[DailySales]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    odd = set()
    for of_day in by_day.values():
        usual = statistics.median(row.sold for row in of_day)
        limit = max(usual * ODD, ALWAYS_BELIEVED)
        odd |= {row.pk for row in of_day if row.sold > limit}
    return odd


def note_sales(row: DailySales, *, by: "User | None") -> None:
    """Keep what was sold. Raises ValidationError for what cannot be."""
    row.noted_by = by
    row.source = DailySales.Source.OFFICER if by else DailySales.Source.EXHIBITOR
    row.full_clean()
    row.save()
