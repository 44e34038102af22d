"""Searches and filters over the entries of the public catalogue, with the counts beside them.

Three ways to count, so that a page costs the same over a thousand products and a million: up to
MOST_COUNTED hits are counted one by one; more, where no words are asked for, are added up from
what a job has counted; more, by words, are said to be «more than 10,000», and the numbers beside
the filters are those of the first 10,000. docs/decisions/0040 says what was measured.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from apps.businesses import showing
from apps.catalogue import spelling, vocabulary
from apps.catalogue.conditions import (
    PLAIN,
    Asked,
    in_facet,
    named,
    where_by_columns,
    where_of,
)
from apps.catalogue.models import CatalogueCount
from ikmportal.indonesian import terms_of_query

MOST_COUNTED = 10_000
MOST_KEPT = 2_000  # keys of hits that were counted: the page is taken from them
PER_PAGE = 24
NOTHING: Mapping[str, dict[str, int]] = MappingProxyType({})
MOST_TOGETHER = 8  # pages, for who comes back to where he had scrolled
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
# Of an entry, what is counted and what finds it again.
COUNTED = (
    'product_id, "group", subsector, area, grade, grade_until, is_export_ready, band, '
    "certificates"
)
# Of ts_rank: D, C (description), B (maker, group, place), A (name).
WEIGHTS = "{0.05, 0.1, 0.4, 1.0}"
ORDERS = {
    "baru": ("shown_at DESC, product_id DESC", "(shown_at, product_id) <"),
    "nama": ("sort_name, product_id", "(sort_name, product_id) >"),
    "murah": ("price, product_id", "(price, product_id) >"),
    "mahal": ("price DESC NULLS LAST, product_id DESC", "(price, product_id) <"),
}
RELEVANCE = "cocok"
KEYS = {"baru": "shown_at", "nama": "sort_name", "murah": "price", "mahal": "price"}
MOST_SKIPPED = (
    40 * PER_PAGE
)  # of a long list; further down the next page begins by its key


@dataclass(frozen=True)
class Found:
    """A page of hits: their keys in order, how many there are, and the numbers beside filters."""

    ids: list[int]
    count: int
    is_bounded: bool  # there are more than `count`
    facets: dict[str, dict[str, int]]
    bounded_facets: frozenset[str]
    number: int
    first: (
        int  # page of the first hit: before `number` where several are shown together
    )
    order: str
    next_key: tuple[Any, int] | None
    terms: tuple[str, ...]
    is_loose: bool = False  # not all of the words, but any
    beside: int = 0  # hits without the filters, if there are none with them
    suggestion: str = ""


@dataclass(frozen=True)
class _Counted:
    count: int
    facets: dict[str, dict[str, int]]
    bounded: frozenset[str]
    by_cube: bool = False
    keys: list[int] | None = None  # of all hits in their order, if MOST_KEPT or fewer


def find(asked: Asked) -> Found:
    """Find what is asked for, a page of it. Asks the database a handful of times, always."""
    search = terms_of_query(asked.q, vocabulary.current())
    steps = search.steps or (("",) if not asked.q.strip() else ())
    counted, step, beside = _Counted(0, {}, frozenset()), "", 0
    for step in steps:
        counted = _counted(asked, step)
        if counted.count:
            break
        if step and asked.is_filtered:
            beside = _counted(Asked(q=asked.q), step).count
            if beside:
                break
    is_loose = len(steps) > 1 and step == steps[-1] and bool(search.before)
    helped = bool(asked.q.strip()) and (is_loose or not (counted.count or beside))
    return _page(
        asked,
        counted,
        step,
        terms=tuple(steps),
        is_loose=is_loose,
        beside=min(beside, MOST_COUNTED),
        suggestion=spelling.suggestion(asked.q) if helped else "",
    )


def _page(asked: Asked, counted: _Counted, step: str, **more: Any) -> Found:
    is_bounded = counted.count > MOST_COUNTED and not counted.by_cube
    is_long = counted.count > MOST_COUNTED
    order = _order(asked, step, is_long=is_long)
    reachable = MOST_SKIPPED if is_long else counted.count
    last = max(1, -(-reachable // PER_PAGE))
    number = asked.number if asked.after and is_long else min(asked.number, last)
    first = _first(asked, number)
    wanted = (number - first + 1) * PER_PAGE
    rows = _rows(asked, step, order, (first, wanted), counted) if counted.count else []
    more_follow = len(rows) > wanted
    rows = rows[:wanted]
    key = (rows[-1][1], rows[-1][0]) if rows and more_follow and order in KEYS else None
    return Found(
        ids=[row[0] for row in rows],
        count=min(counted.count, MOST_COUNTED) if is_bounded else counted.count,
        is_bounded=is_bounded,
        facets=counted.facets,
        bounded_facets=counted.bounded,
        number=number,
        first=first,
        order=order,
        next_key=key if is_long and (key is None or key[0] is not None) else None,
        **more,
    )


def _first(asked: Asked, number: int) -> int:
    if not asked.since or asked.is_more or asked.after:
        return number
    return max(min(asked.since, number), number - MOST_TOGETHER + 1)


def _order(asked: Asked, step: str, *, is_long: bool) -> str:
    """More than ten thousand hits are not weighed against each other: the newest come first."""
    if step and asked.order not in ORDERS:
        return "baru" if is_long else RELEVANCE
    return asked.order if asked.order in ORDERS else "baru"


def _rows(
    asked: Asked, step: str, order: str, part: tuple[int, int], counted: _Counted
) -> list[Any]:
    """`part`: the page to begin with, and how many rows; one more says that others follow."""
    number, wanted = part
    if counted.keys is not None and order != RELEVANCE:
        skipped = (number - 1) * PER_PAGE
        return [(key, None) for key in counted.keys[skipped : skipped + wanted + 1]]
    is_long = counted.count > MOST_COUNTED
    values: dict[str, Any]
    if counted.keys is None:
        where, values = where_of(asked, step, by_columns=is_long and not step)
    else:  # the index of words need not be asked a second time
        where, values = "product_id = ANY(%(keys)s)", {"keys": counted.keys}
    values |= {"limit": wanted + 1, "skip": 0, "words": step}
    if order == RELEVANCE:
        ordering = (
            f"ts_rank('{WEIGHTS}', words, %(words)s::tsquery) DESC, "
            "shown_at DESC, product_id DESC"
        )
        column = "shown_at"
    else:
        ordering, comparison = ORDERS[order]
        column = KEYS[order]
        if asked.after is not None and is_long:
            where += f" AND {comparison} (%(key)s, %(pk)s)"
            values |= {"key": asked.after[0], "pk": asked.after[1]}
    if not (asked.after and is_long):
        values["skip"] = (number - 1) * PER_PAGE
    return _asked_of_database(
        f"SELECT product_id, {column} FROM catalogue_catalogueentry WHERE {where} "  # noqa: S608  pieces of ours
        f"ORDER BY {ordering} LIMIT %(limit)s OFFSET %(skip)s",
        values,
    )


def _counted(asked: Asked, step: str) -> _Counted:
    asks_for_more = asked.present or asked.chosen.get("c")
    if not step and not asks_for_more and CatalogueCount.objects.exists():
        return _added_up(asked)
    return _counted_one_by_one(asked, step)


def _counted_one_by_one(
    asked: Asked, step: str, known: Mapping[str, dict[str, int]] = NOTHING
) -> _Counted:
    """Each facet in the hits of all filters but its own; of the first ten thousand of them.

    `known`: the numbers of facets that need not be counted, for their hits are too many.
    """
    chosen = [each for each in (*FACETS, "c") if asked.chosen.get(each)]
    names = [*(each for each in chosen if each not in known), "main"]
    order = _order(asked, step, is_long=False)
    sets, values = _sets(asked, step, names, "" if order == RELEVANCE else KEYS[order])
    ordering = "" if order == RELEVANCE else f"ORDER BY {ORDERS[order][0]}"
    selects = [f"SELECT 'n', '{name}', count(*) FROM \"{name}\"" for name in names]  # noqa: S608  pieces of ours
    selects.append(
        f"SELECT 'i', string_agg(product_id::text, ' ' {ordering}), count(*) "  # noqa: S608
        f"FROM (SELECT * FROM main LIMIT {MOST_KEPT + 1}) AS kept"
    )
    # All hits are gone through once: the facets are added up from what they have in common.
    sets.append(
        f'alike AS MATERIALIZED (SELECT "group", subsector, {COLUMNS["k"]} AS grade, '  # noqa: S608
        f"is_export_ready, band, left(area, {_length(asked.area)}) AS area, "
        "count(*) AS hits FROM main GROUP BY 1, 2, 3, 4, 5, 6)"
    )
    for facet in [each for each in (*FACETS, "a") if each not in known]:
        column, source, number = COLUMNS[facet], facet, "count(*)"
        if facet not in names:
            column, source, number = IN_COMMON.get(facet, column), "alike", "sum(hits)"
        selects.append(
            f"SELECT '{facet}', {column}, {number}::bigint FROM \"{source}\" GROUP BY 2"  # noqa: S608
        )
    if showing.schemes():
        source = "c" if "c" in names else "main"
        selects.append(
            "SELECT 'c', held.key, count(*) FROM "  # noqa: S608
            f'"{source}", jsonb_each_text(certificates) AS held '
            "WHERE held.value IS NULL OR held.value::date >= %(today)s GROUP BY 2"
        )
    sql = f"WITH {', '.join(sets)} {' UNION ALL '.join(selects)}"
    return _gathered(_asked_of_database(sql, values), names, known)


def _sets(
    asked: Asked, step: str, names: list[str], key: str
) -> tuple[list[str], dict[str, Any]]:
    """The hits without each of the filters named, and at last all hits; and their values.

    `key`: the column that all hits are ordered by. They are taken from the first set where
    that is whole, and looked for only where it is not.
    """
    values: dict[str, Any] = {"today": localdate(), "most": MOST_COUNTED + 1}
    columns = f"{COUNTED}, {key}" if key else COUNTED
    wide = names[0] if names[0] in PLAIN else ""
    sets = []
    for name in names:
        where, more = named(where_of(asked, step, without=name), name)
        values |= more
        entries = f"(SELECT {columns} FROM catalogue_catalogueentry WHERE {where}"  # noqa: S608  pieces of ours
        if name == "main" and wide:
            inside, more = named(in_facet(wide, asked.chosen[wide]), "inside")
            values |= more
            size = f'(SELECT count(*) FROM "{wide}")'  # noqa: S608
            entries = (
                f'(SELECT {columns} FROM "{wide}" WHERE {size} < %(most)s AND {inside}) '  # noqa: S608
                f"UNION ALL {entries} AND {size} = %(most)s"
            )
        sets.append(f'"{name}" AS MATERIALIZED ({entries} LIMIT %(most)s))')
    return sets, values


def _gathered(
    rows: list[Any], names: list[str], known: Mapping[str, dict[str, int]]
) -> _Counted:
    facets: dict[str, dict[str, int]] = {each: {} for each in (*FACETS, "a", "c")}
    facets |= known
    sizes: dict[str, int] = {}
    keys = None
    for facet, value, count in rows:
        if facet == "n":
            sizes[value] = count
        elif facet == "i":
            keys = [*map(int, value.split())] if 0 < count <= MOST_KEPT else None
        elif value:
            facets[facet][value] = count
    bounded = frozenset(
        facet
        for facet in facets
        if sizes[facet if facet in names else "main"] > MOST_COUNTED
    )
    return _Counted(sizes["main"], facets, bounded, keys=keys)


def _added_up(asked: Asked) -> _Counted:
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
    for facet, value, number in _asked_of_database(sql, values):
        totals[facet] += number
        if value and facet != "n":
            facets[facet][value] = number
    count = totals["n"]
    if count <= MOST_COUNTED:  # so few are looked at: what was counted may be old
        many = [each for each in asked.chosen if totals[each] > MOST_COUNTED]
        return _counted_one_by_one(asked, "", {each: facets[each] for each in many})
    return _Counted(count, facets, frozenset(), by_cube=True)


def _length(area: str) -> int:
    """Of the codes of areas to choose from: cities first, then the districts of one."""
    return 4 if len(area) < 4 else 6


def _asked_of_database(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
