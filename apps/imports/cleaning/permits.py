"""Permits as lists name them: numbers, «ada», or several in one cell (domain.md 2.2, 8.3)."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.businesses.identifiers import SCIENTIFIC, Finding, is_blank, read_nib, tidy
from apps.imports.cleaning.notes import error, remark, warning
from apps.imports.reading import Cell, is_number, text_of

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
    found: dict[tuple[str, str], Permit] = {}
    parts = re.split(r"[,;&\n]|(?<![eE])\+|\s/\s|\bdan\b", text)
    for part in (part.strip(" .") for part in parts):
        if _says_something(part):
            permit = _permit(part, scheme, numeric=is_number(cell))
            found.setdefault((permit.scheme, permit.number), permit)
    return _numbered_first(list(found.values()))


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
    found = re.search(r"(?:\b(?:ID|IDM|DID|MD|ML|EC|D|J|R)\s?)?\d[\d .\-/]{3,}\d", part)
    if scheme in {"other", "sni", "competence"} and re.search(r"\d{3}", part):
        return part
    return found.group().strip() if found else ""


def _without_number(part: str) -> tuple[Finding, ...]:
    message = _(
        "«%(text)s» holds no number of this permit: it is kept as said to exist."
    )
    return (remark("permit.no_number", message % {"text": part[:60]}),)


def _nib(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    reading = read_nib(number, numeric=numeric)
    return reading.value, reading.findings


def _pirt(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    digits = re.sub(r"\D", "", number)
    if found := PIRT.match(digits):
        expires = _("It ends in %(year)s.") % {"year": f"20{found.group(2)}"}
        return f"{found.group(1)}-{found.group(2)}", (remark("pirt.expires", expires),)
    if len(digits) == 12 and not SCIENTIFIC.match(number):
        message = _("An old P-IRT number of 12 digits: it has to be renewed.")
        return digits, (warning("pirt.old", message),)
    message = _("A P-IRT number has 15 digits; this one has %(count)d.") % {
        "count": len(digits)
    }
    return "", (error("pirt.length", message),)


def _halal(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    plain = re.sub(r"[\s.\-]", "", number).upper()
    if re.fullmatch(r"ID\d{17}", plain):
        return plain, ()
    if SCIENTIFIC.match(number) or (numeric and len(plain) >= 16):
        message = _(
            "A spreadsheet has replaced the last digits of this number by zeros."
        )
        return "", (error("halal.excel_damaged", message),)
    if re.fullmatch(r"\d{17}", plain):
        message = _("A halal certificate number begins with ID.")
        return "", (warning("halal.without_id", message, f"ID{plain}"),)
    message = _(
        "No number of a BPJPH halal certificate: perhaps of the old scheme or a decree."
    )
    return plain[:60], (warning("halal.other_scheme", message),)


def _bpom(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    plain = re.sub(r"[\s.\-]", "", number).upper()
    if re.fullmatch(r"(MD|ML)?\d{12}(\d{3})?", plain):
        return plain, ()
    return plain[:60], (
        warning("bpom.format", _("A BPOM number has 12 or 15 digits.")),
    )


def _trademark(number: str, numeric: bool) -> tuple[str, tuple[Finding, ...]]:
    plain = re.sub(r"[\s.\-]", "", number).upper()
    if re.fullmatch(r"IDM\d{9}", plain):
        return plain, ()
    if re.fullmatch(r"(DID|D|J|R)\d{6,14}", plain):
        message = _(
            "This is the number of an application, not of a registered trademark."
        )
        return plain, (remark("trademark.application", message),)
    message = _("A registered trademark has a number such as IDM000123456.")
    return plain[:60], (warning("trademark.format", message),)


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
