"""NIB, NPWP and KBLI: by what offices know a business; and where it stands."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _
from stdnum.id import npwp as old_npwp

from apps.businesses.findings import Level, declare, found
from apps.businesses.identifiers.reading import (
    SCIENTIFIC,
    Reading,
    digits,
    is_blank,
    tidy,
)

# The box that Indonesia lies in (domain.md 2.1), in degrees.
SOUTH, NORTH = Decimal("-11.1"), Decimal("6.1")
WEST, EAST = Decimal("94.9"), Decimal("141.1")
NPWP_DIGITS, NITKU_DIGITS = 16, 22

declare(
    Level.ERROR,
    {
        "nib.length": _("A NIB has 13 digits; this one has %(count)d."),
        "nib.lost_zero": _(
            "This NIB has 12 digits; a spreadsheet may have dropped a leading zero."
        ),
        "npwp.length": _("An NPWP has 15 or 16 digits; this one has %(count)d."),
        "npwp.excel_damaged": _(
            "A spreadsheet has replaced the last digits of this NPWP by zeros."
        ),
        "point.unreadable": _("No latitude and longitude could be read here."),
        "point.abroad": _("This point lies outside Indonesia."),
        "point.swapped": _(
            "Latitude and longitude stand in each other's place; as they are, the point lies "
            "outside Indonesia."
        ),
    },
)
declare(
    Level.WARNING,
    {
        "npwp.check_digit": _("The check digit of this NPWP does not fit: look again."),
        "kbli.length": _("A KBLI code has 5 digits."),
        "postal_code.format": _("A postal code has 5 digits."),
    },
)
declare(
    Level.INFO,
    {
        "npwp.old": _(
            "An old NPWP of 15 digits: kept as the new one, with a zero before."
        ),
        "npwp.branch": _("The number of a branch (NITKU): its NPWP is kept."),
    },
)


@dataclass(frozen=True)
class PointReading(Reading):
    """A place on the map in degrees; None where nothing could be read."""

    latitude: Decimal | None = None
    longitude: Decimal | None = None


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


def read_npwp(text: str, *, numeric: bool = False) -> Reading:
    """Read an NPWP as its 16 digits; an old one of 15 gets the zero before it."""
    if is_blank(text):
        return Reading("")
    number = digits(text)
    if SCIENTIFIC.match(tidy(text)) or (numeric and len(number) >= NPWP_DIGITS):
        return Reading("", (found("npwp.excel_damaged"),))
    if re.fullmatch(r"\d{22}", number):
        return Reading(number[:NPWP_DIGITS], (found("npwp.branch"),))
    if re.fullmatch(r"\d{16}", number):
        return Reading(number)
    if not re.fullmatch(r"\d{15}", number):
        return Reading("", (found("npwp.length", count=len(number)),))
    findings = [found("npwp.old")]
    if not old_npwp.is_valid(number):
        findings.append(found("npwp.check_digit"))
    return Reading(f"0{number}", tuple(findings))


def read_kbli(text: str) -> Reading:
    """Read a KBLI code: 5 digits; four may have lost the zero of 01xxx to 09xxx."""
    if is_blank(text):
        return Reading("")
    number = digits(text)
    if re.fullmatch(r"\d{5}", number):
        return Reading(number)
    proposed = f"0{number}" if re.fullmatch(r"[1-9]\d{3}", number) else None
    return Reading("", (found("kbli.length", proposed),))


def read_postal_code(text: str) -> Reading:
    """Read a postal code: 5 digits, the first not zero."""
    if is_blank(text):
        return Reading("")
    number = digits(text)
    if re.fullmatch(r"[1-9]\d{4}", number):
        return Reading(number)
    return Reading("", (found("postal_code.format"),))


def read_point(latitude: str, longitude: str = "") -> PointReading:
    """Read a point in degrees: two texts, or one «-6,2297, 106,8507». Decimal commas are read.

    Swapped, it is proposed the other way round; outside Indonesia it is refused.
    """
    if is_blank(latitude) and is_blank(longitude):
        return PointReading("")
    parts = [latitude, longitude] if longitude else _parts_of_point(latitude)
    try:
        lat, lon = (Decimal(_number(part)).quantize(Decimal("1e-6")) for part in parts)
    except (InvalidOperation, ValueError):
        return PointReading("", (found("point.unreadable"),))
    if _lies_in_indonesia(lat, lon):
        return PointReading(f"{lat}, {lon}", (), lat, lon)
    if _lies_in_indonesia(lon, lat):
        return PointReading("", (found("point.swapped", f"{lon}, {lat}"),))
    return PointReading("", (found("point.abroad"),))


def _parts_of_point(text: str) -> list[str]:
    return re.split(r"[;\s]+|,(?=\s)|(?<=\.\d{3}),", tidy(text).strip("()"), maxsplit=1)


def _number(part: str) -> str:
    return tidy(part).strip(" ,;°").replace(",", ".")


def _lies_in_indonesia(latitude: Decimal, longitude: Decimal) -> bool:
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST
