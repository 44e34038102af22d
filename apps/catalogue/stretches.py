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
# Hits of one stretch that are taken one and all; with more, the stretch is walked.
MOST_TAKEN = 500
NO_VALUE = "none"  # the stretch of what has no price


class Stretch(NamedTuple):
    """Products of which `low` <= value < `high`, as far as these are known; or without a value."""

    products: BitMap
    low: Any = None
    high: Any = None
    has_value: bool = True


class Beginning(NamedTuple):
    """Hits that come first; and conditions of rows among which further ones are to be found."""

    taken: BitMap
    stretches: list[tuple[str, dict[str, Any]]]


def term(column: str, stretch: object) -> str:
    """The term that the products of a stretch have; no word of a text begins like this."""
    return f"<{column}:{stretch}"


def first_of(
    hits: BitMap, order: Order, need: int, by: Drawn, after: Any = None
) -> Beginning:
    """The first `need` of these hits in an order: by their keys, or where to look for them.

    `after`: the value and key that the page before ended with. Of its own stretch nobody knows
    how many hits follow, so these do not count.
    """
    taken, counted = BitMap(), 0
    walked: list[tuple[str, dict[str, Any]]] = []
    for stretch in _in_order(order, by):
        passed, is_whole = _seen_from(after, stretch, descends=order.descends)
        if passed or not (inside := hits & stretch.products):
            continue
        if len(inside) > MOST_TAKEN:
            walked.append(_condition(stretch, order.column, len(walked)))
        else:
            taken |= inside
        counted += len(inside) if is_whole else 0
        if counted >= need:
            break
    return Beginning(taken, walked)


def _in_order(order: Order, by: Drawn) -> list[Stretch]:
    """The stretches of an order; in both directions, what has no value comes last."""
    *valued, last = remembered(by.drawing, order.column, lambda: _cut(order.column, by))
    return [*(reversed(valued) if order.descends else valued), last]


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


def _seen_from(after: Any, stretch: Stretch, *, descends: bool) -> tuple[bool, bool]:
    """Whether a stretch lies before this value, and whether it lies behind it as a whole."""
    if after is None:
        return False, True
    value, _key = after
    if value is None:
        return stretch.has_value, False
    if not stretch.has_value:
        return False, True
    is_above = stretch.low is not None and stretch.low > value
    is_below = stretch.high is not None and stretch.high <= value
    return (is_above, is_below) if descends else (is_below, is_above)


def _condition(
    stretch: Stretch, column: str, number: int
) -> tuple[str, dict[str, Any]]:
    """The condition of the rows of a stretch, with values that have names of their own."""
    if not stretch.has_value:
        return f"{column} IS NULL", {}
    parts = [f"{column} IS NOT NULL"]
    values: dict[str, Any] = {}
    for comparison, value in ((">=", stretch.low), ("<", stretch.high)):
        if value is not None:
            name = f"bound{number}_{len(values)}"
            parts.append(f"{column} {comparison} %({name})s")
            values[name] = value
    return " AND ".join(parts), values
