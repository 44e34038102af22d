from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.businesses.identifiers import read_kbli, read_nib, read_nik, read_phones


@pytest.mark.parametrize(
    ("text", "status", "value"),
    [
        ("3174004507900003", "valid", "3174004507900003"),
        ("'3671005203910002", "valid", "3671005203910002"),
        ("3174 0045 0790 0003", "valid", "3174004507900003"),
        ("3174.0045.0790.0003", "valid", "3174004507900003"),
        ("3.174E+15", "damaged", ""),
        ("3,17400E+15", "damaged", ""),
        ("317400450790000", "invalid", ""),
        ("31740045079000031", "invalid", ""),
        ("9974004507900003", "invalid", ""),
        ("3174003107900003", "valid", "3174003107900003"),
        ("3174003113900003", "invalid", ""),
        ("3174003002900003", "invalid", ""),
        ("3174004507900000", "invalid", ""),
        ("-", "missing", ""),
        ("  – ", "missing", ""),
        ("proses", "missing", ""),
    ],
)
def test_read_nik_keeps_only_what_can_be_a_nik(text, status, value):
    reading = read_nik(text)

    assert (reading.status, reading.value) == (status, value)


def test_read_nik_of_a_number_cell_is_damaged_whatever_its_digits():
    assert read_nik("3174004507900003", numeric=True).status == "damaged"
    assert (
        read_nik("3174004507900000", numeric=True).findings[0].code
        == "nik.excel_damaged"
    )


def test_read_nik_knows_birth_and_sex():
    rina = read_nik("3671005203910002")

    assert (rina.birth_date, rina.sex) == (date(1991, 3, 12), "f")


@given(st.text())
def test_read_nik_never_fails_and_invents_nothing(text):
    reading = read_nik(text)

    assert (reading.status == "valid") == (len(reading.value) == 16)
    assert set(reading.value) <= set("0123456789")


def test_read_nib_proposes_a_lost_zero_but_does_not_take_it():
    reading = read_nib("913213210000")

    assert reading.value == ""
    assert [finding.proposed for finding in reading.findings] == ["0913213210000"]


def test_read_kbli_proposes_a_lost_zero():
    assert read_kbli("1131").findings[0].proposed == "01131"
    assert read_kbli("13134").value == "13134"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("81200000001", ("+6281200000001",)),
        ("6281200000001", ("+6281200000001",)),
        ("+62 812-0000-0003", ("+6281200000003",)),
        ("0812-0000-0002 / 0857 0000 0002", ("+6281200000002", "+6285700000002")),
        ("0361-000001, 0812 0000 0004 (WA)", ("+6281200000004", "+62361000001")),
        ("Ibu Ani 0812 0000 0005", ("+6281200000005",)),
        ("tanya RT", ()),
        ("–", ()),
    ],
)
def test_read_phones_finds_every_number_mobile_ones_first(text, numbers):
    assert read_phones(text).numbers == numbers


@given(st.text())
def test_read_phones_never_fails(text):
    assert all(number.startswith("+62") for number in read_phones(text).numbers)
