"""Searches and filters over the entries of the public catalogue, with the counts beside them."""

from dataclasses import dataclass, replace
from typing import Any

from pyroaring import BitMap

from apps.catalogue import spelling, tallies, vocabulary
from apps.catalogue.conditions import Asked, where_of
from apps.catalogue.orders import ORDERS, order_of, ordering
from apps.catalogue.tallies import (
    ENTRIES,
    ROWS_OF,
    Numbers,
    Part,
    Tally,
    asked_of_database,
    tally,
)
from ikmportal.indonesian import terms_of_query

PER_PAGE = 24
MOST_TOGETHER = 8  # pages, for who comes back to where he had scrolled
MOST_PAGES = 40  # of a long list; further down the next page begins by its key


@dataclass(frozen=True)
class Found:
    """A page of hits: their keys in order, how many there are, and the numbers beside filters."""

    ids: list[int]
    count: int
    is_bounded: bool  # there are more than `count`
    facets: Numbers
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


def find(asked: Asked) -> Found:
    """Find what is asked for, a page of it. Asks the database a handful of times, always."""
    search = terms_of_query(asked.q, vocabulary.current())
    is_by_words = bool(asked.q.strip())
    steps = search.steps or (() if is_by_words else ("",))
    tallied, step, beside = _tallied(asked, steps)
    last = _last_page(asked, tallied)
    if asked.number > last:
        return find(replace(asked, number=last))
    is_loose = len(steps) > 1 and step == steps[-1] and bool(search.before)
    helped = is_by_words and (is_loose or not (tallied.count or beside))
    return _page(
        asked,
        tallied,
        step,
        terms=steps,
        is_loose=is_loose,
        beside=beside,
        suggestion=spelling.suggestion(asked.q) if helped else "",
    )


def _tallied(asked: Asked, steps: tuple[str, ...]) -> tuple[Tally, str, int]:
    """The hits of the first step that finds something, and how many it finds without filters.

    These are asked only where there is none with them.
    """
    tallied, step, part = Tally(0), "", _part(asked)
    for step in steps:
        tallied = tally(asked, step, part)
        if tallied.count:
            break
        if step and asked.is_filtered:
            beside = tally(Asked(q=asked.q), step, part).count
            if beside:
                return tallied, step, beside
    return tallied, step, 0


def _page(asked: Asked, tallied: Tally, step: str, **more: Any) -> Found:
    part = _part(asked)
    rows = _rows(asked, step, part, tallied)
    shown = rows[: part.wanted - 1]
    order = order_of(asked, step, is_long=tallied.is_long)
    key = (shown[-1][1], shown[-1][0]) if tallied.is_long and rows != shown else None
    return Found(
        ids=[row[0] for row in shown],
        count=min(tallied.count, tallies.MOST_COUNTED)
        if tallied.is_bounded
        else tallied.count,
        is_bounded=tallied.is_bounded,
        facets=tallied.facets,
        bounded_facets=tallied.bounded,
        number=asked.number,
        first=_first(asked),
        order=order,
        next_key=key if key and key[0] is not None else None,
        **more,
    )


def _first(asked: Asked) -> int:
    """The page to begin with: of who scrolled on, several are shown together."""
    if not asked.since or asked.is_more or asked.after:
        return asked.number
    return max(min(asked.since, asked.number), asked.number - MOST_TOGETHER + 1)


def _part(asked: Asked) -> Part:
    """The pages that are shown, and one more hit: it says that others follow."""
    first = _first(asked)
    return Part((first - 1) * PER_PAGE, (asked.number - first + 1) * PER_PAGE + 1)


def _last_page(asked: Asked, tallied: Tally) -> int:
    if tallied.is_long:
        return asked.number if asked.after else MOST_PAGES
    return max(1, -(-tallied.count // PER_PAGE))


def _rows(asked: Asked, step: str, part: Part, tallied: Tally) -> list[Any]:
    """Keys of products, each with what the next page of a long list begins after."""
    if tallied.keys is not None:
        return [(key, None) for key in tallied.keys]
    if tallied.is_long:
        return _walked(asked, step, part)
    return _sorted_out(asked, step, part, tallied.hits or BitMap())


def _sorted_out(asked: Asked, step: str, part: Part, hits: BitMap) -> list[Any]:
    order = order_of(asked, step, is_long=False)
    where, values = where_of(asked, step)
    values |= {"limit": part.wanted, "skip": part.skipped, "words": step}
    return asked_of_database(
        f"SELECT product_id, NULL FROM {ROWS_OF % {'ids': 'ids'}} WHERE {where} "  # noqa: S608  pieces of ours
        f"ORDER BY {ordering(order)} LIMIT %(limit)s OFFSET %(skip)s",
        values | {"ids": hits.to_array().tolist()},
    )


def _walked(asked: Asked, step: str, part: Part) -> list[Any]:
    """Along the index of an order, until enough rows are hits: for a list with many."""
    order = order_of(asked, step, is_long=True)
    _by, column, after = ORDERS[order]
    where, values = where_of(asked, step, is_filter=True)
    values |= {"limit": part.wanted, "skip": part.skipped}
    if asked.after is not None:
        where += f" AND {after} (%(key)s, %(pk)s)"
        values |= {"key": asked.after[0], "pk": asked.after[1], "skip": 0}
    return asked_of_database(
        f"SELECT product_id, {column} FROM {ENTRIES} WHERE {where} "  # noqa: S608  pieces of ours
        f"ORDER BY {ordering(order)} LIMIT %(limit)s OFFSET %(skip)s",
        values,
    )
