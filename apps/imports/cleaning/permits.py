"""Permits as lists name them: numbers, «ada», or several in one cell (domain.md 2.2, 8.3)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from apps.businesses.findings import Finding, found
from apps.businesses.identifiers import (
    REMEMBERED,
    SCIENTIFIC,
    is_blank,
    read_permit,
    tidy,
)
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


@dataclass(frozen=True)
class Permit:
    """One permit that a cell speaks of; `number` is "" if it only says that there is one."""

    scheme: str
    number: str
    raw: str
    findings: tuple[Finding, ...] = ()


def read_permits(cell: Cell, scheme: str = "") -> tuple[Permit, ...]:
    """The permits of a cell. `scheme` is that of the column, "" for a column of all kinds."""
    return _permits_in(tidy(text_of(cell)), scheme, is_number(cell))


@lru_cache(maxsize=REMEMBERED)
def _permits_in(text: str, scheme: str, numeric: bool) -> tuple[Permit, ...]:
    if not _says_something(text):
        return ()
    permits: dict[tuple[str, str], Permit] = {}
    parts = re.split(r"[,;&\n]|(?<![eE])\+|\s/\s|\bdan\b", text)
    for part in (part.strip(" .") for part in parts):
        if _says_something(part):
            permit = _permit(part, scheme, numeric=numeric)
            permits.setdefault((permit.scheme, permit.number), permit)
    return tuple(_numbered_first(list(permits.values())))


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
    reading = read_permit(scheme, number, numeric=numeric)
    return Permit(scheme, reading.value, part[:300], reading.findings)


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


def _numbered_first(permits: list[Permit]) -> list[Permit]:
    """Without the bare «ada» of a scheme that has a number beside it."""
    numbered = {permit.scheme for permit in permits if permit.number}
    return [
        permit for permit in permits if permit.number or permit.scheme not in numbered
    ]
