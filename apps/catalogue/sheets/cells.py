"""Cells as people fill them in, turned into the values of a product."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.catalogue.models import Product
from ikmportal.spreadsheets import Cell, text_of
from ikmportal.tablefiles import unmarked

Unit = Product.Unit
UNITS: dict[str, str] = {
    word: unit
    for unit, words in {
        Unit.PIECE: "buah pcs pc piece pieces biji unit potong ea item",
        Unit.PACK: "bungkus pak pack pouch sachet kemasan bks",
        Unit.BOX: "kotak dus box besek karton",
        Unit.BOTTLE: "botol bottle btl",
        Unit.JAR: "toples stoples jar cup",
        Unit.KILOGRAM: "kg kilo kilogram",
        Unit.LITRE: "liter litre l",
        Unit.METRE: "meter metre m",
        Unit.SHEET: "lembar helai sheet",
        Unit.SET: "set paket",
        Unit.PAIR: "pasang pair",
        Unit.DOZEN: "lusin dozen",
        Unit.PORTION: "porsi portion",
        Unit.ORDER: "pesanan order pemesanan",
    }.items()
    for word in [*words.split(), str(unit)]
}
YES = {"ya", "y", "yes", "ada", "siap", "sudah", "true", "1", "v", "✓", "x"}
NO = {"tidak", "t", "no", "n", "belum", "false", "0", "-"}
DAYS = {"hari": 1, "day": 1, "days": 1, "minggu": 7, "pekan": 7, "week": 7, "bulan": 30}
LARGEST = 2**31 - 1
MOST_DAYS = 3650
MOST_RUPIAH = 10**12
THOUSAND = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}


def text(cell: Cell) -> str:
    return unmarked(" ".join(text_of(cell).split()))


def long_text(cell: Cell) -> str:
    return unmarked(text_of(cell).strip())


def rupiah(cell: Cell) -> int:
    """25000, «Rp 25.000», «25.000,00», «25rb», «1,5 juta»."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _within(round(cell), MOST_RUPIAH)
    said = re.sub(r"(?i)\s|rp\.?|idr", "", text_of(cell)).removesuffix(",-")
    found = re.fullmatch(r"(?i)([\d.,]+)(rb|ribu|k|jt|juta)?", said)
    if not found:
        raise ValidationError(_("«%(text)s» is no price.") % {"text": text(cell)})
    digits, times = found.groups()
    if times:
        number = _decimal(digits.replace(",", ".")) * THOUSAND[times.lower()]
        return _within(round(number), MOST_RUPIAH)
    digits = re.sub(r"[.,]\d{2}$", "", digits)
    return _within(int(re.sub(r"\D", "", digits) or 0), MOST_RUPIAH)


def count(cell: Cell) -> int:
    """«50», «50 pcs», «1.000 bungkus»."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _within(round(cell), LARGEST)
    found = re.match(r"\d{1,3}(?:[.,]\d{3})+|\d+", text(cell))
    if not found:
        raise ValidationError(_("«%(text)s» is no number.") % {"text": text(cell)})
    return _within(int(re.sub(r"\D", "", found[0])), LARGEST)


def days(cell: Cell) -> int:
    """«3», «3 hari», «2 minggu», «3-5 hari» (the longer)."""
    numbers = [int(number) for number in re.findall(r"\d{1,4}", text(cell))]
    if not numbers:
        raise ValidationError(_("«%(text)s» is no time.") % {"text": text(cell)})
    words = re.findall(r"[a-z]+", text(cell).casefold())
    times = next((DAYS[word] for word in words if word in DAYS), 1)
    return _within(max(numbers) * times, MOST_DAYS)


def unit(cell: Cell) -> str:
    words = re.findall(r"[a-z]+", text(cell).casefold())
    for word in words:
        if word in UNITS:
            return UNITS[word]
    raise ValidationError(
        _("«%(text)s» is no unit: piece, pack, box, bottle, kg … is.")
        % {"text": text(cell)}
    )


def yes_or_no(cell: Cell) -> bool:
    said = text(cell).casefold()
    if said in YES or said in NO:
        return said in YES
    raise ValidationError(_("«%(text)s» is neither yes nor no.") % {"text": text(cell)})


def digits(cell: Cell) -> str:
    """An identifier: a number cell lost nothing but its leading zeros."""
    return re.sub(r"\D", "", text_of(cell))


def _within(number: int, most: int) -> int:
    if not 0 <= number <= most:
        raise ValidationError(_("The number is too large."))
    return number


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ValidationError(_("«%(text)s» is no price.") % {"text": digits}) from None


READERS: dict[str, Callable[[Cell], Any]] = {
    **dict.fromkeys(["business", "code", "name", "name_en", "materials"], text),
    **dict.fromkeys(["description", "description_en"], long_text),
    "nib": digits,
    "price": rupiah,
    "unit": unit,
    **dict.fromkeys(["minimum_order", "capacity"], count),
    "lead_time_days": days,
    "is_export_ready": yes_or_no,
    "hs_code": digits,
    "commodity_group": text,
}
