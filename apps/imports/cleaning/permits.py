"""Permits as lists name them: numbers, «ada», or several in one cell (domain.md 2.2, 8.3)."""

import re
from dataclasses import dataclass

from apps.businesses.findings import Finding, found
from apps.businesses.identifiers import SCIENTIFIC, is_blank, read_nib, tidy
from ikmportal.spreadsheets import Cell, is_number, text_of

YES = re.compile(
    r"^(ya|yes|y|v|✓|✔|√|ada|sudah|sdh|punya|memiliki|1|terdaftar|terbit|ok)$"
)
SCHEMES = [
    ("pirt", re.compile(r"\bs?pp?[\s.\-]*irt\b|\bp[\s.\-]?irt\b", re.IGNORECASE)),
    ("nib", re.compile(r"\bnib\b|\boss\b", re.IGNORECASE)),
    ("halal", re.compile(r"halal|\bID\d{17}\b", re.IGNORECASE)),
    ("bpom", re.compile(r"\bbpom\b|\b(MD|ML)\s?\d{12,15}\b|\bMD\b", re.IGNORECASE)),
    (
        "trademark",
        re.compile(r"\bha?ki\b|\bme?rek\b|\bmerk\b|\bIDM\d+|\bDID\d+", re.IGNORECASE),
    ),
    ("sni", re.compile(r"\bsni\b|\bsppt\b", re.IGNORECASE)),
    ("competence", re.compile(r"kompeten|\blsp\b|\bbnsp\b", re.IGNORECASE)),
    (
        "other",
        re.compile(
            r"\b(iumk|siup|tdp|tdi|iui|sku|situ|imb|akta|npwp)\b", re.IGNORECASE
        ),
    ),
]
PIRT = re.compile(r"^([1-8]\d{12})(\d{2})$")


@dataclass(frozen=True)
class Permit:
    """One permit that a cell speaks of; `number` is "" if it only says that there is one."""

    scheme: str
    number: str
    raw: str
    findings: tuple[Finding, ...] = ()


def read_permits(cell: Cell, scheme: str = "") -> list[Permit]:
    """The permits of a cell. `scheme` is that of the column, "" for a column of all kinds."""
    text = tidy(text_of(cell))
    if not _says_something(text):
        return []
    permits: dict[tuple[str, str], Permit] = {}
    parts = re.split(r"[,;&\n]|(?<![eE])\+|\s/\s|\bdan\b", text)
    for part in (part.strip(" .") for part in parts):
        if _says_something(part):
            permit = _permit(part, scheme, numeric=is_number(cell))
            permits.setdefault((permit.scheme, permit.number), permit)
    return _numbered_first(list(permits.values()))


def _says_something(text: str) -> bool:
    plain = text.strip(" .:").casefold()
    if plain == "1":
        return True
    return not is_blank(plain) and not re.match(
        r"^(belum|blm|tidak|tdk|proses|dalam)\b", plain
    )


def _permit(part: str, scheme: str, *, numeric: bool) -> Permit:
    named = next((name for name, pattern in SCHEMES if pattern.search(part)), "")
    scheme = named or scheme or "other"
    number = _number_in(part, scheme)
    if not number:
        findings = () if named or YES.match(part.casefold()) else _without_number(part)
        return Permit(scheme, "", part[:300], findings)
    value, findings = READERS.get(scheme, _any)(number, numeric)
    return Permit(scheme, value, part[:300], findings)


def _number_in(part: str, scheme: str) -> str:
    """The part that is a number: after the name of the scheme, five digits at least."""
    if SCIENTIFIC.match(part):
        return part
    number = re.search(
        r"(?:\b(?:ID|IDM|DID|MD|ML|EC|D|J|R)\s?)?\d[\d .\-/]{3,}\d", part
    )
    if scheme in {"other", "sni", "competence"} and re.search(r"\d{3}", part):
        return part
    return number.group().strip() if number else ""


def _without_number(part: str) -> tuple[Finding, ...]:
    return (found("permit.no_number", text=part[:60]),)


def _nib(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    reading = read_nib(number, numeric=numeric)
    return reading.value, reading.findings


def _pirt(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    digits = re.sub(r"\D", "", number)
    if whole := PIRT.match(digits):
        expires = found("pirt.expires", year=f"20{whole.group(2)}")
        return f"{whole.group(1)}-{whole.group(2)}", (expires,)
    if len(digits) == 12 and not SCIENTIFIC.match(number):
        return digits, (found("pirt.old"),)
    return "", (found("pirt.length", count=len(digits)),)


def _halal(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    plain = re.sub(r"[\s.\-]", "", number).upper()
    if re.fullmatch(r"ID\d{17}", plain):
        return plain, ()
    if SCIENTIFIC.match(number) or (numeric and len(plain) >= 16):
        return "", (found("halal.excel_damaged"),)
    if re.fullmatch(r"\d{17}", plain):
        return "", (found("halal.without_id", f"ID{plain}"),)
    return plain[:60], (found("halal.other_scheme"),)


def _bpom(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    plain = re.sub(r"[\s.\-]", "", number).upper()
    if re.fullmatch(r"(MD|ML)?\d{12}(\d{3})?", plain):
        return plain, ()
    return plain[:60], (found("bpom.format"),)


def _trademark(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    plain = re.sub(r"[\s.\-]", "", number).upper()
    if re.fullmatch(r"IDM\d{9}", plain):
        return plain, ()
    if re.fullmatch(r"(DID|D|J|R)\d{6,14}", plain):
        return plain, (found("trademark.application"),)
    return plain[:60], (found("trademark.format"),)


def _any(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    return number[:60], ()


READERS = {
    "nib": _nib,
    "pirt": _pirt,
    "halal": _halal,
    "bpom": _bpom,
    "trademark": _trademark,
}


def _numbered_first(permits: list[Permit]) -> list[Permit]:
    """Without the bare «ada» of a scheme that has a number beside it."""
    numbered = {permit.scheme for permit in permits if permit.number}
    return [
        permit for permit in permits if permit.number or permit.scheme not in numbered
    ]
