"""What an import refused, as a file to be put right: the list's own layout, and what is wrong."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from apps.imports import files
from apps.imports.cleaning.notes import said
from apps.imports.correcting import corrected_cells
from apps.imports.directions import parse_as_told
from apps.imports.importing import discreet_names
from apps.imports.models import ImportBatch, ImportRow
from apps.imports.preview import REASONS
from apps.imports.reading_again import directions_of
from ikmportal.spreadsheets import Cell, Sheet, SheetRow
from ikmportal.tablefiles import harmless

WIDEST_SHEET_NAME = 31


def refused_as_xlsx(batch: ImportBatch) -> bytes:
    """Titles, heads and section rows as they came, the refused rows, and a column «Masalah».

    Sent again it is read like the list itself. Raises FileNotFoundError once the list is gone.
    """
    refused = batch.rows.filter(decision=ImportRow.Decision.REFUSED)
    by_sheet: dict[str, dict[int, ImportRow]] = {}
    for row in refused.order_by("position"):
        by_sheet.setdefault(row.sheet, {})[row.row] = row
    known = {sheet["name"]: sheet for sheet in batch.sheets}
    data: dict[str, set[int]] = {}
    for name, number in batch.rows.values_list("sheet", "row"):
        data.setdefault(name, set()).add(number)
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in _sheets_of(batch):
            if rows := by_sheet.get(sheet.name):
                lines = list(_lines(sheet, known[sheet.name], rows, data[sheet.name]))
                _write(book, sheet.name, lines, known[sheet.name]["header_row"], day)
    return buffer.getvalue()


def _sheets_of(batch: ImportBatch) -> list[Sheet]:
    content = files.load(batch.stored_as)
    return discreet_names(parse_as_told(content, directions_of(batch)))


def _lines(
    sheet: Sheet, known: dict[str, Any], refused: dict[int, ImportRow], data: set[int]
) -> Iterator[tuple[SheetRow, str]]:
    """The lines of the file, each with what is wrong with it."""
    why = {line["row"]: line["why"] for line in known["skipped"]}
    section: SheetRow | None = None
    at_head = True
    for line in sheet.rows:
        row = refused.get(line.number)
        at_head = at_head and _is_head(line.number, known, why, data)
        if at_head:
            yield line, ""
        elif why.get(line.number) == "section":
            section = line
        elif row is not None:
            if section is not None:
                yield section, ""
                section = None
            cells = corrected_cells(row)
            yield SheetRow(line.number, cells), problems_of(row)


def _is_head(
    number: int, known: dict[str, Any], why: dict[int, str], data: set[int]
) -> bool:
    """Titles, the head, its second row, and the numbers of its columns."""
    if number <= known["header_row"]:
        return True
    return number not in data and why.get(number, "numbering") == "numbering"


def problems_of(row: ImportRow) -> str:
    """Why it was refused, and every error in its cells."""
    errors = [said(each) for each in row.findings if each["level"] == "error"]
    return " ".join(dict.fromkeys([str(REASONS.get(row.reason, "")), *errors])).strip()


def _write(
    book: Workbook, name: str, lines: list[tuple[SheetRow, str]], header: int, day: Any
) -> None:
    sheet = book.add_worksheet(name[:WIDEST_SHEET_NAME])
    width = max(len(line.cells) for line, _problem in lines)
    for place, (line, problem) in enumerate(lines):
        for column, cell in enumerate(line.cells):
            _write_cell(sheet, place, column, cell, day)
        if line.number == header:
            sheet.write_string(place, width, _("Problem"))
        elif problem:
            sheet.write_string(place, width, problem)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, dict):
        sheet.write_datetime(row, column, date.fromisoformat(cell["date"][:10]), day)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, harmless(cell))
