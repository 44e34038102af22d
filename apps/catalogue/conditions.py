"""What a visitor asks of the catalogue, and the conditions of it for its entries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate

from apps.businesses import showing
from apps.catalogue.tokens import any_of

# What a facet is filtered by, and how to read a value: of an expression the planner knows no
# numbers, and would read a million rows where it can stop at the first page.
PLAIN: dict[str, tuple[str, Callable[[str], Any]]] = {
    "g": ('"group"', str),
    "s": ("subsector", str),
    "k": ("grade", str),
    "x": ("is_export_ready", "1".__eq__),
    "h": ("band", int),
}


@dataclass(frozen=True)
class Asked:
    """What a visitor wants to see. `chosen`: values by the letter of their facet."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    area: str = ""
    present: bool = False
    order: str = ""
    number: int = 1
    since: int = 0  # the first of the pages that are shown together, by who scrolled on
    is_more: bool = False  # those before it are on the screen already
    after: tuple[Any, int] | None = None

    @property
    def is_filtered(self) -> bool:
        return bool(self.area or self.present or any(self.chosen.values()))


def where_of(
    asked: Asked, step: str, *, without: str = "", is_filter: bool = False
) -> tuple[str, dict[str, Any]]:
    """The condition for entries, and its values.

    `is_filter`: no index is to be asked for it, for rows come along in their order.
    """
    today = localdate()
    parts, values = _by_columns(asked) if is_filter else (["true"], {})
    asked_of_words = step if is_filter else query_of(asked, step, without=without)
    if asked_of_words:
        answers = "words @@ %(query)s::tsquery"
        parts.append(f"({answers}) IS TRUE" if is_filter else answers)
        values["query"] = asked_of_words
    if asked.chosen.get("k") and without != "k":
        parts.append("grade_until >= %(day)s")
        values["day"] = today
    if (schemes := asked.chosen.get("c")) and without != "c":
        parts.append(
            "EXISTS (SELECT FROM jsonb_each_text(certificates) AS held WHERE held.key = "
            "ANY(%(schemes)s) AND (held.value IS NULL OR held.value::date >= %(day)s))"
        )
        values |= {"schemes": list(schemes), "day": today}
    if asked.present:
        parts.append(
            "product_id IN (SELECT id FROM catalogue_product WHERE business_id = ANY(%(there)s))"
        )
        values["there"] = list(showing.present_on(today) or ())
    return " AND ".join(parts), values


def query_of(asked: Asked, step: str, *, without: str = "") -> str:
    """Words and filters as one text for `::tsquery`; "" if nothing is asked."""
    return " & ".join(_pieces(asked, step, without))


def _pieces(asked: Asked, step: str, without: str) -> Iterator[str]:
    if step:
        yield step
    for facet, chosen in asked.chosen.items():
        if chosen and facet != without:
            yield any_of(facet, chosen)
    if asked.area:
        yield any_of("a", [asked.area])


def _by_columns(asked: Asked) -> tuple[list[str], dict[str, Any]]:
    """The same filters by the columns of a row, for a walk along a list."""
    parts = ["true"]
    values: dict[str, Any] = {}
    for facet, chosen in asked.chosen.items():
        if chosen and facet in PLAIN:
            column, read = PLAIN[facet]
            parts.append(f"{column} = ANY(%(f{facet})s)")
            values[f"f{facet}"] = [read(value) for value in chosen]
    if asked.area:
        parts.append("area LIKE %(area)s")
        values["area"] = f"{asked.area}%"
    return parts, values


def named(
    condition: tuple[str, dict[str, Any]], name: str
) -> tuple[str, dict[str, Any]]:
    """A condition whose values have names of their own, to stand beside others."""
    where, values = condition
    for key in values:
        where = where.replace(f"%({key})s", f"%({key}_{name})s")
    return where, {f"{key}_{name}": value for key, value in values.items()}
