"""Total rows of a list as a checksum of the rows above them."""

from apps.imports.cleaning.amounts import read_money
from apps.imports.layout import DataRow, Table
from apps.imports.mapping import Column
from ikmportal.spreadsheets import is_number

SUMMED = {"workers_male", "workers_female", "workers", "investment"}
SUMMED |= {"sales", "production_value", "raw_material_value"}


def differing_totals(table: Table, columns: list[Column]) -> dict[int, list[str]]:
    """Total rows as a checksum: the fields whose total is the sum of no rows above it.

    A total may cover its section, what follows the total before it, or all rows so far.
    """
    differing: dict[int, list[str]] = {}
    last = 0
    for total in table.totals:
        above = [row for row in table.rows if row.number < total.number]
        spans = [above, [row for row in above if row.number > last]]
        spans.append(
            [row for row in above if row.section == above[-1].section] if above else []
        )
        wrong = [
            c.field
            for c in columns
            if c.field in SUMMED and not _adds_up(c, total, spans)
        ]
        if wrong:
            differing[total.number] = wrong
        last = total.number
    return differing


def _adds_up(column: Column, total: DataRow, spans: list[list[DataRow]]) -> bool:
    stated = _amount(column, total)
    return stated is None or any(
        stated == sum(_amount(column, row) or 0 for row in span) for span in spans
    )


def _amount(column: Column, row: DataRow) -> float | None:
    cell = row.cells[column.index] if column.index < len(row.cells) else None
    if is_number(cell):
        return float(cell) * column.multiplier  # type: ignore[arg-type]
    return read_money(cell, multiplier=column.multiplier).value
