"""The first hits of a long list in its order, without a walk past all that are none.

Hits may lie anywhere in an order: all of a group were imported a year ago, all lamps begin with
an L. So whoever draws the bitmaps cuts each order into stretches, and what a stretch has in
common with the hits says whether to look into it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from pyroaring import BitMap

from apps.catalogue.bitmaps import Drawn, beginning_with, bounds_of, remembered
from apps.catalogue.orders import Order

ORDERED = ("shown_at", "sort_name", "price")  # columns, each in both directions
MOST_TAKEN = 500  # hits of the last stretch that are taken one and all
NO_VALUE = "none"  # the stretch of what has no price


class Stretch(NamedTuple):
    """Products of which `low` <= value < `high`, as far as these are known; or without a value."""

    products: BitMap
    low: Any = None
    high: Any = None
    has_value: bool = True


class Beginning(NamedTuple):
    """`taken`: hits that come first; `bound`: where to look on, "" for nowhere; its value."""

    taken: BitMap
    bound: str = ""
    value: Any = None


def term(column: str, stretch: object) -> str:
    """The term that the products of a stretch have; no word of a text begins like this."""
    return f"<{column}:{stretch}"


def first_of(
    hits: BitMap, order: Order, need: int, by: Drawn, after: Any = None
) -> Beginning:
    """The first `need` of these hits in an order, or where the rest of these begins.

    `after`: the value that the page before ended with. Of its own stretch nobody knows how
    many hits follow, so these are taken, but do not count.
    """
    taken, counted = BitMap(), 0
    stretches = remembered(by.drawing, order.column, lambda: _cut(order.column, by))
    *valued, last = stretches
    for stretch in (*(reversed(valued) if order.descends else valued), last):
        is_whole = after is None or not stretch.has_value
        if not is_whole:
            passed, is_whole = _seen_from(after, stretch, descends=order.descends)
            if passed:
                continue
        inside = hits & stretch.products
        if len(inside) > MOST_TAKEN and counted + len(inside) >= need:
            return Beginning(taken, *_bound(stretch, order))
        taken |= inside
        counted += len(inside) if is_whole else 0
        if counted >= need:
            break
    return Beginning(taken)


def _cut(column: str, by: Drawn) -> list[Stretch]:
    """All stretches from the lowest up; at last what has no value."""
    bounds = [None, *_read(column, bounds_of(by.drawing)), None]
    held = beginning_with(term(column, ""))
    valued = [
        Stretch(held.get(term(column, number), BitMap()), low, high)
        for number, (low, high) in enumerate(pairwise(bounds))
    ]
    without = held.get(term(column, NO_VALUE), BitMap())
    return [*valued, Stretch(without, has_value=False)]


def _read(column: str, bounds: Mapping[str, Sequence[Any]]) -> list[Any]:
    found = bounds.get(column, ())
    return [*map(datetime.fromisoformat, found)] if column == "shown_at" else [*found]


def _seen_from(value: Any, stretch: Stretch, *, descends: bool) -> tuple[bool, bool]:
    """Whether a stretch lies before a value, and whether it lies behind it as a whole."""
    is_above = stretch.low is not None and stretch.low > value
    is_below = stretch.high is not None and stretch.high <= value
    return (is_above, is_below) if descends else (is_below, is_above)


def _bound(stretch: Stretch, order: Order) -> tuple[str, Any]:
    """The condition of rows from this stretch on, to stand beside others."""
    if not stretch.has_value:
        return f"{order.column} IS NULL", None
    value = stretch.high if order.descends else stretch.low
    if value is None:
        return "true", None
    return f"{order.column} {'<' if order.descends else '>='} %(bound)s", value
