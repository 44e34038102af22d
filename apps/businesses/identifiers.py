"""Identifiers as people write them, read into values and findings (domain.md 2.1 to 2.3).

Pure functions: text in, `Reading` out, nothing raised. What is only suspicious is a warning
and keeps its value; what cannot be true is an error and has none. A finding's `code` is
stable, its sentence is for the officer, and `proposed` is a value that he may accept.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import phonenumbers
from django.utils.translation import gettext_lazy as _

from apps.businesses.findings import Finding, Level, declare, found

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


declare(
    Level.ERROR,
    {
        "nik.length": _("A NIK has 16 digits; this one has %(count)d."),
        "nik.province": _("The NIK begins with no province's code."),
        "nik.date": _("The NIK holds no possible date of birth."),
        "nik.sequence": _("The NIK ends in 0000, which is never given."),
        "nik.excel_damaged": _(
            "A spreadsheet has replaced the last digits of this NIK by zeros. They cannot "
            "be recovered: ask for the identity card."
        ),
        "nib.length": _("A NIB has 13 digits; this one has %(count)d."),
        "nib.lost_zero": _(
            "This NIB has 12 digits; a spreadsheet may have dropped a leading zero."
        ),
    },
)
declare(
    Level.WARNING,
    {
        "nik.sex_differs": _("The NIK says another sex than what is entered."),
        "nik.birth_date_differs": _(
            "The NIK says another date of birth than what is entered."
        ),
        "kbli.length": _("A KBLI code has 5 digits."),
        "phone.unreadable": _("No phone number could be read here."),
    },
)
declare(
    Level.INFO,
    {
        "phone.several": _(
            "Several numbers: the first mobile number is the one to be reached by."
        ),
    },
)


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
        return _bad_nik(found("nik.excel_damaged"), "damaged")
    number = digits(cleaned)
    if not re.fullmatch(r"\d{16}", number):
        return _bad_nik(found("nik.length", count=len(number)), "invalid")
    born, sex = _birth(number)
    if problem := _impossible(number, born):
        return _bad_nik(found(problem), "invalid")
    return NikReading(number, (), "valid", born, sex)


def _impossible(nik: str, born: date | None) -> str:
    """The code of what cannot be in a NIK of the right length."""
    if nik[:2] not in PROVINCES:
        return "nik.province"
    if born is None:
        return "nik.date"
    return "nik.sequence" if nik[12:] == "0000" else ""


def _bad_nik(finding: Finding, status: str) -> NikReading:
    return NikReading("", (finding,), status=status)


def contradictions(nik: NikReading, sex: str, born: date | None) -> dict[str, Finding]:
    """What is entered otherwise than the NIK says, by field. It may be the NIK that errs:
    none is issued anew for a wrong date, so this refuses nothing.
    """
    differing = {}
    if nik.sex and sex and sex != nik.sex:
        differing["sex"] = found("nik.sex_differs")
    if nik.birth_date and born and f"{born:%d%m%y}" != f"{nik.birth_date:%d%m%y}":
        differing["birth_date"] = found("nik.birth_date_differs")
    return differing


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
    if re.fullmatch(r"\d{12}", number):
        return Reading("", (found("nib.lost_zero", f"0{number}"),))
    return Reading("", (found("nib.length", count=len(number)),))


def read_kbli(text: str) -> Reading:
    """Read a KBLI code: 5 digits; four may have lost the zero of 01xxx to 09xxx."""
    if is_blank(text):
        return Reading("")
    number = digits(text)
    if re.fullmatch(r"\d{5}", number):
        return Reading(number)
    proposed = f"0{number}" if re.fullmatch(r"[1-9]\d{3}", number) else None
    return Reading("", (found("kbli.length", proposed),))


def read_phones(text: str) -> PhoneReading:
    """Read the phone numbers of a cell; «0812… / 0857…» are two. Mobile ones come first."""
    if is_blank(text):
        return PhoneReading("")
    parts = re.split(r"[/,;&\n]|\batau\b|\bdan\b", tidy(text))
    numbers = tuple(dict.fromkeys(filter(None, map(_e164, parts))))
    numbers = tuple(sorted(numbers, key=lambda number: not number.startswith("+628")))
    if not numbers:
        return PhoneReading("", (found("phone.unreadable"),))
    findings = (found("phone.several"),) if len(numbers) > 1 else ()
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
