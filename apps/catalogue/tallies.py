"""How many hits there are, with the numbers beside the filters, and the page of them if few.

Three ways to count, so that a page costs the same over a thousand products and a million: up to
MOST_COUNTED hits are counted one by one; more, where no words are asked for, are added up from
what a job has counted; more, by words, are said to be «more than 10,000», and the numbers beside
the filters are those of the first 10,000. docs/decisions/0040 says what was measured.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from apps.businesses import showing
from apps.catalogue.conditions import (
    PLAIN,
    Asked,
    in_facet,
    named,
    where_by_columns,
    where_of,
)
from apps.catalogue.models import CatalogueCount
from apps.catalogue.orders import RELEVANCE, order_of, ordering

MOST_COUNTED = 10_000
MOST_FRESH = (
    2_000  # hits without words that are counted now, though a job has counted them
)
MOST_SORTED = (
    2_000  # hits whose page comes along; of more, an index has the order already
)
MOST_LOOKED_AT = 5_000  # of the newest products, for filters beside a long list
NOTHING: Mapping[str, dict[str, int]] = MappingProxyType({})
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
# Of an entry, what is counted; and the place of its row, which is good for one statement.
COUNTED = (
    '"group", subsector, area, grade, grade_until, is_export_ready, band, certificates'
)
ENTRIES = f"SELECT {COUNTED}, ctid AS place FROM catalogue_catalogueentry"  # noqa: S608  pieces of ours
AMONG_NEWEST = (
    f"SELECT {COUNTED}, NULL::tid FROM (SELECT * FROM catalogue_catalogueentry "  # noqa: S608
    f"ORDER BY product_id DESC LIMIT {MOST_LOOKED_AT}) AS newest"
)
ALL = "(SELECT hits FROM total)"


@dataclass(frozen=True)
class Part:
    """Which of the hits in their order: so many after so many."""

    skipped: int
    wanted: int


@dataclass(frozen=True)
class Tally:
    """`count`: one more than MOST_COUNTED means that there are more, but for `by_cube`."""

    count: int
    facets: dict[str, dict[str, int]]
    bounded: frozenset[str]
    by_cube: bool = False
    keys: tuple[int, ...] | None = None  # of the part asked for; None if not looked for

    @property
    def is_long(self) -> bool:
        return self.count > MOST_COUNTED


def tally(asked: Asked, step: str, part: Part, whole: str = "") -> Tally:
    """Count what answers to `step`, a tsquery. Asks the database once or twice.

    `whole`: the same words without beginnings, for which the index has to gather all that
    there are. Where the whole words have more hits than are counted, nothing is asked beside.
    """
    asks_for_more = asked.present or asked.chosen.get("c")
    if not step and not asks_for_more and CatalogueCount.objects.exists():
        return _added_up(asked, part)
    if whole not in ("", step):
        found = _one_by_one(asked, whole, part)
        if found.is_long:
            return found
    return _one_by_one(asked, step, part)


def _one_by_one(
    asked: Asked, step: str, part: Part, known: Mapping[str, dict[str, int]] = NOTHING
) -> Tally:
    """Each facet in the hits of all filters but its own; of the first ten thousand of them.

    `known`: the numbers of facets that need not be counted, for their hits are too many.
    """
    apart = [
        each for each in (*FACETS, "c") if asked.chosen.get(each) and each not in known
    ]
    values: dict[str, Any] = {"today": localdate(), "most": MOST_COUNTED + 1}
    values |= {"words": step, "limit": part.wanted, "skip": part.skipped}
    before, after, more = (_all_first if step else _all_last)(asked, step, apart)
    # All hits are gone through once: the facets are added up from what they have in common.
    alike = (
        f'SELECT "group", subsector, {COLUMNS["k"]} AS grade, is_export_ready, band, '  # noqa: S608
        f"left(area, {_length(asked.area)}) AS area, count(*) AS hits, "
        "array_agg(place) AS places FROM main GROUP BY 1, 2, 3, 4, 5, 6"
    )
    sets = [
        *before,
        f"alike AS MATERIALIZED ({alike})",
        "total AS MATERIALIZED (SELECT coalesce(sum(hits), 0)::bigint AS hits FROM alike)",
        *after,
    ]
    selects = [
        *_sizes(apart),
        _page(order_of(asked, step, is_long=False)),
        *_numbers(apart, known),
    ]
    sql = f"WITH {', '.join(sets)} {' UNION ALL '.join(selects)}"
    return _gathered(asked_of_database(sql, values | more), known)


def _all_first(
    asked: Asked, step: str, apart: list[str]
) -> tuple[list[str], list[str], dict[str, Any]]:
    """All hits; after them the hits without each of the filters named; and their values.

    Where all hits are more than are counted, those without a filter are more still: they are
    looked for among the newest products.
    """
    where, values = named(where_of(asked, step), "main")
    after = []
    for name in apart:
        every, of_every = named(where_of(asked, step, without=name), name)
        some, of_some = named(
            where_of(asked, step, without=name, by_columns=True), f"{name}_newest"
        )
        values |= of_every | of_some
        after.append(
            f'"{name}" AS MATERIALIZED (({ENTRIES} WHERE {every} AND {ALL} < %(most)s LIMIT %(most)s) '
            f"UNION ALL ({AMONG_NEWEST} WHERE {some} AND {ALL} = %(most)s))"
        )
    return [f"main AS ({ENTRIES} WHERE {where} LIMIT %(most)s)"], after, values


def _all_last(
    asked: Asked, step: str, apart: list[str]
) -> tuple[list[str], list[str], dict[str, Any]]:
    """The hits without each of the filters named, and at last all hits; and their values.

    These are taken from the first set where that is whole, and looked for only where it is not.
    """
    values: dict[str, Any] = {}
    sets = []
    for name in apart:
        where, more = named(where_of(asked, step, without=name), name)
        values |= more
        sets.append(
            f'"{name}" AS MATERIALIZED ({ENTRIES} WHERE {where} LIMIT %(most)s)'
        )
    where, more = named(where_of(asked, step), "main")
    values |= more
    every = f"({ENTRIES} WHERE {where} LIMIT %(most)s)"
    if apart and (wide := apart[0]) in PLAIN:
        inside, more = named(in_facet(wide, asked.chosen[wide]), "inside")
        values |= more
        size = f'(SELECT count(*) FROM "{wide}")'  # noqa: S608
        every = (
            f'(SELECT {COUNTED}, place FROM "{wide}" WHERE {size} < %(most)s AND {inside}) '  # noqa: S608
            f"UNION ALL ({ENTRIES} WHERE {where} AND {size} = %(most)s LIMIT %(most)s)"
        )
    return [*sets, f"main AS ({every})"], [], values


def _sizes(apart: list[str]) -> list[str]:
    sizes = [f"SELECT 'n', '{each}', count(*) FROM \"{each}\"" for each in apart]  # noqa: S608
    return ["SELECT 'n', 'main', hits FROM total", *sizes]


def _page(order: str) -> str:
    """Keys of the part asked for, out of the rows that were counted if these are all there are."""
    most = MOST_COUNTED if order == RELEVANCE else MOST_SORTED
    places = "ARRAY(SELECT unnest(places) FROM alike)"
    return (
        f"SELECT 'i', CASE WHEN {ALL} <= {most} THEN array_to_string(ARRAY("  # noqa: S608
        f"SELECT product_id FROM catalogue_catalogueentry WHERE ctid = ANY({places}) "
        f"ORDER BY {ordering(order)} LIMIT %(limit)s OFFSET %(skip)s), ' ') END, 0"
    )


def _numbers(apart: list[str], known: Iterable[str]) -> Iterator[str]:
    for facet in [each for each in (*FACETS, "a") if each not in known]:
        column = IN_COMMON.get(facet, COLUMNS[facet])
        yield f"SELECT '{facet}', {column}, sum(hits)::bigint FROM alike GROUP BY 2"  # noqa: S608
        if facet in apart:
            yield (
                f"SELECT '{facet}', {COLUMNS[facet]}, count(*) "  # noqa: S608
                f'FROM "{facet}" GROUP BY 2'
            )
    if showing.schemes():
        source = "c" if "c" in apart else "main"
        yield (
            "SELECT 'c', held.key, count(*) FROM "  # noqa: S608
            f'"{source}", jsonb_each_text(certificates) AS held '
            "WHERE held.value IS NULL OR held.value::date >= %(today)s GROUP BY 2"
        )


def _gathered(rows: Iterable[Any], known: Mapping[str, dict[str, int]]) -> Tally:
    """A value counted twice has the higher number: all hits may be more than those looked at."""
    facets: dict[str, dict[str, int]] = {each: {} for each in (*FACETS, "a", "c")}
    facets |= known
    sizes: dict[str, int] = {}
    keys = None
    for facet, value, count in rows:
        if facet == "n":
            sizes[value] = count
        elif facet == "i":
            keys = None if value is None else tuple(map(int, value.split()))
        elif value:
            facets[facet][value] = max(count, facets[facet].get(value, 0))
    count = sizes["main"]
    bounded = {each for each in facets if max(count, sizes.get(each, 0)) > MOST_COUNTED}
    return Tally(count, facets, frozenset(bounded), keys=keys)


def _added_up(asked: Asked, part: Part) -> Tally:
    """The same from what a job has counted, where no words are asked for."""
    values: dict[str, Any] = {"inside": f"{asked.area}%"}
    selects = []
    length = _length(asked.area)
    for facet in ("n", *FACETS, "a"):
        where, more = where_by_columns(asked, without=facet, suffix=f"_{facet}")
        values |= more
        column = {**COLUMNS, "n": "''", "a": f"left(area, {length})", "k": "grade"}[
            facet
        ]
        selects.append(
            f"SELECT '{facet}', {column}, coalesce(sum(entries), 0)::bigint "  # noqa: S608  pieces of ours
            f"FROM inside WHERE {where} GROUP BY 2"
        )
    inside = (
        "WITH inside AS MATERIALIZED "
        "(SELECT * FROM catalogue_cataloguecount WHERE area LIKE %(inside)s) "
        if asked.area
        else "WITH inside AS (SELECT * FROM catalogue_cataloguecount) "
    )
    facets: dict[str, dict[str, int]] = {each: {} for each in (*FACETS, "a", "c")}
    totals: Counter[str] = Counter()
    sql = inside + " UNION ALL ".join(selects)
    for facet, value, number in asked_of_database(sql, values):
        totals[facet] += number
        if value and facet != "n":
            facets[facet][value] = number
    count = totals["n"]
    if count <= MOST_FRESH:  # so few are looked at: what was counted may be old
        many = [each for each in asked.chosen if totals[each] > MOST_FRESH]
        return _one_by_one(asked, "", part, {each: facets[each] for each in many})
    return Tally(count, facets, frozenset(), by_cube=True)


def _length(area: str) -> int:
    """Of the codes of areas to choose from: cities first, then the districts of one."""
    return 4 if len(area) < 4 else 6


def asked_of_database(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
