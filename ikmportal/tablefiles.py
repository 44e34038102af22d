"""Tables as files: plain cells out, and in again, with limits and without formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from ikmportal.spreadsheets import Cell, UnreadableFile, safe_parse, text_of

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
MOST_ROWS = 100_000
MOST_COLUMNS = 100
NARROW, WIDE = 10, 60


def harmless(value: Any) -> Any:
    """The value, with an apostrophe before text that a spreadsheet would calculate."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def unmarked(text: str) -> str:
    """The text as it was before `harmless`."""
    return (
        text[1:]
        if text.startswith("'") and text[1:].startswith(FORMULA_STARTS)
        else text
    )


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(harmless, header))
    writer.writerows(map(harmless, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str = "",
    stamp: Sequence[tuple[str, str]] = (),
) -> bytes:
    """One sheet: text as text, numbers and dates as such, header frozen, filter on.

    `stamp` says on a second sheet, and in the file's properties, where it comes from.
    """
    buffer = io.BytesIO()
    with Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title[:31] or None)
        bold, day = (
            book.add_format({"bold": True}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            sheet.set_column(column, column, min(max(NARROW, len(name) + 2), WIDE))
            sheet.write_string(0, column, name, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write_cell(sheet, last, column, value, day)
        sheet.autofilter(0, 0, last, max(len(header) - 1, 0))
        if stamp:
            _write_stamp(book, stamp)
    return buffer.getvalue()


def _write_stamp(book: Any, stamp: Sequence[tuple[str, str]]) -> None:
    lines = [f"{label}: {text}" for label, text in stamp]
    book.set_properties({"comments": "\n".join(lines)})
    sheet = book.add_worksheet(_("About this file"))
    sheet.set_column(0, 0, NARROW * 3)
    sheet.set_column(1, 1, WIDE)
    for row, (label, text) in enumerate(stamp):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, harmless(text))


def _write_cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, harmless(str(value)))


def read_csv(data: bytes) -> tablib.Dataset:
    """A UTF-8 file with a header; commas or semicolons. Raises ValidationError with a reason."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("The file is not UTF-8: save it as «CSV UTF-8».")
        ) from error
    if "\0" in text:
        raise ValidationError(_("The file is not text: save it as «CSV UTF-8»."))
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    return _dataset(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def read_spreadsheet(data: bytes) -> tablib.Dataset:
    """The first sheet of an XLSX, XLS or ODS file, as `read_csv` reads a text."""
    try:
        sheet = safe_parse(data)[0]
    except UnreadableFile as error:
        raise ValidationError(str(error)) from error
    return _dataset([_plain(cell) for cell in row.cells] for row in sheet.rows)


def _plain(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, bool) else text_of(cell)


def _dataset(rows: Iterable[Sequence[str]]) -> tablib.Dataset:
    """The first row is the header; blank rows are left out and short ones filled."""
    dataset = tablib.Dataset()
    for number, row in enumerate(rows):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise ValidationError(
                _("The file has more than %(rows)s rows or %(columns)s columns.")
                % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            )
        cells = [unmarked(cell.strip()) for cell in row]
        if number == 0:
            dataset.headers = cells
        elif any(cells):
            dataset.append(
                [*cells, *[""] * (dataset.width - len(cells))][: dataset.width]
            )
    return dataset
