"""NIK, phone and e-mail: by what a person is known and reached."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from apps.businesses.findings import Finding, Level, declare, found
from apps.businesses.identifiers.reading import (
    REMEMBERED,
    SCIENTIFIC,
    Reading,
    digits,
    in_ascii,
    is_blank,
    tidy,
)

FEWEST_DIGITS = 9  # of a phone number
# Kemendagri's codes of the 38 provinces.
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
WOMEN_ADD_TO_DAY = 40
# Nearly all of them; a test says that `phonenumbers` reads these just so, only much later.
MOBILE = re.compile(r"(?:0|\+62)(8[1-9]\d{7,9})")

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
    },
)
declare(
    Level.WARNING,
    {
        "nik.sex_differs": _("The NIK says another sex than what is entered."),
        "nik.birth_date_differs": _(
            "The NIK says another date of birth than what is entered."
        ),
        "phone.unreadable": _("No phone number could be read here."),
        "email.unreadable": _("This is no e-mail address."),
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
class NikReading(Reading):
    """A NIK with its state («valid», «damaged», «invalid», «missing») and what it says."""

    status: str = "missing"
    birth_date: date | None = None
    sex: str = ""


@dataclass(frozen=True)
class PhoneReading(Reading):
    """The numbers of a cell in E.164, mobile ones first."""

    numbers: tuple[str, ...] = ()


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


@lru_cache(maxsize=REMEMBERED)
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
    number = re.sub(r"[^\d+]", "", in_ascii(part))
    if re.fullmatch(r"8\d{7,11}", number):  # a spreadsheet dropped the zero
        number = f"0{number}"
    if number.startswith("62"):
        number = f"+{number}"
    if plain := MOBILE.fullmatch(number):
        return f"+62{plain[1]}"
    try:
        parsed = phonenumbers.parse(number, "ID")
    except phonenumbers.NumberParseException:
        return ""
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return e164 if re.fullmatch(r"\+628\d{7,11}|\+62[2-9]\d{7,10}", e164) else ""


def read_email(text: str) -> Reading:
    """Read an e-mail address, in lower case. One office's address may serve many businesses."""
    if is_blank(text):
        return Reading("")
    address = tidy(text).replace(" ", "").lower().removeprefix("mailto:").strip(".,;")
    try:
        validate_email(address)
    except ValidationError:
        return Reading("", (found("email.unreadable"),))
    return Reading(address)


def is_personal_number(text: str) -> bool:
    """Whether this is a NIK or a phone number, which belong into no address."""
    number = digits(text)
    if len(number.lstrip("+")) < FEWEST_DIGITS or any(
        each.isalpha() for each in number
    ):
        return False
    return (
        read_nik(text).status == "valid"
        or bool(read_phones(text).numbers)
        or len(number) == 16
    )
