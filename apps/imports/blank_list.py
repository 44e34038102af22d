"""An empty list to fill in: heads that are understood, and what may be chosen in its cells."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from apps.agencies.models import Agency
from apps.imports.layout import column_letter
from apps.regions.codes import DISTRICT, REGENCY, VILLAGE
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup

# Heads as lists have them (domain.md 8.2), with the width of the column.
HEADS = [
    *(("No", 5), ("Nama Pemilik", 26), ("NIK", 20), ("L/P", 6), ("No HP/WA", 18)),
    *(("Nama Usaha", 26), ("Merek", 18), ("Kelompok Komoditi", 24), ("Produk", 26)),
    *(("Alamat", 32), ("Kelurahan", 22), ("Kecamatan", 22), ("Kota/Kab", 22)),
    *(("NIB", 16), ("KBLI", 8), ("PIRT", 20), ("Halal", 22), ("Merek (HKI)", 18)),
    *(("TK L", 6), ("TK P", 6), ("Investasi (Rp)", 16), ("Omzet per Tahun", 16)),
    *(("Tahun Data", 11), ("Binaan", 14), ("Keterangan", 26)),
]
AS_TEXT = {"NIK", "No HP/WA", "NIB", "PIRT", "Halal", "KBLI"}
AREAS, GROUPS = "Wilayah", "Kelompok"
ROWS = 2_000  # that cells can be chosen in
CHANNELS = ["Dinas", "Dekranasda", "PKT", "Asosiasi"]


def blank_list(agency: Agency | None) -> bytes:
    """An XLSX with the agency's districts, villages and the commodity groups to choose from."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("Daftar IKM")
        for column, (label, width) in enumerate(HEADS):
            # As text, so that no spreadsheet makes 3.17E+15 of a NIK.
            sheet.set_column(column, column, width, text if label in AS_TEXT else None)
            sheet.write_string(0, column, label, head)
        sheet.freeze_panes(1, 2)
        areas = _areas(agency)
        chosen = {"L/P": ["L", "P"], "Binaan": CHANNELS}
        offered = {
            "Kota/Kab": _Choices(AREAS, 0, _("Cities"), areas[REGENCY]),
            "Kecamatan": _Choices(AREAS, 1, _("Districts"), areas[DISTRICT]),
            "Kelurahan": _Choices(AREAS, 2, _("Villages"), areas[VILLAGE]),
            "Kelompok Komoditi": _Choices(GROUPS, 0, _("Groups"), _groups()),
        }
        written = {name: _written(book, head, each) for name, each in offered.items()}
        _offer(sheet, chosen | written)
    return buffer.getvalue()


def _areas(agency: Agency | None) -> dict[int, list[str]]:
    """Names by level, each once: within the agency's region, and the regions above it."""
    code = (agency.region_id if agency else None) or ""
    inside = Region.objects.valid().within(code) if code else Region.objects.none()
    names: dict[int, list[str]] = {REGENCY: [], DISTRICT: [], VILLAGE: []}
    for level, name in inside.order_by("code").values_list("level", "name"):
        if level in names:
            names[level].append(name)
    return {level: list(dict.fromkeys(each)) for level, each in names.items()}


def _groups() -> list[str]:
    return list(CommodityGroup.objects.order_by("code").values_list("name", flat=True))


@dataclass(frozen=True)
class _Choices:
    """A column of one of the sheets to choose from."""

    sheet: str
    column: int
    title: str
    values: Sequence[str]


def _written(book: Any, head: Any, choices: _Choices) -> str | None:
    """Write the values below each other; the range that holds them, None if there are none."""
    name, column = choices.sheet, choices.column
    sheet = book.get_worksheet_by_name(name) or book.add_worksheet(name)
    sheet.set_column(column, column, 28)
    sheet.write_string(0, column, choices.title, head)
    sheet.write_column(1, column, choices.values)
    letter = column_letter(column)
    last = len(choices.values) + 1
    return f"={name}!${letter}$2:${letter}${last}" if choices.values else None


def _offer(sheet: Any, chosen: dict[str, Any]) -> None:
    """Let cells be chosen from lists; what is not in a list may be typed all the same."""
    places = {label: column for column, (label, _width) in enumerate(HEADS)}
    for label, source in chosen.items():
        if source:
            rule = {"validate": "list", "source": source, "error_type": "information"}
            sheet.data_validation(1, places[label], ROWS, places[label], rule)
