"""Which of the hits a page shows: out of the hits themselves, or along the index of an order."""

from typing import Any

from apps.catalogue.bitmaps import Drawn
from apps.catalogue.conditions import Asked, where_of
from apps.catalogue.orders import ORDERS, RELEVANCE, Order, order_of, ordering
from apps.catalogue.stretches import first_of
from apps.catalogue.tallies import (
    ENTRIES,
    MOST_SORTED,
    ROWS_OF,
    Part,
    Tally,
    asked_of_database,
)

Row = tuple[
    int, Any
]  # key of a product, and what the next page of a long list begins after


def page(
    asked: Asked, step: str, part: Part, tallied: Tally, *, is_long: bool
) -> list[Row]:
    """The rows of a part of the hits, in the order that was asked for."""
    if tallied.keys is not None:
        return [(key, None) for key in tallied.keys]
    name = order_of(asked, step, is_long=is_long)
    if name == RELEVANCE:
        return _weighed(asked, step, part, tallied)
    look = _by_stretches if tallied.by else _walked
    return look(asked, step, part, ORDERS[name], tallied)


def _weighed(asked: Asked, step: str, part: Part, tallied: Tally) -> list[Row]:
    """Some rows are read by their keys; of more, the index of words knows the places."""
    source, (where, values) = ENTRIES, where_of(asked, step)
    if tallied.by and tallied.count <= MOST_SORTED:
        source = ROWS_OF % {"ids": "ids"}
        values["ids"] = [*(tallied.hits | tallied.by.changed)]
    sql = f"SELECT product_id, NULL FROM {source} WHERE {where} "  # noqa: S608  pieces of ours
    return _part_of(sql, values | {"words": step}, ordering(RELEVANCE), part)


def _walked(
    asked: Asked, step: str, part: Part, order: Order, _tallied: Tally
) -> list[Row]:
    """Along the index of the order, until enough rows are hits."""
    where, values = _after(where_of(asked, step, is_filter=True), order, part)
    sql = f"SELECT product_id, {order.column} FROM {ENTRIES} WHERE {where} "  # noqa: S608
    return _part_of(sql, values, order.by, part)


def _by_stretches(
    asked: Asked, step: str, part: Part, order: Order, tallied: Tally
) -> list[Row]:
    """The first hits by their keys, with all that has changed; the rest along the index."""
    by: Drawn = tallied.by  # type: ignore[assignment]
    need = part.skipped + part.wanted
    last = part.after[0] if part.after else None
    taken, bound, value = first_of(tallied.hits, order, need, by, last)
    where, values = _after(where_of(asked, step, is_filter=True), order, part)
    values |= {"ids": [*(taken | by.changed)], "bound": value, "need": need}
    columns = f"SELECT product_id, {order.column} FROM"
    sql = f"{columns} {ROWS_OF % {'ids': 'ids'}} WHERE {where}"
    if bound:
        sql += (
            f" UNION ({columns} {ENTRIES} WHERE {where} AND {bound} "
            f"ORDER BY {order.by} LIMIT %(need)s)"
        )
    return _part_of(f"SELECT * FROM ({sql}) AS found ", values, order.by, part)  # noqa: S608


def _after(
    condition: tuple[str, dict[str, Any]], order: Order, part: Part
) -> tuple[str, dict[str, Any]]:
    """The condition, and that rows come after the last of the page before."""
    where, values = condition
    if part.after is None:
        return where, values
    follows = f"{order.after} (%(value)s, %(pk)s)"
    where += f" AND ({follows} OR {order.column} IS NULL)"
    return where, values | {"value": part.after[0], "pk": part.after[1]}


def _part_of(sql: str, values: dict[str, Any], by: str, part: Part) -> list[Row]:
    values |= {"limit": part.wanted, "skip": part.skipped}
    return asked_of_database(
        f"{sql}ORDER BY {by} LIMIT %(limit)s OFFSET %(skip)s", values
    )
