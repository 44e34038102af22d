"""Workbooks in the shape of a Bali city's list (domain.md 8.4 B), with the truth about them.

`workbook(seed)` deals one out: 12 % of its rows are doubles of a row elsewhere in it, about
as many look like one and are none, and 200 cells hold an error of one of twelve kinds.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from itertools import combinations

import xlsxwriter

from apps.imports.layout import column_letter
from benchmarks.balinese import TRADES, Shop, Town
from benchmarks.cell_errors import ERRORS
from benchmarks.clerks import KINDS, Row, another_row, first_row

ROWS, CELL_ERRORS = 4_045, 200
DOUBLES = 0.12
TWICE_DOUBLED = 0.06  # of the doubled businesses: they stand there three times
KINDS_OF_DOUBLES = ["nik", "nib", "typos", "typos", "phone", "clerk", "clerk"]
NAMESAKES, FAMILIES, SECOND_BRANDS = 0.05, 0.05, 0.008
DAMAGED_NIKS = 0.06
TITLE = "POTENSI INDUSTRI KECIL DAN MENENGAH KOTA DENPASAR S/D DESEMBER 2019"
HEADS = {
    "no": "NO",
    "business": "NAMA PERUSAHAAN",
    "owner": "PENANGGUNG JAWAB",
    "nik": "NIK",
    "born": "TGL LAHIR",
    "nib": "NIB",
    "address": "ALAMAT (JL/BR/DS)",
    "district": "KEC",
    "phone": "TELP",
    "kbli": "KBLI",
    "product": "JENIS PRODUKSI",
    "male": "L",
    "female": "P",
    "total": "JML",
    "investment": "INVESTASI (Rp.000)",
    "volume": "VOL",
    "unit": "SAT",
    "production": "NILAI PROD. (Rp.000)",
    "raw": "NILAI BB/BP (Rp.000)",
    "legality": "LEGALITAS",
}
OVER = {"male": ("TENAGA KERJA", "total"), "volume": ("KAPASITAS", "unit")}
COLUMNS = list(HEADS)
ROMAN = ["I", "II", "III", "IV", "V", "VI"]


@dataclass
class Entry:
    """A row of the list: which business it truly is, and what made it."""

    key: int
    kind: str
    section: str
    cells: Row
    number: int = 0  # as the spreadsheet shows it


@dataclass(frozen=True)
class CellError:
    """An error that was put into a cell."""

    row: int
    column: str
    kind: str


@dataclass
class Workbook:
    """The file, and the truth: rows that are one business, kinds of rows, cells in error."""

    content: bytes
    pairs: set[tuple[int, int]]
    kinds: dict[int, str]
    errors: list[CellError] = field(default_factory=list)


def workbook(seed: int, rows: int = ROWS, errors: int = CELL_ERRORS) -> Workbook:
    dice = random.Random(seed)
    town = Town(dice)
    entries = _entries(dice, town, rows)
    dice.shuffle(entries)
    entries.sort(key=lambda entry: entry.section)
    _number(entries)
    made = _spoil(dice, town, entries, errors)
    return Workbook(
        _written(entries), _pairs(entries), {e.number: e.kind for e in entries}, made
    )


def _entries(dice: random.Random, town: Town, rows: int) -> list[Entry]:
    entries: list[Entry] = []

    def put(shop: Shop, kind: str, cells: Row) -> None:
        entries.append(Entry(shop.key, kind, shop.trade.section, cells))

    while sum(entry.kind in KINDS for entry in entries) < round(rows * DOUBLES):
        kind, shop = dice.choice(KINDS_OF_DOUBLES), town.shop()
        put(shop, "", _telling(first_row(dice, shop), shop, kind))
        for _time in range(1 + (dice.random() < TWICE_DOUBLED)):
            put(shop, kind, another_row(dice, shop, kind))
    for share, make in [
        *(
            (NAMESAKES, _namesake),
            (FAMILIES, _relative),
            (SECOND_BRANDS, _second_brand),
        ),
    ]:
        for _time in range(round(rows * share)):
            shop = town.shop()
            other, cells = make(dice, town, shop)
            put(shop, "", first_row(dice, shop) | cells)
            put(other, make.__name__.strip("_"), first_row(dice, other) | cells)
    while len(entries) < rows:
        shop = town.shop()
        put(shop, "", first_row(dice, shop))
    return entries


def _telling(row: Row, shop: Shop, kind: str) -> Row:
    """The first row has what the double is to be known by; else it would be none."""
    sure = {
        "nik": {"nik": shop.owner.nik},
        "nib": {"nib": shop.nib},
        "phone": {"phone": shop.owner.phone},
    }
    return row | sure.get(kind, {})


def _namesake(dice: random.Random, town: Town, shop: Shop) -> tuple[Shop, Row]:
    """Another person of the same name, who makes the same in the same village."""
    owner = town.namesake(shop.owner)
    other = town.shop(owner, shop.trade, shop.village)
    return replace(other, products=shop.products), {}


def _relative(dice: random.Random, town: Town, shop: Shop) -> tuple[Shop, Row]:
    """Wife, brother or daughter with a business of her own, a yard and a phone in common."""
    owner = replace(town.person(), phone=shop.owner.phone, caste=shop.owner.caste)
    trade = shop.trade if dice.random() < 0.5 else dice.choice(TRADES)
    other = town.shop(owner, trade, shop.village)
    home = replace(other, banjar=shop.banjar, street=shop.street, house=shop.house)
    return home, {"phone": shop.owner.phone}


def _second_brand(dice: random.Random, town: Town, shop: Shop) -> tuple[Shop, Row]:
    """One owner, two businesses: the NIK agrees, name and product do not."""
    trade = dice.choice([trade for trade in TRADES if trade != shop.trade])
    other = town.shop(shop.owner, trade, shop.village)
    return other, {"nik": shop.owner.nik}


def _number(entries: list[Entry]) -> None:
    """Where each row stands: below three heads, under its section, above its sub-total."""
    row, section = 4, ""
    for entry in entries:
        if entry.section != section:
            row += 2 if section else 1
            section = entry.section
        row += 1
        entry.number = row


def _spoil(
    dice: random.Random, town: Town, entries: list[Entry], errors: int
) -> list[CellError]:
    """Damaged NIKs as Excel leaves them, then one error each in so many other rows."""
    wrong = dice.sample(entries, errors)
    made = []
    kinds = list(ERRORS)
    for place, entry in enumerate(wrong):
        kind = kinds[place % len(kinds)]
        column = ERRORS[kind](dice, entry.cells, town.places)
        made.append(CellError(entry.number, letter_of(column), kind))
    spared = {entry.number for entry in wrong}
    for entry in entries:
        nik = str(entry.cells["nik"])
        if entry.number in spared or not nik.isdigit() or dice.random() > DAMAGED_NIKS:
            continue
        entry.cells["nik"] = dice.choice(
            [f"{nik[0]}.{nik[1:4]}E+15", float(nik[:15] + "0")]
        )
    return made


def letter_of(column: str) -> str:
    return column_letter(COLUMNS.index(column))


def _pairs(entries: list[Entry]) -> set[tuple[int, int]]:
    rows: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        rows[entry.key].append(entry.number)
    return {pair for each in rows.values() for pair in combinations(sorted(each), 2)}


def _written(entries: list[Entry]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("IKM")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        _write_heads(sheet)
        section, first = "", 0
        for position, entry in enumerate(entries):
            if entry.section != section:
                if section:
                    _write_total(sheet, entries[first:position])
                mark = ROMAN[len({e.section for e in entries[:position]})]
                sheet.write_row(entry.number - 2, 0, [mark, entry.section])
                section, first = entry.section, position
            sheet.write(entry.number - 1, 0, position - first + 1)
            for column, name in enumerate(COLUMNS[1:], start=1):
                cell = entry.cells[name]
                if isinstance(cell, date):
                    sheet.write_datetime(entry.number - 1, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(entry.number - 1, column, cell)
                else:
                    sheet.write_number(entry.number - 1, column, cell)
        _write_total(sheet, entries[first:])
    return target.getvalue()


def _write_heads(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Title, a head of two rows with merged cells, and the row of column numbers."""
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, TITLE)
    under = set()
    for name, (label, last) in OVER.items():
        left, right = COLUMNS.index(name), COLUMNS.index(last)
        sheet.merge_range(1, left, 1, right, label)
        under |= set(COLUMNS[left : right + 1])
    for column, name in enumerate(COLUMNS):
        if name in under:
            sheet.write(2, column, HEADS[name])
        else:
            sheet.merge_range(1, column, 2, column, HEADS[name])
        sheet.write(3, column, column + 1)


def _write_total(sheet: xlsxwriter.worksheet.Worksheet, entries: list[Entry]) -> None:
    below = entries[-1].number
    sheet.write(below, COLUMNS.index("business"), "SUB JUMLAH")
    for name in ["male", "female", "total"]:
        whole = sum(int(entry.cells[name]) for entry in entries)
        sheet.write(below, COLUMNS.index(name), whole)
