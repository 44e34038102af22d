"""How many hits there are, with the numbers beside the filters, and the page of them if few.

Up to MOST_READ hits are counted by their rows. More are counted by the bitmaps of a large
catalogue, and only what has changed since these were drawn is read, so that a page costs the
same over a thousand products and a million, and its numbers are exact. Where no bitmaps hold,
MOST_COUNTED rows are read; of more hits the page says that there are «more than 10,000».
docs/decisions/0047 says what was measured.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.timezone import localdate
from pyroaring import BitMap

from apps.businesses import showing
from apps.catalogue import bitmaps
from apps.catalogue.bitmaps import Drawn
from apps.catalogue.conditions import Asked, named, query_of, where_of
from apps.catalogue.models import Product
from apps.catalogue.orders import RELEVANCE, order_of, ordering

MOST_READ = 500  # hits that are counted by their rows, though bitmaps hold
MOST_SORTED = 2_000  # hits of which all pages can be opened by their number
MOST_WEIGHED = 4_000  # hits that are weighed against each other by what was asked for
MOST_COUNTED = 10_000  # hits that are counted where no bitmaps hold
FACETS = ("g", "s", "k", "x", "h")  # group, subsector, grade, export, band of price
COLUMNS = {
    "g": '"group"',
    "s": "subsector",
    "k": "CASE WHEN grade_until >= %(today)s THEN grade ELSE '' END",
    "x": "CASE WHEN is_export_ready THEN '1' ELSE '' END",
    "h": "band::text",
    "a": "area",
}
IN_COMMON = {"k": "grade"}  # as it is valid today
EVERY_FACET = (*FACETS, "a", "c")  # and area, certificate
COUNTED = (
    '"group", subsector, area, grade, grade_until, is_export_ready, band, certificates'
)
ENTRIES = "catalogue_catalogueentry"
# Of some products alone, by their keys: what they answer to is then read of their rows.
ROWS_OF = f"(SELECT *, ctid FROM {ENTRIES} WHERE product_id = ANY(%%(%(ids)s)s) OFFSET 0) AS theirs"  # noqa: S608

Numbers = Mapping[str, Mapping[str, int]]
Condition = tuple[str, dict[str, Any]]  # text, and its values by their names


@dataclass(frozen=True)
class Window:
    """Which of the hits in their order: so many after so many, or after this value and key."""

    skipped: int
    wanted: int
    after: tuple[Any, int] | None = None


@dataclass(frozen=True)
class Tally:
    """`bounded`: the facets whose numbers are those of the first hits alone; "n" if `count` is."""

    count: int
    facets: Numbers = field(default_factory=dict)
    bounded: frozenset[str] = frozenset()
    keys: tuple[int, ...] | None = None  # of the part asked for; None if not looked for
    by: Drawn | None = None  # the bitmaps that counted
    hits: BitMap = field(default_factory=BitMap)  # by these: all but what has changed

    @property
    def is_bounded(self) -> bool:
        return "n" in self.bounded


@dataclass(frozen=True)
class _Rows:
    """What was counted row by row: how many hits each set has, and the facets of these."""

    sizes: Mapping[str, int]
    facets: Mapping[str, Mapping[str, int]]
    keys: tuple[int, ...] | None


def tally(asked: Asked, step: str, window: Window, by: Drawn | None) -> Tally:
    """Count what answers to `step`, a tsquery, and to the filters; each facet without its own.

    `by`: the bitmaps that hold, if any do.
    """
    apart = [each for each in (*FACETS, "c") if asked.chosen.get(each)]
    if by:
        return _by_bitmaps(asked, step, window, apart, by)
    return _by_rows(asked, step, window, apart)


def _by_rows(asked: Asked, step: str, window: Window, apart: list[str]) -> Tally:
    rows = _read(asked, step, window, dict.fromkeys([*apart, "main"]))
    bounded = {name for name, size in rows.sizes.items() if size > MOST_COUNTED}
    if "main" in bounded:
        bounded |= {"n", *EVERY_FACET}
    count = min(rows.sizes["main"], MOST_COUNTED)
    return Tally(count, rows.facets, frozenset(bounded), rows.keys)


def _by_bitmaps(
    asked: Asked, step: str, window: Window, apart: list[str], by: Drawn
) -> Tally:
    """Each set by its bitmap if it is large; what is left of it, or all, by its rows."""
    found = {
        name: bitmaps.answers(query_of(asked, step, without=name), by)
        for name in (*apart, "main")
    }
    if asked.present:
        there = _products_there()
        found = {name: hits & there for name, hits in found.items()}
    large = {name: hits for name, hits in found.items() if len(hits) > MOST_READ}
    few = {
        name: by.changed if name in large else hits | by.changed
        for name, hits in found.items()
    }
    is_paged = "main" not in large
    rows = _Rows({}, {}, () if is_paged else None)
    if any(few.values()):
        rows = _read(asked, step, window, few, is_paged=is_paged)
    facets = {}
    for facet in EVERY_FACET:
        of_it = large.get(facet if facet in apart else "main", BitMap())
        known = bitmaps.numbers(of_it, facet, by, _offered(facet, asked))
        facets[facet] = Counter(known) + Counter(rows.facets.get(facet, {}))
    return Tally(
        len(large.get("main", ())) + rows.sizes.get("main", 0),
        facets,
        keys=rows.keys,
        by=by,
        hits=found["main"],
    )


def _products_there() -> BitMap:
    """Products of those who are at an exhibition today, which no bitmap knows."""
    businesses = showing.present_on(localdate()) or ()
    of_them = Product.objects.filter(business__in=businesses)
    return BitMap(of_them.values_list("pk", flat=True))


def most_sorted(asked: Asked, step: str) -> int:
    """Hits of a list that is not long: any of its pages is sorted out when it is asked for."""
    is_weighed = order_of(asked, step, is_long=False) == RELEVANCE
    return MOST_WEIGHED if is_weighed else MOST_SORTED


def _offered(facet: str, asked: Asked) -> Callable[[str], bool]:
    """Which values of a facet are offered: of areas, those one step inside the one asked for."""
    if facet != "a":
        return bool
    length = _length(asked.area)
    return lambda value: len(value) == length and value.startswith(asked.area)


def _read(
    asked: Asked,
    step: str,
    window: Window,
    sets: Mapping[str, BitMap | None],
    *,
    is_paged: bool = True,
) -> _Rows:
    """Read the rows of each set: of these products, or whichever the index of words finds.

    All hits are gone through once: facets are added up from what they have in common, and the
    page is taken from the places of their rows, which are good for one statement.
    """
    queries, values = [], {"today": localdate(), "most": MOST_COUNTED + 1}
    for name, products in sets.items():
        query, more = _rows_of(asked, step, name, products)
        queries.append(f'"{name}" AS MATERIALIZED ({query} LIMIT %(most)s)')
        values |= more
    queries += [
        f'alike AS MATERIALIZED (SELECT "group", subsector, {COLUMNS["k"]} AS grade, '  # noqa: S608
        f"is_export_ready, band, left(area, {_length(asked.area)}) AS area, "
        "count(*) AS hits, array_agg(place) AS places FROM main GROUP BY 1, 2, 3, 4, 5, 6)",
        "total AS MATERIALIZED (SELECT coalesce(sum(hits), 0)::bigint AS hits FROM alike)",
    ]
    apart = [name for name in sets if name != "main"]
    selects = ["SELECT 'n', 'main', hits FROM total", *_facets(apart)]
    if is_paged:
        selects.append(_page(asked, step))
        values |= {"words": step, "limit": window.wanted, "skip": window.skipped}
    sql = f"WITH {', '.join(queries)} {' UNION ALL '.join(selects)}"
    return _gathered(asked_of_database(sql, values), _offered("a", asked))


def _rows_of(
    asked: Asked, step: str, name: str, products: BitMap | None
) -> tuple[str, dict[str, Any]]:
    """What is counted of the rows of one set, and their places; and the values of this."""
    source, (where, values) = ENTRIES, named(where_of(asked, step, without=name), name)
    if products is not None:
        source = ROWS_OF % {"ids": f"ids_{name}"}
        values |= {f"ids_{name}": [*products]}
    return f"SELECT {COUNTED}, ctid AS place FROM {source} WHERE {where}", values  # noqa: S608


def _page(asked: Asked, step: str) -> str:
    """Keys of the part asked for, out of the rows that were read, unless they are too many."""
    order = order_of(asked, step, is_long=False)
    return (
        f"SELECT 'i', CASE WHEN hits <= {most_sorted(asked, step)} THEN array_to_string(ARRAY("  # noqa: S608
        "SELECT product_id FROM catalogue_catalogueentry "
        "WHERE ctid = ANY(ARRAY(SELECT unnest(places) FROM alike)) "
        f"ORDER BY {ordering(order)} LIMIT %(limit)s OFFSET %(skip)s), ' ') END, 0 FROM total"
    )


def _facets(apart: list[str]) -> Iterator[str]:
    for facet in (*FACETS, "a"):
        if facet in apart:
            yield f"SELECT 'n', '{facet}', count(*) FROM \"{facet}\""  # noqa: S608
            yield (
                f"SELECT '{facet}', {COLUMNS[facet]}, count(*) "  # noqa: S608
                f'FROM "{facet}" GROUP BY 2'
            )
        else:
            column = IN_COMMON.get(facet, COLUMNS[facet])
            yield f"SELECT '{facet}', {column}, sum(hits)::bigint FROM alike GROUP BY 2"  # noqa: S608
    if showing.schemes():
        source = "c" if "c" in apart else "main"
        yield (
            "SELECT 'c', held.key, count(*) FROM "  # noqa: S608
            f'"{source}", jsonb_each_text(certificates) AS held '
            "WHERE held.value IS NULL OR held.value::date >= %(today)s GROUP BY 2"
        )


def _gathered(found: Iterable[Any], is_area: Callable[[str], bool]) -> _Rows:
    facets: dict[str, dict[str, int]] = {each: {} for each in EVERY_FACET}
    sizes: dict[str, int] = {}
    keys = None
    for facet, value, count in found:
        if facet == "n":
            sizes[value] = count
        elif facet == "i":
            keys = None if value is None else tuple(map(int, value.split()))
        elif value and (facet != "a" or is_area(value)):
            facets[facet][value] = count
    return _Rows(sizes, facets, keys)


def _length(area: str) -> int:
    """Of the codes of areas to choose from: cities first, then the districts of one."""
    return 4 if len(area) < 4 else 6


def asked_of_database(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
