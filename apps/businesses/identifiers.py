"""Identifiers as people write them, read into values and findings (domain.md 2.1 to 2.3).

Pure functions: text in, `Reading` out, nothing raised. What is only suspicious is a warning
and keeps its value; what cannot be true is an error and has none. A finding's `code` is
stable, its message is for the officer, and `proposed` is a value that he may accept.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import phonenumbers
from django.utils.translation import gettext as _

PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "21",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "51",
        "52",
        "53",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "72",
        "73",
        "74",
        "75",
        "76",
        "81",
        "82",
        "91",
        "92",
        "93",
        "94",
        "95",
        "96",
    ]
)
BLANKS = {"", "-", "--", "–", "—", "0", "x", "n/a", "na", "nihil", "kosong", "tidak"}
BLANKS |= {"belum", "blm", "belum ada", "tidak ada", "tdk ada"}
BLANKS |= {"proses", "dalam proses", "sedang proses"}
SCIENTIFIC = re.compile(r"^\d([.,]\d+)?[eE]\+?\d+$")
WOMEN_ADD_TO_DAY = 40


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """What is to be said about a value."""

    code: str
    level: Level
    message: str
    proposed: str | None = None


@dataclass(frozen=True)
class Reading:
    """A value normalised as it is stored, "" if there is none, and what was found."""

    value: str
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        return any(finding.level == Level.ERROR for finding in self.findings)


@dataclass(frozen=True)
class NikReading(Reading):
    """A NIK with its state («valid», «damaged», «invalid», «missing») and what it says."""

    status: str = "missing"
    birth_date: date | None = None
    sex: str = ""


@dataclass(frozen=True)
class PhoneReading(Reading):
    """The numbers of a cell in E.164, mobile ones first."""

    numbers: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """NFKC, no-break spaces and leading apostrophes gone, white space folded."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).lstrip("'’`").strip()


def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing: «-», «belum», «proses» …"""
    return tidy(text).strip(" .:").casefold() in BLANKS


def digits(text: str) -> str:
    """Without the dots, dashes and spaces that people group digits by."""
    return re.sub(r"[\s.\-/]", "", tidy(text))


def read_nik(text: str, *, numeric: bool = False) -> NikReading:
    """Read a NIK. `numeric`: it came from a number cell, which keeps 15 digits only."""
    if is_blank(text):
        return NikReading("")
    cleaned = tidy(text)
    if SCIENTIFIC.match(cleaned) or (numeric and len(digits(cleaned)) >= 15):
        return _damaged_nik()
    number = digits(cleaned)
    if not re.fullmatch(r"\d{16}", number):
        message = _("A NIK has 16 digits; this one has %(count)d.") % {
            "count": len(number)
        }
        return _invalid_nik("nik.length", message)
    born, sex = _birth(number)
    if problem := _impossible(number, born):
        return _invalid_nik(*problem)
    return NikReading(number, (), "valid", born, sex)


def _impossible(nik: str, born: date | None) -> tuple[str, str] | None:
    """The code and sentence of what cannot be in a NIK of the right length."""
    if nik[:2] not in PROVINCES:
        return "nik.province", _("The NIK begins with no province's code.")
    if born is None:
        return "nik.date", _("The NIK holds no possible date of birth.")
    if nik[12:] == "0000":
        return "nik.sequence", _("The NIK ends in 0000, which is never given.")
    return None


def _damaged_nik() -> NikReading:
    message = _(
        "A spreadsheet has replaced the last digits of this NIK by zeros. They cannot be "
        "recovered: ask for the identity card."
    )
    return NikReading(
        "", (Finding("nik.excel_damaged", Level.ERROR, message),), status="damaged"
    )


def _invalid_nik(code: str, message: str) -> NikReading:
    return NikReading("", (Finding(code, Level.ERROR, message),), status="invalid")


def _birth(nik: str) -> tuple[date | None, str]:
    """Date of birth and sex inside a NIK; a woman's day is 40 higher."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex = "f" if day > WOMEN_ADD_TO_DAY else "m"
    if sex == "f":
        day -= WOMEN_ADD_TO_DAY
    this_year = date.today().year  # noqa: DTZ011  only the century depends on it
    century = 2000 if 2000 + year <= this_year else 1900
    try:
        return date(century + year, month, day), sex
    except ValueError:
        return None, ""


def read_nib(text: str, *, numeric: bool = False) -> Reading:
    """Read a NIB: 13 digits. Twelve are probably a lost leading zero: proposed, not taken."""
    if is_blank(text):
        return Reading("")
    number = digits(text)
    if re.fullmatch(r"\d{13}", number):
        return Reading(number)
    proposed = None
    code = "nib.length"
    message = _("A NIB has 13 digits; this one has %(count)d.") % {"count": len(number)}
    if re.fullmatch(r"\d{12}", number):
        proposed = f"0{number}"
        code = "nib.lost_zero"
        message = _(
            "This NIB has 12 digits; a spreadsheet may have dropped a leading zero."
        )
    return Reading("", (Finding(code, Level.ERROR, message, proposed),))


def read_kbli(text: str) -> Reading:
    """Read a KBLI code: 5 digits; four may have lost the zero of 01xxx to 09xxx."""
    if is_blank(text):
        return Reading("")
    number = digits(text)
    if re.fullmatch(r"\d{5}", number):
        return Reading(number)
    proposed = f"0{number}" if re.fullmatch(r"[1-9]\d{3}", number) else None
    message = _("A KBLI code has 5 digits.")
    return Reading("", (Finding("kbli.length", Level.WARNING, message, proposed),))


def read_phones(text: str) -> PhoneReading:
    """Read the phone numbers of a cell; «0812… / 0857…» are two. Mobile ones come first."""
    if is_blank(text):
        return PhoneReading("")
    found = [_e164(part) for part in re.split(r"[/,;&\n]|\batau\b|\bdan\b", tidy(text))]
    numbers = tuple(dict.fromkeys(number for number in found if number))
    numbers = tuple(sorted(numbers, key=lambda number: not number.startswith("+628")))
    if not numbers:
        message = _("No phone number could be read here.")
        return PhoneReading("", (Finding("phone.unreadable", Level.WARNING, message),))
    findings: tuple[Finding, ...] = ()
    if len(numbers) > 1:
        message = _(
            "Several numbers: the first mobile number is the one to be reached by."
        )
        findings = (Finding("phone.several", Level.INFO, message),)
    return PhoneReading(numbers[0], findings, numbers)


def _e164(part: str) -> str:
    number = re.sub(r"[^\d+]", "", part)
    if re.fullmatch(r"8\d{7,11}", number):  # a spreadsheet dropped the zero
        number = f"0{number}"
    if number.startswith("62"):
        number = f"+{number}"
    try:
        parsed = phonenumbers.parse(number, "ID")
    except phonenumbers.NumberParseException:
        return ""
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return e164 if re.fullmatch(r"\+628\d{7,11}|\+62[2-9]\d{7,10}", e164) else ""
