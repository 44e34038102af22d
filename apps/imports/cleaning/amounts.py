"""Money, quantities and head counts as Indonesian lists write them (domain.md 8.3, 15)."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from apps.businesses.identifiers import Finding, is_blank, tidy
from apps.imports.cleaning.notes import error, remark, warning
from apps.imports.reading import Cell, is_number, text_of

UNITS = {
    "rb": 1_000,
    "ribu": 1_000,
    "k": 1_000,
    "jt": 1_000_000,
    "juta": 1_000_000,
    "m": 1_000_000_000,
    "mil": 1_000_000_000,
    "miliar": 1_000_000_000,
    "milyar": 1_000_000_000,
    "t": 1_000_000_000_000,
    "triliun": 1_000_000_000_000,
    "trilyun": 1_000_000_000_000,
}
NUMBER = r"\d[\d.,]*"
UNIT = r"(?:rb|ribu|k|jt|juta|miliar|milyar|mil|m|triliun|trilyun|t)\b"
RANGE = re.compile(
    rf"({NUMBER})\s*({UNIT})?\s*(?:-|–|—|s/?d|sampai|hingga)\s*({NUMBER})\s*({UNIT})?"
)
AMOUNT = re.compile(rf"(-?)\s*({NUMBER})\s*({UNIT})?")
MOST_MONEY = 10**15
MOST_PEOPLE = 100_000
MOST_CAPACITY = Decimal(10) ** 12


@dataclass(frozen=True)
class Amount:
    """A whole number of rupiah, heads or years; None where the cell gives none."""

    value: int | None = None
    findings: tuple[Finding, ...] = ()


def read_number(text: str) -> Decimal | None:
    """«1.500.000», «1,5», «15.000», «1,200.50»: dots group thousands unless they cannot."""
    text = text.strip().strip(".,")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
    except InvalidOperation:
        return None


def read_money(cell: Cell, *, multiplier: int = 1) -> Amount:
    """Whole rupiah. `multiplier` is the unit of the column; a unit in the cell goes before it."""
    if is_number(cell):
        return _rupiah(Decimal(str(cell)) * multiplier)
    text = tidy(text_of(cell)).casefold()
    if is_blank(text):
        return Amount()
    plain = re.sub(
        r"\b(rp|idr)\b\.?|rp(?=\d)|[±~]|,-|\.-|(?:kurang|lebih|sekitar|kisaran)\s*",
        " ",
        text,
    )
    if ranged := RANGE.search(plain):
        return _range(ranged, multiplier)
    amounts = list(AMOUNT.finditer(plain))
    if len(amounts) != 1 or _leftover(plain, amounts[0]):
        return _unreadable(text)
    return _one(amounts[0], multiplier, text)


def _one(found: re.Match[str], multiplier: int, text: str) -> Amount:
    minus, digits, unit = found.groups()
    number = read_number(digits)
    if number is None or minus:
        return _unreadable(text)
    if not unit:
        return _rupiah(number * multiplier)
    amount = _rupiah(number * UNITS[unit])
    if multiplier == 1 or amount.value is None:
        return amount
    message = _(
        "The column counts in another unit than this cell: «%(text)s» was taken as it says."
    )
    finding = warning("money.unit", message % {"text": text})
    return Amount(amount.value, (*amount.findings, finding))


def _leftover(plain: str, found: re.Match[str]) -> bool:
    """Words beside the amount that are no known way of speaking about one."""
    rest = plain[: found.start()] + " " + plain[found.end() :]
    rest = re.sub(
        r"/|\b(per|bln|bulan|th|thn|tahun|rupiah|an|hari|minggu|an)\b", " ", rest
    )
    return bool(re.search(r"[a-z0-9]", rest))


def _range(found: re.Match[str], multiplier: int) -> Amount:
    low, low_unit, high, high_unit = found.groups()
    ends = []
    for digits, unit in [(low, low_unit or high_unit), (high, high_unit or low_unit)]:
        number = read_number(digits)
        if number is None:
            return _unreadable(found.group())
        ends.append(int(number * (UNITS[unit] if unit else multiplier)))
    message = _("A range: no single amount is kept. Ask for one, or take the middle.")
    return Amount(None, (warning("money.range", message, str(sum(ends) // 2)),))


def _rupiah(number: Decimal) -> Amount:
    if not number.is_finite() or not 0 <= number <= MOST_MONEY:
        return _unreadable(str(number))
    value = int(number.to_integral_value())
    if 0 < value < 1000:
        message = _("Under Rp1,000: the unit of this amount is doubtful.")
        return Amount(value, (warning("money.small", message),))
    return Amount(value)


def _unreadable(text: str) -> Amount:
    message = _("No amount of money could be read in «%(text)s».") % {"text": text[:60]}
    return Amount(None, (error("money.unreadable", message),))


def read_count(cell: Cell) -> Amount:
    """A number of people: «7», «7 orang», 7.0."""
    text = tidy(text_of(cell)).casefold()
    if text == "0":
        return Amount(0)
    if is_blank(text):
        return Amount()
    found = re.fullmatch(r"(\d{1,6})(?:\.0+)?\s*(?:orang|org|or|tk)?\.?", text)
    if not found or int(found.group(1)) > MOST_PEOPLE:
        message = _("No number of people could be read in «%(text)s».") % {
            "text": text[:60]
        }
        return Amount(None, (error("count.unreadable", message),))
    return Amount(int(found.group(1)))


def read_capacity(cell: Cell) -> tuple[str | None, str, tuple[Finding, ...]]:
    """A quantity with two decimals at most, as text, and the unit if the cell names one."""
    if is_number(cell):
        return _quantity(Decimal(str(cell)), "")
    text = tidy(text_of(cell))
    if is_blank(text):
        return None, "", ()
    found = re.fullmatch(rf"({NUMBER})\s*([A-Za-z][\w ./]*)?", text)
    number = read_number(found.group(1)) if found else None
    if not found or number is None:
        message = _("No quantity could be read in «%(text)s».") % {"text": text[:60]}
        return None, "", (error("capacity.unreadable", message),)
    return _quantity(number, (found.group(2) or "").strip())


def _quantity(
    number: Decimal, unit: str
) -> tuple[str | None, str, tuple[Finding, ...]]:
    if not number.is_finite() or not 0 <= number < MOST_CAPACITY:
        message = _("No quantity could be read in «%(text)s».") % {
            "text": str(number)[:60]
        }
        return None, "", (error("capacity.unreadable", message),)
    return (
        str(number.quantize(Decimal("0.01")).normalize().__format__("f")),
        unit[:30],
        (),
    )


def times_twelve(amount: Amount) -> Amount:
    """A year of a monthly amount, said to be one."""
    if amount.value is None:
        return Amount(
            None,
            tuple(
                Finding(
                    f.code, f.level, f.message, f.proposed and str(int(f.proposed) * 12)
                )
                for f in amount.findings
            ),
        )
    message = _("An amount per month: the year is taken as twelve of them.")
    return Amount(
        amount.value * 12, (*amount.findings, remark("money.monthly", message))
    )
