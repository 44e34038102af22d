"""How a number is written: «{number:03}/{kind}/{agency}/{roman_month}/{year}»."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLACE = re.compile(r"\{(number|kind|agency|month|roman_month|year)(?::0([1-9]))?\}")
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def written(pattern: str, *, number: int, kind: str, agency: str, day: date) -> str:
    """The pattern with its places filled: «003/SRT/DISPERINDAG-DPS/X/2024»."""
    values = {
        "number": str(number),
        "kind": kind,
        "agency": agency,
        "month": str(day.month),
        "roman_month": ROMAN[day.month - 1],
        "year": str(day.year),
    }
    return PLACE.sub(lambda place: values[place[1]].zfill(int(place[2] or 0)), pattern)


def pattern_is_complete(pattern: str) -> None:
    """A validator: no number may come out twice, in a year or in two."""
    named = {place[1] for place in PLACE.finditer(pattern)}
    if re.search(r"[{}]", PLACE.sub("", pattern)):
        raise ValidationError(
            _(
                "Between braces may stand number, kind, agency, month, roman_month and year; "
                "«:03» after a name fills up with zeros."
            )
        )
    if not {"number", "year"} <= named:
        raise ValidationError(
            _("The pattern must hold {number} and {year}, or numbers would repeat.")
        )
