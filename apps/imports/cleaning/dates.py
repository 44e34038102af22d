"""Dates as lists write them: day first, months in Indonesian or English, or a year alone."""

import re
from datetime import date, timedelta

from apps.businesses.identifiers import tidy
from apps.businesses.models.days import FIRST_YEAR, LAST_YEAR
from ikmportal.spreadsheets import Cell, date_of, is_number, text_of

MONTHS = {
    "jan": 1,
    "feb": 2,
    "peb": 2,
    "mar": 3,
    "apr": 4,
    "mei": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "agu": 8,
    "ags": 8,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "nop": 11,
    "des": 12,
    "dec": 12,
}
EXCEL_DAY_ZERO = date(1899, 12, 30)
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


def read_date(cell: Cell) -> date | None:
    """A whole date, or None. 03/10/2024 is 3 October; 45516 is a spreadsheet's day number."""
    if dated := date_of(cell):
        return dated
    if is_number(cell):
        number = float(text_of(cell))
        return (
            EXCEL_DAY_ZERO + timedelta(days=int(number))
            if 7_000 < number < 80_000
            else None
        )
    text = tidy(text_of(cell)).casefold()
    if found := re.search(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text):
        return _date(*map(int, found.groups()))
    if found := re.search(
        r"(?<!\d)(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)", text
    ):
        day, month, year = map(int, found.groups())
        return _date(_century(year), month, day)
    if found := re.search(
        r"(?<!\d)(\d{1,2})[\s\-./]*([a-z]{3})[a-z]*[\s\-./,]*(\d{4}|\d{2})(?!\d)", text
    ):
        month = MONTHS.get(found.group(2), 0)
        return _date(_century(int(found.group(3))), month, int(found.group(1)))
    return None


def names_no_day(text: str) -> bool:
    """Whether a text has a day, a month and a year of which no calendar knows: «31/02/1980»."""
    numbers = r"(?<!\d)\d{1,4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2,4}(?!\d)"
    words = r"(?<!\d)\d{1,2}[\s\-./]*[A-Za-z]{3,}[\s\-./,]*\d{2,4}(?!\d)"
    return bool(re.search(f"{numbers}|{words}", text)) and read_date(text) is None


def read_year(text: str) -> int | None:
    """The last year that a text names: of «S/D DESEMBER 2019», 2019."""
    years = [int(year) for year in YEAR.findall(text)]
    possible = [year for year in years if FIRST_YEAR <= year <= LAST_YEAR]
    return possible[-1] if possible else None


def _century(year: int) -> int:
    if year > 99:
        return year
    return 2000 + year if 2000 + year <= date.today().year else 1900 + year  # noqa: DTZ011


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
