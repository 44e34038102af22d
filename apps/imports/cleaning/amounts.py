"""Money, quantities and head counts as Indonesian lists write them (domain.md 8.3, 15)."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from apps.businesses.findings import Finding, found
from apps.businesses.identifiers import REMEMBERED, is_blank, tidy
from ikmportal.spreadsheets import Cell, is_number, text_of

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
MANY_PEOPLE = 1_000  # more than fifty times the workers of a small industry
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
    return _money_in(tidy(text_of(cell)).casefold(), multiplier)


@lru_cache(maxsize=REMEMBERED)
def _money_in(text: str, multiplier: int) -> Amount:
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


def _one(match: re.Match[str], multiplier: int, text: str) -> Amount:
    minus, digits, unit = match.groups()
    number = read_number(digits)
    if number is None or minus:
        return _unreadable(text)
    if not unit:
        return _rupiah(number * multiplier)
    amount = _rupiah(number * UNITS[unit])
    if multiplier == 1 or amount.value is None:
        return amount
    return Amount(amount.value, (*amount.findings, found("money.unit", text=text)))


def _leftover(plain: str, match: re.Match[str]) -> bool:
    """Words beside the amount that are no known way of speaking about one."""
    rest = plain[: match.start()] + " " + plain[match.end() :]
    rest = re.sub(
        r"/|\b(per|bln|bulan|th|thn|tahun|rupiah|an|hari|minggu|an)\b", " ", rest
    )
    return bool(re.search(r"[a-z0-9]", rest))


def _range(match: re.Match[str], multiplier: int) -> Amount:
    low, low_unit, high, high_unit = match.groups()
    ends = []
    for digits, unit in [(low, low_unit or high_unit), (high, high_unit or low_unit)]:
        number = read_number(digits)
        if number is None:
            return _unreadable(match.group())
        ends.append(int(number * (UNITS[unit] if unit else multiplier)))
    return Amount(None, (found("money.range", str(sum(ends) // 2)),))


def _rupiah(number: Decimal) -> Amount:
    if not number.is_finite() or not 0 <= number <= MOST_MONEY:
        return _unreadable(str(number))
    value = int(number.to_integral_value())
    if 0 < value < 1000:
        return Amount(value, (found("money.small"),))
    return Amount(value)


def _unreadable(text: str) -> Amount:
    return Amount(None, (found("money.unreadable", text=text[:60]),))


def read_count(cell: Cell) -> Amount:
    """A number of people: «7», «7 orang», 7.0."""
    return _count_in(tidy(text_of(cell)).casefold())


@lru_cache(maxsize=REMEMBERED)
def _count_in(text: str) -> Amount:
    if text == "0":
        return Amount(0)
    if is_blank(text):
        return Amount()
    heads = re.fullmatch(r"(\d{1,6})(?:\.0+)?\s*(?:orang|org|or|tk)?\.?", text)
    if not heads or int(heads.group(1)) > MOST_PEOPLE:
        return Amount(None, (found("count.unreadable", text=text[:60]),))
    count = int(heads.group(1))
    many = (found("count.many"),) if count > MANY_PEOPLE else ()
    return Amount(count, many)


def read_capacity(cell: Cell) -> tuple[str | None, str, tuple[Finding, ...]]:
    """A quantity with two decimals at most, as text, and the unit if the cell names one."""
    if is_number(cell):
        return _quantity(Decimal(str(cell)), "")
    text = tidy(text_of(cell))
    if is_blank(text):
        return None, "", ()
    parts = re.fullmatch(rf"({NUMBER})\s*([A-Za-z][\w ./]*)?", text)
    number = read_number(parts.group(1)) if parts else None
    if not parts or number is None:
        return _no_quantity(text)
    return _quantity(number, (parts.group(2) or "").strip())


def _quantity(
    number: Decimal, unit: str
) -> tuple[str | None, str, tuple[Finding, ...]]:
    if not number.is_finite() or not 0 <= number < MOST_CAPACITY:
        return _no_quantity(str(number))
    return (
        # «-0» is a number of spreadsheets, and no quantity.
        str(abs(number).quantize(Decimal("0.01")).normalize().__format__("f")),
        unit[:30],
        (),
    )


def _no_quantity(text: str) -> tuple[None, str, tuple[Finding, ...]]:
    return None, "", (found("capacity.unreadable", text=text[:60]),)


def times_twelve(amount: Amount) -> Amount:
    """A year of a monthly amount, said to be one."""
    if amount.value is None:
        yearly = (
            replace(each, proposed=each.proposed and str(int(each.proposed) * 12))
            for each in amount.findings
        )
        return Amount(None, tuple(yearly))
    return Amount(amount.value * 12, (*amount.findings, found("money.monthly")))
