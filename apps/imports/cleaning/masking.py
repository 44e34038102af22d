"""Numbers of people in cells of text: a business's name is stored, and published, in plain."""

import re

from apps.businesses.findings import found
from apps.businesses.identifiers import tidy
from apps.imports.cleaning.record import Record
from ikmportal.spreadsheets import Cell, text_of

MARK = "..."  # an ellipsis, as `tidy` writes it
FIELDS = {
    "business_name": "business_name",
    "owner_name": "owner_name",
    "brand": "brand",
    "product": "products",
    "address": "address",
    "village": "region",
    "district": "region",
    "city": "region",
    "commodity_group": "commodity_group",
    "legal_form": "legal_form",
    "status": "status",
    "channel": "channel",
    "agency": "agency",
    "email": "email",
    "links": "links",
    "note": "note",
    "unit": "unit",
    "capacity": "capacity",
}
PERMITS = ["nib", "pirt", "halal", "trademark", "bpom", "sni", "competence", "licence"]
DIGITS = re.compile(r"\d(?:\D{0,3}\d){8}")  # fewer are neither
LEAST = 9
GAP = r"[\s._\-\u2010-\u2015\u200b-\u200f\u2060\ufeff\xad]{0,2}"
WHOLE_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
CUT_NIK = re.compile(rf"(?<!\d)\d(?:{GAP}\d){{15}}(?!\d)")
WITH_PREFIX = rf"(?<!\d)(?:\+?62{GAP}0?|0)8(?:{GAP}\d)"
MOBILE = re.compile(WITH_PREFIX + r"{8,11}(?!\d)|(?<!\d)8[1-9]\d{8,10}(?!\d)")
MOBILE_AMONG_PERMITS = re.compile(WITH_PREFIX + r"{8,10}(?!\d)")  # a NIB has 13 digits


def mask(record: Record, cells: dict[str, list[Cell]]) -> None:
    """Take NIKs and mobile numbers out of cells of text, and say so without quoting them."""
    for name in FIELDS.keys() & cells.keys():
        phone = None if name in {"email", "capacity"} else MOBILE
        cells[name] = [_masked(record, FIELDS[name], c, phone) for c in cells[name]]
    for name in cells.keys() & set(PERMITS):
        cells[name] = [
            _masked(record, name, c, MOBILE_AMONG_PERMITS) for c in cells[name]
        ]


def without_numbers(text: str) -> str:
    """A text that stands over rows or names a file or sheet, without NIK or mobile number."""
    if len(text) < LEAST:
        return text
    return MOBILE.sub(MARK, CUT_NIK.sub(_unless_a_sum, WHOLE_NIK.sub(MARK, text)))


def _masked(
    record: Record, name: str, cell: Cell, phone: re.Pattern[str] | None
) -> Cell:
    text = tidy(text_of(cell))
    if len(text) < LEAST or not DIGITS.search(text):
        return cell
    masked = WHOLE_NIK.sub(MARK, text)
    if name not in PERMITS:
        masked = CUT_NIK.sub(_unless_a_sum, masked)
    if masked != text:
        record.note(name, found("text.holds_nik"))
    without = phone.sub(MARK, masked) if phone else masked
    if without != masked:
        record.note(name, found("text.holds_phone"))
    return cell if without == text else without


def _unless_a_sum(found: re.Match[str]) -> str:
    """Sixteen digits in groups are a NIK if a day and month of birth stand in their place."""
    digits = re.sub(r"\D", "", found.group())
    day, month = int(digits[6:8]) % 40, int(digits[8:10])
    return MARK if 1 <= day <= 31 and 1 <= month <= 12 else found.group()
