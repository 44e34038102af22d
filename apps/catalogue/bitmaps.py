"""Which products answer to a query, by the bitmaps of its terms: no row is looked at.

A job draws the bitmaps of a large catalogue (apps/catalogue/counting.py). What was written since,
or has a grade that ended since, is left out here, and its rows are read by who counts, so that
numbers are exact. Only a certificate that ended today is known when its entry was written.
Each process keeps the bitmaps that it was asked for, those of filters, and of orders.
"""

import re
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate
from pyroaring import BitMap

from apps.catalogue.models import CatalogueState

MOST_CHANGED = 2_000  # products whose rows a page reads because they have changed
# Bitmaps of words in each process; of a million products, each has 130 kB at most.
MOST_KEPT = 400
EVERY = "="  # the term that all entries have; no word of a text begins with it
LAST = "\U0010ffff"
# Words are letters and digits, and codes have no quotes.
_PIECE = re.compile(r"'([^']*)'(:\*)?|([&|()])")
Made = TypeVar("Made")


class Sought(NamedTuple):
    """A term of a query; `begun`: or whatever begins with it."""

    text: str
    begun: bool = False


@dataclass(frozen=True)
class Drawn:
    """`drawing`: which bitmaps hold; `changed`: products that they do not know as they are."""

    drawing: UUID
    changed: BitMap


class _Shelf:
    """The bitmaps of one drawing, as far as this process was asked for them."""

    def __init__(self, drawing: UUID | None) -> None:
        self.drawing = drawing
        self.held: OrderedDict[Sought, BitMap] = OrderedDict()
        self.made: dict[str, Any] = {}


_shelf = _Shelf(None)
_lock = Lock()


def drawn() -> Drawn | None:
    """Which bitmaps hold now; None if there are none, or too much has changed since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bitmaps, ARRAY(SELECT product_id FROM catalogue_changedentry UNION ALL "
            "SELECT product_id FROM catalogue_catalogueentry WHERE grade_until < %s LIMIT %s) "
            "FROM catalogue_cataloguestate WHERE bitmaps IS NOT NULL",
            [localdate(), MOST_CHANGED + 1],
        )
        row = cursor.fetchone()
    if row is None or len(row[1]) > MOST_CHANGED:
        return None
    return Drawn(row[0], BitMap(row[1]))


def answers(query: str, by: Drawn) -> BitMap:
    """The products whose `words` answer to a text for `::tsquery`, but for what has changed.

    Of its operators those that queries of ours have: & and |, parentheses, beginnings. All
    products answer to "".
    """
    pieces = [_piece(*found) for found in _PIECE.findall(query)] or [Sought(EVERY)]
    held = _held({each for each in pieces if isinstance(each, Sought)}, by.drawing)
    return _any_of(deque(pieces), held) - by.changed


def numbers(
    hits: BitMap, facet: str, by: Drawn, offered: Callable[[str], bool]
) -> dict[str, int]:
    """How many of these have each value of a facet; of those values that are offered."""
    if not hits:
        return {}
    facets = remembered(by.drawing, "facets", _facets)
    return {
        value: hits.intersection_cardinality(bitmap)
        for value, bitmap in facets.get(facet, {}).items()
        if offered(value)
    }


def _piece(text: str, begun: str, operator: str) -> "Sought | str":
    return operator or Sought(text, bool(begun))


def _any_of(pieces: deque, held: Mapping[Sought, BitMap]) -> BitMap:
    found = _all_of(pieces, held)
    while pieces and pieces[0] == "|":
        pieces.popleft()
        found = found | _all_of(pieces, held)
    return found


def _all_of(pieces: deque, held: Mapping[Sought, BitMap]) -> BitMap:
    found = _one(pieces, held)
    while pieces and pieces[0] == "&":
        pieces.popleft()
        found = found & _one(pieces, held)
    return found


def _one(pieces: deque, held: Mapping[Sought, BitMap]) -> BitMap:
    piece = pieces.popleft()
    if piece != "(":
        return held[piece]
    found = _any_of(pieces, held)
    pieces.popleft()
    return found


def _held(sought: Iterable[Sought], drawing: UUID) -> dict[Sought, BitMap]:
    shelf = _shelf_of(drawing)
    with _lock:
        found = {each: shelf.held[each] for each in sought if each in shelf.held}
    missing = [each for each in sought if each not in found]
    whole = [each.text for each in missing if not each.begun]
    stored = _stored("term = ANY(%s)", [whole]) if whole else {}
    for each in missing:
        if each.begun:
            found[each] = BitMap().union(*beginning_with(each.text).values())
        else:
            found[each] = stored.get(each.text, BitMap())
    with _lock:
        for each, bitmap in found.items():
            shelf.held[each] = bitmap
            shelf.held.move_to_end(each)
        while len(shelf.held) > MOST_KEPT:
            shelf.held.popitem(last=False)
    return found


def _facets() -> Mapping[str, Mapping[str, BitMap]]:
    """The bitmaps of all that may be filtered by, by facet and value."""
    facets: dict[str, dict[str, BitMap]] = {}
    for term, bitmap in beginning_with(EVERY).items():
        facet, _colon, value = term.removeprefix(EVERY).partition(":")
        facets.setdefault(facet, {})[value] = bitmap
    return facets


def remembered(drawing: UUID, name: str, make: Callable[[], Made]) -> Made:
    """What was made of the bitmaps of a drawing, in the memory of this process."""
    shelf = _shelf_of(drawing)
    if name not in shelf.made:
        shelf.made[name] = make()
    return shelf.made[name]


def bounds_of(drawing: UUID) -> Mapping[str, Sequence[Any]]:
    """Where the stretches of each order end, but for the last."""
    states = CatalogueState.objects.filter(bitmaps=drawing)
    return states.values_list("bounds", flat=True).first() or {}


def beginning_with(start: str) -> dict[str, BitMap]:
    """All bitmaps of terms that begin like this."""
    return _stored("term >= %s AND term < %s", [start, start + LAST])


def _shelf_of(drawing: UUID) -> _Shelf:
    global _shelf  # noqa: PLW0603  one for each process
    with _lock:
        if _shelf.drawing != drawing:
            _shelf = _Shelf(drawing)
        return _shelf


def _stored(where: str, values: list) -> dict[str, BitMap]:
    """The bitmaps of some terms, put together from their parts."""
    found: dict[str, BitMap] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT term, products FROM catalogue_termbitmap WHERE {where}",  # noqa: S608  pieces of ours
            values,
        )
        for term, part in cursor:
            found.setdefault(term, BitMap()).update(BitMap.deserialize(bytes(part)))
    return found
