"""Sheets as the report and the batch keep them."""

from dataclasses import asdict, replace
from typing import Any

from apps.imports.cleaning.masking import without_numbers
from apps.imports.importing import Reading, ReadSheet
from apps.imports.layout import column_letter


def sheet_as_json(sheet: ReadSheet) -> dict[str, Any]:
    """As the report and the batch keep it: columns by letter, skipped rows with the reason."""
    skipped: list[dict[str, Any]] = [
        {"row": s.row, "why": s.why} for s in sheet.skipped
    ]
    for entry in skipped:
        if differing := sheet.differing_totals.get(entry["row"]):
            entry["differs"] = differing
    return {
        "name": sheet.name,
        "header_row": sheet.header_row,
        "columns": {column.letter: column.field for column in sheet.columns},
        "skipped": skipped,
    }


def kept_sheet(sheet: ReadSheet) -> dict[str, Any]:
    """A sheet as its batch keeps it: with all that is needed to read a row of it once more."""
    heads = [replace(c, label=without_numbers(c.label)) for c in sheet.columns]
    labels = {column_letter(i): without_numbers(t) for i, t in sheet.labels.items()}
    return sheet_as_json(sheet) | {
        "heads": [asdict(head) for head in heads],
        "year": sheet.year,
        "region": sheet.region,
        "labels": labels,
        "directions": sheet.directions.as_json(),
        "asked": sheet.asked,
        "is_remembered": sheet.is_remembered,
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
    }


def kept_sheets(reading: Reading) -> list[dict[str, Any]]:
    """All sheets of a file as its batch keeps them; those not read have neither head nor rows."""
    unread: list[dict[str, Any]] = [
        sheet_as_json(ReadSheet(name)) | {"unread": why or "left_out"}
        for name, why in reading.unread.items()
    ]
    return [*map(kept_sheet, reading.sheets), *unread]
