"""Which column of a list tells what: heads as people write them, in both languages."""

import re
from collections.abc import Sequence

from ikmportal.spreadsheets import Sheet, SheetRow, text_of

# The first of each is the head of the blank list.
HEADS: dict[str, tuple[str, ...]] = {
    "nib": ("NIB", "Nomor Induk Berusaha", "No NIB", "nib"),
    "business": (
        *("Nama Usaha", "Usaha", "IKM", "Nama IKM", "Nama Perusahaan", "Merek"),
        *("Brand", "Pelaku Usaha", "business"),
    ),
    "code": ("Kode Produk", "Kode", "SKU", "Kode Barang", "No Produk", "code"),
    "name": ("Nama Produk", "Produk", "Nama Barang", "Barang", "Nama", "name"),
    "name_en": (
        *("Nama Produk (Inggris)", "Nama Inggris", "English Name", "Product Name"),
        *("Nama (EN)", "Name (EN)", "name_en"),
    ),
    "description": (
        *("Deskripsi", "Keterangan", "Uraian", "Penjelasan", "Deskripsi Produk"),
        "description",
    ),
    "description_en": (
        *("Deskripsi (Inggris)", "Deskripsi Inggris", "English Description"),
        *("Description (EN)", "description_en"),
    ),
    "price": ("Harga (Rp)", "Harga", "Harga Satuan", "Harga Jual", "Price", "price"),
    "unit": ("Satuan", "Unit", "Kemasan", "unit"),
    "minimum_order": (
        *("Pesanan Minimum", "Minimal Order", "Min Order", "MOQ", "Minimum Pemesanan"),
        *("Minimal Pesanan", "minimum_order"),
    ),
    "lead_time_days": (
        *("Waktu Pengerjaan (hari)", "Waktu Pengerjaan", "Lama Pengerjaan"),
        *("Waktu Produksi", "Lead Time", "lead_time_days"),
    ),
    "capacity": (
        *("Kapasitas per Bulan", "Kapasitas", "Kapasitas Produksi", "capacity"),
    ),
    "materials": ("Bahan", "Bahan Baku", "Material", "Komposisi", "materials"),
    "commodity_group": (
        *("Kelompok Komoditi", "Kelompok", "Kategori", "Jenis Produk"),
        "commodity_group",
    ),
    "is_export_ready": ("Siap Ekspor", "Ekspor", "Export Ready", "is_export_ready"),
    "hs_code": ("Kode HS", "HS", "HS Code", "Pos Tarif", "hs_code"),
}
LOOKED_AT = 20  # rows, for the head below a title
LEAST = 2  # columns that are known


def plain(text: str) -> str:
    """«Harga (Rp)*» → «harga rp»: what two heads are compared by."""
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold().replace("_", " ")))


FIELDS = {plain(head): field for field, heads in HEADS.items() for head in heads}


def known(row: SheetRow) -> dict[int, str]:
    """The field of each column that this row heads; of two alike, the first."""
    found: dict[int, str] = {}
    for column, cell in enumerate(row.cells):
        field = FIELDS.get(plain(text_of(cell)))
        if field and field not in found.values():
            found[column] = field
    return found


def head_of(sheets: Sequence[Sheet]) -> tuple[Sheet, int, dict[int, str]] | None:
    """The sheet with a head, the place of that row, and its columns; None if there is none."""
    best: tuple[Sheet, int, dict[int, str]] | None = None
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:LOOKED_AT] if sheet.visible else []):
            found = known(row)
            enough = "name" in found.values() and len(found) >= LEAST
            if enough and (best is None or len(found) > len(best[2])):
                best = (sheet, place, found)
    return best
