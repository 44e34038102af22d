"""An empty list of products to fill in: heads that are understood, and what may be chosen."""

import io
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from apps.catalogue.sheets.columns import HEADS
from apps.sectors.models import CommodityGroup

ROWS = 2_000  # that cells can be chosen in
AS_TEXT = {"nib", "code", "hs_code"}
WIDE = {"description": 40, "description_en": 40, "name": 30, "business": 28}
UNITS = "buah bungkus kotak botol toples kg liter meter lembar set pasang lusin porsi pesanan"
EXAMPLE = {
    "nib": "9120300000000",
    "business": "Dodol Rina",
    "code": "KRP-01",
    "name": "Keripik Singkong Balado",
    "name_en": "Cassava Crisps, Chilli",
    "price": 18000,
    "unit": "bungkus",
    "minimum_order": 10,
    "lead_time_days": 3,
    "materials": "singkong, cabai, minyak kelapa",
    "commodity_group": "Pangan",
    "is_export_ready": "tidak",
}


def blank_sheet() -> bytes:
    """An XLSX of one row of heads; a second sheet shows an example and the names of photos."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("Produk")
        for column, (field, heads) in enumerate(HEADS.items()):
            width = WIDE.get(field, max(12, len(heads[0]) + 2))
            sheet.set_column(column, column, width, text if field in AS_TEXT else None)
            sheet.write_string(0, column, heads[0], head)
        sheet.freeze_panes(1, 0)
        _offer(sheet, "unit", UNITS.split())
        _offer(sheet, "commodity_group", _groups())
        _offer(sheet, "is_export_ready", ["ya", "tidak"])
        _explain(book, head)
    return buffer.getvalue()


def _groups() -> list[str]:
    return list(CommodityGroup.objects.values_list("code", flat=True))


def _offer(sheet: Any, field: str, choices: list[str]) -> None:
    column = list(HEADS).index(field)
    rule = {"validate": "list", "source": choices, "error_type": "information"}
    if choices:
        sheet.data_validation(1, column, ROWS, column, rule)


def _explain(book: Any, head: Any) -> None:
    sheet = book.add_worksheet(_("How to fill it in"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 70)
    lines = [
        *((HEADS[field][0], value) for field, value in EXAMPLE.items()),
        ("", ""),
        (_("Photos"), _("In one ZIP, named by the code of the product:")),
        ("", "KRP-01.jpg, KRP-01-2.jpg, KRP-01-3.jpg"),
        (_("Two businesses with the same codes"), _("A folder for each, named by it.")),
        (_("Which business"), _("By its NIB, else by its exact name or brand.")),
    ]
    sheet.write_string(0, 0, _("Example"), head)
    for row, (label, value) in enumerate(lines, start=1):
        sheet.write_string(row, 0, label)
        sheet.write(row, 1, value)
