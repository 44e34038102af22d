"""List A of domain.md 8.4: a Sudin's list with titles, merged heads and damaged numbers."""

import pytest

from apps.businesses.models import Business, Claim, CoachingRelation, Person
from tests.imports.importing import decisions, findings, read_and_plan, save
from tests.imports.lists import write_list_a


@pytest.fixture
def list_a(tmp_path):
    return write_list_a(tmp_path / "binaan.xlsx")


def test_list_a_head_columns_and_feet_are_recognised(list_a, sudin):
    reading, _planning = read_and_plan(list_a, sudin)

    [sheet] = reading.sheets
    assert sheet.header_row == 4
    assert {column.letter: column.field for column in sheet.columns} == {
        "B": "owner_name",
        "C": "nik",
        "D": "business_name",
        "E": "product",
        "F": "address",
        "G": "village",
        "H": "district",
        "I": "phone",
        "J": "nib",
        "K": "pirt",
        "L": "halal",
        "M": "trademark",
        "N": "note",
    }
    assert [(line.row, line.why) for line in sheet.skipped] == [
        (9, "total"),
        (10, "footer"),
    ]
    assert sheet.year == 2023


@pytest.mark.parametrize("numeric", [False, True])
def test_list_a_damaged_nik_is_never_stored(tmp_path, sudin, numeric):
    path = write_list_a(tmp_path / "a.xlsx", numeric_nik=numeric)

    reading, _planning = read_and_plan(path, sudin)

    first = reading.records[0]
    assert first.get("nik") is None
    assert first.get("nik_status") == "damaged"
    assert ("nik", "nik.excel_damaged") in findings(first)


def test_list_a_rows_1_and_3_are_one_person_and_one_business(list_a, sudin):
    batch, planning = save(list_a, sudin)

    assert decisions(planning) == ["create", "create", "update"]
    assert planning.plan.rows[2].duplicates[0]["row"] == 6
    siti, agus = Person.objects.order_by("pk")
    assert siti.nik.reveal() == "3174004507900003"
    assert siti.phone.reveal() == "+6281200000001"
    assert (siti.sex, siti.name) == ("f", "Hj. SITI RAHMAWATI")
    first, second, third = batch.rows.order_by("position")
    assert first.business == third.business != second.business
    assert agus.nik.reveal() == "3174001203850001"


def test_list_a_places_and_groups_are_found(list_a, sudin):
    save(list_a, sudin)

    siti, agus = Business.objects.order_by("pk")
    assert (siti.region_id, siti.commodity_group.code) == ("3174011002", "food")
    assert (agus.region_id, agus.commodity_group.code) == ("3174071010", "textile")
    assert (siti.name, siti.brand) == ('Dapur Bu Siti "KRIPCIS"', "KRIPCIS")
    assert agus.name == ""


def test_list_a_permits_become_claims(list_a, sudin):
    save(list_a, sudin)

    siti, agus = Business.objects.order_by("pk")
    assert siti.nib == "3213210000017"
    assert set(siti.claims.values_list("scheme", "number")) == {
        ("nib", "3213210000017"),
        ("pirt", "2153174010001-28"),
        ("halal", "ID31110000000000001"),
    }
    assert siti.claims.get(scheme=Claim.Scheme.PIRT).findings == ["pirt.expires"]
    assert set(agus.claims.values_list("scheme", "number")) == {
        ("nib", ""),
        ("trademark", "IDM001000001"),
    }


def test_list_a_nib_without_its_zero_is_proposed_and_not_taken(list_a, sudin):
    reading, _planning = read_and_plan(list_a, sudin)

    finding = findings(reading.records[1])["nib", "nib.lost_zero"]
    assert finding.proposed == "0913213210000"
    assert reading.records[1].get("nib") is None


def test_list_a_pirt_says_when_it_ends(list_a, sudin):
    reading, _planning = read_and_plan(list_a, sudin)

    assert "2028" in findings(reading.records[0])["pirt", "pirt.expires"].message


def test_list_a_channels_come_from_the_remarks(list_a, sudin):
    save(list_a, sudin)

    channels = CoachingRelation.objects.order_by("business_id").values_list(
        "channel", flat=True
    )
    assert list(channels) == ["entrepreneurship", "craft_council"]
    assert set(CoachingRelation.objects.values_list("agency", flat=True)) == {sudin.pk}


def test_list_a_second_phone_is_kept_beside(list_a, sudin):
    save(list_a, sudin)

    agus = Person.objects.get(name="Agus Setyo P.")
    assert agus.phone.reveal() == "+6281200000002"
    assert agus.other_phones.reveal() == "+6285700000002"
