from datetime import date

import pytest

from apps.imports.cleaning.amounts import (
    read_capacity,
    read_count,
    read_money,
    read_number,
)
from apps.imports.cleaning.dates import names_no_day, read_date, read_year
from apps.imports.cleaning.permits import read_permits


@pytest.mark.parametrize(
    ("cell", "multiplier", "value"),
    [
        ("Rp 1.500.000,-", 1, 1_500_000),
        ("Rp. 7.500.000", 1, 7_500_000),
        ("Rp1.500.000,00", 1, 1_500_000),
        ("1,5 jt", 1, 1_500_000),
        ("1.5jt", 1, 1_500_000),
        ("5jt", 1, 5_000_000),
        ("500rb", 1, 500_000),
        ("1,2 M", 1000, 1_200_000_000),
        ("2 M", 1, 2_000_000_000),
        ("15.000", 1000, 15_000_000),
        (15000, 1000, 15_000_000),
        ("1,200,000", 1, 1_200_000),
        ("± 3 juta", 1, 3_000_000),
        ("3 juta/bulan", 1, 3_000_000),
        (2_500_000.0, 1, 2_500_000),
        ("", 1, None),
        ("-", 1, None),
        ("belum ada", 1, None),
    ],
)
def test_money_is_read(cell, multiplier, value):
    assert read_money(cell, multiplier=multiplier).value == value


@pytest.mark.parametrize(
    "cell", ["banyak", "5 sapi", "12 Desember 2023", "-5000", "1.2.3", "9" * 20]
)
def test_what_is_no_amount_is_an_error_and_no_value(cell):
    amount = read_money(cell)

    assert amount.value is None
    assert [finding.code for finding in amount.findings] == ["money.unreadable"]


@pytest.mark.parametrize(
    ("cell", "middle"),
    [
        ("5 - 10 juta", 7_500_000),
        ("5-10 jt", 7_500_000),
        ("Rp 500.000 s/d 1.500.000", 1_000_000),
    ],
)
def test_a_range_proposes_its_middle(cell, middle):
    amount = read_money(cell)

    assert amount.value is None
    assert amount.findings[0].proposed == str(middle)


def test_a_few_rupiah_are_doubted():
    assert [finding.code for finding in read_money("15").findings] == ["money.small"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.200", "1200"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1.234.567,89", "1234567.89"),
        ("12a", "None"),
    ],
)
def test_numbers_are_read_as_indonesians_write_them(text, value):
    assert str(read_number(text)) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("7", 7), (7, 7), ("7 orang", 7), ("0", 0), (0, 0), ("", None), ("dua", None)],
)
def test_people_are_counted(cell, value):
    assert read_count(cell).value == value


@pytest.mark.parametrize(("cell", "codes"), [(2019, ["count.many"]), (999, [])])
def test_a_year_among_the_people_is_doubted(cell, codes):
    assert [finding.code for finding in read_count(cell).findings] == codes


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.200", ("1200", "")),
        (300, ("300", "")),
        ("50 kg", ("50", "kg")),
        ("0,5", ("0.5", "")),
    ],
)
def test_a_capacity_may_name_its_unit(cell, expected):
    assert read_capacity(cell)[:2] == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("03/10/2024 9:12:44", date(2024, 10, 3)),
        ("2024/05/03 9:12:44 AM GMT+7", date(2024, 5, 3)),
        ("12 Agustus 2024", date(2024, 8, 12)),
        ("Jakarta, 17-8-1990", date(1990, 8, 17)),
        ("12/08/24", date(2024, 8, 12)),
        ("5 Nopember 1985", date(1985, 11, 5)),
        (45516, date(2024, 8, 12)),
        ({"date": "2024-10-03T09:12:44"}, date(2024, 10, 3)),
        ("31/02/2024", None),
        ("2019", None),
        ("", None),
    ],
)
def test_dates_have_the_day_first(cell, expected):
    assert read_date(cell) == expected


@pytest.mark.parametrize(
    ("text", "impossible"),
    [
        ("31/02/1980", True),
        ("30-2-1975", True),
        ("31 Juni 1979", True),
        ("28/02/1980", False),
        ("1980", False),
        ("Denpasar", False),
        ("-", False),
    ],
)
def test_a_day_that_no_calendar_has(text, impossible):
    assert names_no_day(text) is impossible


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("S/D DESEMBER 2019", 2019),
        ("TAHUN 2023", 2023),
        ("2019-2020", 2020),
        ("No. 12345", None),
    ],
)
def test_year_of_a_title(text, year):
    assert read_year(text) == year


BOTH = [("nib", "1234567890123"), ("pirt", "2153174010001-28")]


def permits(cell, scheme=""):
    return [(permit.scheme, permit.number) for permit in read_permits(cell, scheme)]


@pytest.mark.parametrize(
    ("cell", "scheme", "expected"),
    [
        ("NIB, PIRT, Halal", "", [("nib", ""), ("pirt", ""), ("halal", "")]),
        ("NIB; P-IRT", "", [("nib", ""), ("pirt", "")]),
        ("NIB ada, PIRT ada", "nib", [("nib", ""), ("pirt", "")]),
        ("NIB: 1234567890123 / PIRT: 2153174010001-28", "", BOTH),
        ("2153174010001-28", "pirt", [("pirt", "2153174010001-28")]),
        (215317401000128, "pirt", [("pirt", "2153174010001-28")]),
        ("IDM001000001", "trademark", [("trademark", "IDM001000001")]),
        ("ID31110000000000001", "halal", [("halal", "ID31110000000000001")]),
        ("ya", "halal", [("halal", "")]),
        ("✓", "pirt", [("pirt", "")]),
        ("1", "halal", [("halal", "")]),
        ("kompeten (LSP)", "", [("competence", "")]),
        ("proses", "trademark", []),
        ("belum punya", "nib", []),
        ("Belum ada", "", []),
        ("-", "pirt", []),
        ("0", "halal", []),
    ],
)
def test_permits_of_a_cell(cell, scheme, expected):
    assert permits(cell, scheme) == expected


@pytest.mark.parametrize(
    ("cell", "scheme", "code"),
    [
        ("3.11E+16", "halal", "halal.excel_damaged"),
        ("31110000000000001", "halal", "halal.without_id"),
        ("206317401000", "pirt", "pirt.old"),
        ("20631740", "pirt", "pirt.length"),
        ("DID2024012345", "trademark", "trademark.application"),
        ("913213210000", "nib", "nib.lost_zero"),
    ],
)
def test_a_doubtful_permit_number_has_a_finding(cell, scheme, code):
    [permit] = read_permits(cell, scheme)

    assert [finding.code for finding in permit.findings] == [code]
