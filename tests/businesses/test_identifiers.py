from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.businesses.identifiers import (
    read_email,
    read_halal,
    read_kbli,
    read_nib,
    read_nik,
    read_npwp,
    read_phones,
    read_pirt,
    read_point,
    read_postal_code,
)


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


IN_ANY_SCRIPT = {  # zeros of Arabic-Indic, Balinese, Javanese, Devanagari and full-width digits
    "٠": "arabic",
    "᭐": "balinese",
    "꧐": "javanese",
    "०": "devanagari",
    "０": "full width",
}


@pytest.mark.parametrize("zero", IN_ANY_SCRIPT, ids=IN_ANY_SCRIPT.values())
def test_the_digits_of_any_script_are_kept_as_ours(zero):
    def written(text):
        return "".join(chr(ord(zero) + int(d)) if d.isdigit() else d for d in text)

    assert read_nik(written("3174004507900003")).value == "3174004507900003"
    assert read_nib(written("3213210000017")).value == "3213210000017"
    assert read_npwp(written("0123456789012345")).value == "0123456789012345"
    assert read_kbli(written("13134")).value == "13134"
    assert read_postal_code(written("12870")).value == "12870"
    assert read_phones(written("0812-0000-0001")).value == "+6281200000001"
    assert read_halal(written("ID31110000000000001")).value == "ID31110000000000001"
    assert read_pirt(written("2153174010001-28")).value == "2153174010001-28"


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


@given(st.from_regex(r"\A(0|\+62)8[1-9][0-9]{7,9}\Z"))
def test_a_plain_mobile_number_is_read_as_by_phonenumbers(number):
    expected = phonenumbers.format_number(
        phonenumbers.parse(number, "ID"), phonenumbers.PhoneNumberFormat.E164
    )

    assert read_phones(number).value == expected


@given(st.text())
def test_read_phones_never_fails(text):
    assert all(number.startswith("+62") for number in read_phones(text).numbers)


@pytest.mark.parametrize(
    ("text", "numeric", "value", "codes"),
    [
        (
            "01.234.567.8-013.000",
            False,
            "0012345678013000",
            ["npwp.old", "npwp.check_digit"],
        ),
        ("013456789013000", False, "0013456789013000", None),
        ("3174004507900003", False, "3174004507900003", []),
        ("3174004507900003", True, "", ["npwp.excel_damaged"]),
        ("3.174E+15", False, "", ["npwp.excel_damaged"]),
        ("0012345678013000000001", False, "0012345678013000", ["npwp.branch"]),
        ("12345", False, "", ["npwp.length"]),
        ("-", False, "", []),
    ],
)
def test_read_npwp_keeps_sixteen_digits(text, numeric, value, codes):
    reading = read_npwp(text, numeric=numeric)

    assert reading.value == value
    if codes is not None:
        assert [finding.code for finding in reading.findings] == codes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rina.Contoh@Demo.INVALID", "rina.contoh@demo.invalid"),
        ("mailto:rina@demo.invalid,", "rina@demo.invalid"),
        ("rina at demo", ""),
        ("-", ""),
    ],
)
def test_read_email_lowers_it_or_says_that_it_is_none(text, value):
    assert read_email(text).value == value


@pytest.mark.parametrize(
    ("text", "value"), [("12810", "12810"), ("1281", ""), ("01281", "")]
)
def test_read_postal_code(text, value):
    assert read_postal_code(text).value == value


@pytest.mark.parametrize(
    ("texts", "value", "codes"),
    [
        (("-6.2297", "106.8507"), "-6.229700, 106.850700", []),
        (("-6,2297", "106,8507"), "-6.229700, 106.850700", []),
        (("-6.2297, 106.8507",), "-6.229700, 106.850700", []),
        (("(-8.65, 115.2167)",), "-8.650000, 115.216700", []),
        (("106.8507", "-6.2297"), "", ["point.swapped"]),
        (("0", "0"), "", []),
        (("52.52", "13.40"), "", ["point.abroad"]),
        (("di Tebet",), "", ["point.unreadable"]),
    ],
)
def test_read_point(texts, value, codes):
    reading = read_point(*texts)

    assert reading.value == value
    assert [finding.code for finding in reading.findings] == codes


def test_a_swapped_point_is_proposed_the_right_way_round():
    (finding,) = read_point("106.8507", "-6.2297").findings

    assert finding.proposed == "-6.229700, 106.850700"


@given(st.text(), st.text())
def test_no_reading_of_a_text_fails(text, other):
    point = read_point(text, other)

    assert (point.latitude is None) == (point.value == "")
    assert len(read_npwp(text).value) in {0, 16}
    assert len(read_postal_code(text).value) in {0, 5}
    assert read_email(text).value == read_email(text).value.lower()
