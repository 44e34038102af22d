"""Which of the hits a page shows: out of the hits themselves, or along the index of an order."""

from typing import Any

from pyroaring import BitMap

from apps.catalogue import tallies
from apps.catalogue.bitmaps import Drawn
from apps.catalogue.conditions import Asked, where_of
from apps.catalogue.orders import ORDERS, RELEVANCE, Order, order_of, ordering
from apps.catalogue.stretches import first_of
from apps.catalogue.tallies import (
    ENTRIES,
    ROWS_OF,
    Condition,
    Tally,
    Window,
    asked_of_database,
)

# Key of a product, and what the next page of a long list begins after.
Row = tuple[int, Any]


def page(
    asked: Asked, step: str, window: Window, tallied: Tally, *, is_long: bool
) -> list[Row]:
    """The rows of a part of the hits, in the order that was asked for."""
    if tallied.keys is not None:
        return [(key, None) for key in tallied.keys]
    name = order_of(asked, step, is_long=is_long)
    if name == RELEVANCE:
        return _weighed(asked, step, window, tallied)
    condition = _after(where_of(asked, step, is_filter=True), ORDERS[name], window)
    if tallied.by is None:
        return _walked(condition, ORDERS[name], window)
    return _by_stretches(condition, ORDERS[name], window, tallied.hits, tallied.by)


def _weighed(asked: Asked, step: str, window: Window, tallied: Tally) -> list[Row]:
    """Some rows are read by their keys; of more, the index of words knows the places."""
    source, (where, values) = ENTRIES, where_of(asked, step)
    if tallied.by and tallied.count <= tallies.MOST_SORTED:
        source = ROWS_OF % {"ids": "ids"}
        values["ids"] = [*(tallied.hits | tallied.by.changed)]
    sql = f"SELECT product_id, NULL FROM {source} WHERE {where} "  # noqa: S608  pieces of ours
    return _part_of(sql, values | {"words": step}, ordering(RELEVANCE), window)


def _walked(condition: Condition, order: Order, window: Window) -> list[Row]:
    """Along the index of the order, until enough rows are hits."""
    where, values = condition
    sql = f"SELECT product_id, {order.column} FROM {ENTRIES} WHERE {where} "  # noqa: S608
    return _part_of(sql, values, order.by, window)


def _by_stretches(
    condition: Condition, order: Order, window: Window, hits: BitMap, by: Drawn
) -> list[Row]:
    """Hits of some stretches by their keys, with all that has changed; of others by looking."""
    where, values = condition
    need = window.skipped + window.wanted
    taken, stretches = first_of(hits, order, need, by, window.after)
    values |= {"ids": [*(taken | by.changed)], "need": need}
    columns = f"SELECT product_id, {order.column} FROM"
    queries = [f"{columns} {ROWS_OF % {'ids': 'ids'}} WHERE {where}"]
    for inside, bounds in stretches:
        values |= bounds
        queries.append(
            f"({columns} {ENTRIES} WHERE {where} AND {inside} "
            f"ORDER BY {order.by} LIMIT %(need)s)"
        )
    sql = f"SELECT * FROM ({' UNION '.join(queries)}) AS found "  # noqa: S608
    return _part_of(sql, values, order.by, window)


def _after(condition: Condition, order: Order, window: Window) -> Condition:
    """The condition, and that rows come after the last of the page before."""
    where, values = condition
    if window.after is None:
        return where, values
    value, key = window.after
    column = order.column
    if value is None:
        comparison = "<" if order.descends else ">"
        where += f" AND {column} IS NULL AND product_id {comparison} %(pk)s"
    else:
        where += f" AND ({order.after} (%(value)s, %(pk)s) OR {column} IS NULL)"
    return where, values | {"value": value, "pk": key}


def _part_of(sql: str, values: dict[str, Any], by: str, window: Window) -> list[Row]:
    values |= {"limit": window.wanted, "skip": window.skipped}
    return asked_of_database(
        f"{sql}ORDER BY {by} LIMIT %(limit)s OFFSET %(skip)s", values
    )
