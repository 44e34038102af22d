"""Searches and filters over the entries of the public catalogue, with the counts beside them."""

from dataclasses import dataclass, replace
from typing import Any

from apps.catalogue import spelling, vocabulary
from apps.catalogue.bitmaps import drawn
from apps.catalogue.conditions import Asked
from apps.catalogue.orders import order_of
from apps.catalogue.pages import page
from apps.catalogue.tallies import Numbers, Tally, Window, most_sorted, tally
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
    is_long = tallied.count > most_sorted(asked, step)
    last = _last_page(asked, tallied.count, is_long=is_long)
    if asked.number > last:
        return find(replace(asked, number=last))
    is_loose = len(steps) > 1 and step == steps[-1] and bool(search.before)
    helped = is_by_words and (is_loose or not (tallied.count or beside))
    return _page(
        asked,
        tallied,
        step,
        is_long=is_long,
        terms=steps,
        is_loose=is_loose,
        beside=beside,
        suggestion=spelling.suggestion(asked.q) if helped else "",
    )


def _tallied(asked: Asked, steps: tuple[str, ...]) -> tuple[Tally, str, int]:
    """The hits of the first step that finds something, and how many it finds without filters.

    These are asked only where there is none with them.
    """
    tallied, step, window = Tally(0, keys=()), "", _window(asked)
    by = drawn() if steps else None
    for step in steps:
        tallied = tally(asked, step, window, by)
        if tallied.count:
            break
        if step and asked.is_filtered:
            beside = tally(Asked(q=asked.q), step, window, by).count
            if beside:
                return tallied, step, beside
    return tallied, step, 0


def _page(
    asked: Asked, tallied: Tally, step: str, *, is_long: bool, **more: Any
) -> Found:
    window = _window(asked)
    if is_long and asked.after:
        window = Window(0, window.wanted, asked.after)
    rows = page(asked, step, window, tallied, is_long=is_long)
    shown = rows[: window.wanted - 1]
    is_far = is_long and asked.number >= MOST_PAGES and rows != shown
    return Found(
        ids=[row[0] for row in shown],
        count=tallied.count,
        is_bounded=tallied.is_bounded,
        facets=tallied.facets,
        bounded_facets=tallied.bounded,
        number=asked.number,
        first=_first(asked),
        order=order_of(asked, step, is_long=is_long),
        next_key=(shown[-1][1], shown[-1][0]) if is_far else None,
        **more,
    )


def _first(asked: Asked) -> int:
    """The page to begin with: of who scrolled on, several are shown together."""
    if not asked.since or asked.is_more or asked.after:
        return asked.number
    return max(min(asked.since, asked.number), asked.number - MOST_TOGETHER + 1)


def _window(asked: Asked) -> Window:
    """The pages that are shown, and one more hit: it says that others follow."""
    first = _first(asked)
    return Window((first - 1) * PER_PAGE, (asked.number - first + 1) * PER_PAGE + 1)


def _last_page(asked: Asked, count: int, *, is_long: bool) -> int:
    if is_long:
        return asked.number if asked.after else MOST_PAGES
    return max(1, -(-count // PER_PAGE))
