"""In which order hits are shown, and how the next page of a long list begins."""

from typing import NamedTuple

from apps.catalogue.conditions import Asked

# Of ts_rank: D, C (description), B (maker, group, place), A (name).
WEIGHTS = "{0.05, 0.1, 0.4, 1.0}"


class Order(NamedTuple):
    """`by`: of ORDER BY. `column`, `after`: what a page of a long list is begun by."""

    by: str
    column: str
    after: str
    descends: bool = False


NEWEST = "baru"
RELEVANCE = "cocok"
# What may be asked for by name, of a list of any length.
ORDERS = {
    NEWEST: Order(
        "shown_at DESC, product_id DESC", "shown_at", "(shown_at, product_id) <", True
    ),
    "nama": Order("sort_name, product_id", "sort_name", "(sort_name, product_id) >"),
    "murah": Order("price, product_id", "price", "(price, product_id) >"),
    "mahal": Order(
        "price DESC NULLS LAST, product_id DESC", "price", "(price, product_id) <", True
    ),
}
BEST = f"ts_rank('{WEIGHTS}', words, %(words)s::tsquery) DESC, {ORDERS[NEWEST].by}"


def order_of(asked: Asked, step: str, *, is_long: bool) -> str:
    """Hits of a long list are not weighed against each other: the newest come first."""
    if asked.order in ORDERS:
        return asked.order
    return RELEVANCE if step and not is_long else NEWEST


def ordering(name: str) -> str:
    """The text for ORDER BY; that of relevance has the value `words`."""
    return BEST if name == RELEVANCE else ORDERS[name].by
