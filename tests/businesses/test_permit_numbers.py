from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.businesses.findings import Level
from apps.businesses.identifiers import (
    findings_of,
    read_bpom,
    read_halal,
    read_permit,
    read_pirt,
    read_sni,
    read_trademark,
)
from apps.businesses.identifiers.permits import PERMITS


def said(reading):
    return reading.value, [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("2153174010001-28", "2153174010001-28", ["pirt.expires"]),
        ("P-IRT 215 3174 010001 28", "2153174010001-28", ["pirt.expires"]),
        ("215317401000128", "2153174010001-28", ["pirt.expires"]),
        ("2153174010001-19", "2153174010001-19", ["pirt.expired"]),
        ("206317401016", "206317401016", ["pirt.old"]),
        ("9153174010001-28", "", ["pirt.packaging"]),
        ("12345", "", ["pirt.length"]),
        ("2.15317E+14", "", ["pirt.length"]),
        ("belum", "", []),
    ],
)
def test_read_pirt(text, value, codes):
    assert said(read_pirt(text, today=date(2026, 11, 1))) == (value, codes)


def test_read_pirt_warns_of_another_city():
    inside = read_pirt("2153174010001-28", region="3174011001")
    moved = read_pirt("2153174010001-28", region="3671")

    assert said(inside) == ("2153174010001-28", ["pirt.expires"])
    assert said(moved) == ("2153174010001-28", ["pirt.expires", "pirt.other_city"])


@pytest.mark.parametrize(
    ("read", "text", "value", "codes"),
    [
        (read_halal, "ID31110000000000001", "ID31110000000000001", []),
        (read_halal, "id 3111 0000 0000 00001", "ID31110000000000001", []),
        (read_halal, "31110000000000001", "", ["halal.without_id"]),
        (read_halal, "3.111E+16", "", ["halal.excel_damaged"]),
        (read_halal, "KH-2301", "KH2301", ["halal.decree"]),
        (read_halal, "15120001", "15120001", ["halal.other_scheme"]),
        (read_bpom, "MD 2 246 12345678 9", "MD2246123456789", ["bpom.format"]),
        (read_bpom, "MD 224612345678", "MD224612345678", []),
        (read_bpom, "NA18200100123", "NA18200100123", ["bpom.other_kind"]),
        (read_trademark, "IDM 000 001 000", "IDM000001000", []),
        (read_trademark, "IDM000001000", "IDM000001000", []),
        (read_trademark, "DID2024012345", "DID2024012345", ["trademark.application"]),
        (read_trademark, "merek saya", "MEREKSAYA", ["trademark.format"]),
        (read_sni, "SNI 01-2973-1992", "SNI 01-2973-1992", []),
        (read_sni, "LSPro 12/2020", "LSPro 12/2020", ["sni.no_standard"]),
    ],
)
def test_read_other_permits(read, text, value, codes):
    assert said(read(text)) == (value, codes)


def test_a_halal_number_without_its_letters_is_proposed_with_them():
    (finding,) = read_halal("31110000000000001").findings

    assert finding.proposed == "ID31110000000000001"


@given(st.sampled_from(sorted(PERMITS)), st.text(), st.booleans())
def test_no_permit_number_fails_and_none_is_kept_with_an_error(scheme, text, numeric):
    reading = read_permit(scheme, text, numeric=numeric)

    assert len(reading.value) <= 60
    if reading.failed:
        assert reading.value == ""


def test_what_is_kept_reads_the_same_again():
    kept = ["2153174010001-28", "ID31110000000000001", "IDM000001000"]

    assert [
        read_permit(s, n).value
        for s, n in zip(["pirt", "halal", "trademark"], kept, strict=True)
    ] == kept


def test_only_a_damaged_or_impossible_number_is_an_error():
    levels = {
        finding.code: finding.level
        for scheme, text in [
            ("pirt", "1"),
            ("halal", "31110000000000001"),
            ("bpom", "1"),
        ]
        for finding in read_permit(scheme, text).findings
    }

    assert levels == {
        "pirt.length": Level.ERROR,
        "halal.without_id": Level.WARNING,
        "bpom.format": Level.WARNING,
    }


def test_a_kept_number_is_judged_by_the_place_of_its_business():
    codes = [each.code for each in findings_of("pirt", "2153174010001-28", "3671")]

    assert "pirt.other_city" in codes
