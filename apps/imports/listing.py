"""Rows of an import by the page: as quick in a list of 50,000 as in one of 500.

How many there are is kept with the batch; which, an index tells without reading the rows.
"""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from apps.imports.models import ImportBatch, ImportRow
from apps.imports.preview import REASONS, TABS
from ikmportal.paging import KeyedPaginator

PER_PAGE = 25


class RowPaginator(KeyedPaginator):
    """Pages of rows whose number is known."""

    def __init__(self, rows: QuerySet[ImportRow], known: int) -> None:
        super().__init__(rows.select_related("batch"), PER_PAGE)
        self.known = known

    @property
    def count(self) -> int:
        return self.known


class WholeListPaginator(RowPaginator):
    """Rows have positions without gaps, by which a page far down is found as soon as the first."""

    def keys_from(self, first: int) -> list[Any]:
        rows: Any = self.object_list
        here = rows.filter(position__gte=first, position__lt=first + self.per_page)
        return list(here.values_list("pk", flat=True))


class KindPaginator(RowPaginator):
    """Rows in which a kind of finding stands: their positions are kept as one list."""

    def __init__(
        self, rows: QuerySet[ImportRow], known: int, batch: ImportBatch, code: str
    ) -> None:
        super().__init__(rows, known)
        self.kind = batch.kinds_of_findings.filter(code=code)

    def keys_from(self, first: int) -> list[Any]:
        part = F("positions")[first : first + self.per_page]
        positions = self.kind.values_list(part, flat=True).first() or []
        rows: Any = self.object_list
        here = rows.filter(position__in=positions)
        return list(here.values_list("pk", flat=True))


def page_of(batch: ImportBatch, tab: str, kind: str, number: str | None) -> "Page[Any]":
    """A page of all rows, of those of a tab, or of those in which a kind of finding stands."""
    rows = batch.rows.order_by("position")
    if kind:
        known = batch.kinds.get(kind, 0)
        return KindPaginator(rows, known, batch, kind).get_page(number)
    if tab == "skipped":
        return Paginator(left_out(batch), PER_PAGE).get_page(number)
    if tab in TABS:
        return RowPaginator(rows.filter(decision=tab), batch.counts[tab]).get_page(
            number
        )
    return WholeListPaginator(rows, batch.total).get_page(number)


def left_out(batch: ImportBatch) -> list[dict[str, Any]]:
    """Lines of the sheets that are no records, and rows that an officer left out."""
    lines = [
        {"sheet": sheet["name"], "row": line["row"], "why": REASONS[line["why"]]}
        for sheet in batch.sheets
        for line in sheet["skipped"]
    ]
    chosen = batch.rows.filter(decision=ImportRow.Decision.SKIPPED)
    return lines + [
        {"sheet": sheet, "row": row, "position": position, "why": REASONS["left_out"]}
        for sheet, row, position in chosen.values_list("sheet", "row", "position")
    ]
