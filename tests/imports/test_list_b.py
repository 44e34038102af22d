"""List B of domain.md 8.4: section rows, values in Rp.000, men and women, no NIK."""

import pytest

from apps.businesses.models import Business, Person, YearlyFigures
from apps.imports.kept_sheets import sheet_as_json
from tests.imports import lists
from tests.imports.importing import decisions, findings, read_and_plan, save
from tests.imports.lists import write_list_b


@pytest.fixture
def list_b(tmp_path):
    return write_list_b(tmp_path / "potensi.xlsx")


def test_list_b_sections_numbering_and_subtotal_are_no_records(list_b, denpasar):
    reading, _planning = read_and_plan(list_b, denpasar)

    [sheet] = reading.sheets
    assert [record.row for record in reading.records] == [6, 8]
    assert [(line.row, line.why) for line in sheet.skipped] == [
        (4, "numbering"),
        (5, "section"),
        (7, "section"),
        (9, "total"),
    ]


def test_list_b_subtotal_is_a_checksum(list_b, denpasar):
    reading, _planning = read_and_plan(list_b, denpasar)

    assert reading.sheets[0].differing_totals == {}


def test_list_b_a_wrong_subtotal_is_said(tmp_path, denpasar, monkeypatch):
    rows = [list(row) for row in lists.ROWS_B]
    rows[-1][9] = 18
    monkeypatch.setattr(lists, "ROWS_B", rows)

    reading, _planning = read_and_plan(write_list_b(tmp_path / "b.xlsx"), denpasar)

    [sheet] = reading.sheets
    assert sheet.differing_totals == {9: ["workers_female"]}
    assert sheet_as_json(sheet)["skipped"][-1] == {
        "row": 9,
        "why": "total",
        "differs": ["workers_female"],
    }


def test_list_b_thousands_are_multiplied(list_b, denpasar):
    save(list_b, denpasar)

    dodol, endek = YearlyFigures.objects.order_by("pk")
    assert (dodol.year, dodol.investment, dodol.production_value) == (
        2019,
        15_000_000,
        96_000_000,
    )
    assert (dodol.raw_material_value, dodol.capacity, dodol.unit) == (
        54_000_000,
        1200,
        "Kg",
    )
    assert (dodol.workers_male, dodol.workers_female, dodol.workers) == (2, 5, 7)
    assert (endek.investment, endek.workers) == (1_200_000_000, 13)


def test_list_b_a_unit_in_a_column_of_thousands_is_warned_about(list_b, denpasar):
    reading, _planning = read_and_plan(list_b, denpasar)

    finding = findings(reading.records[1])["investment", "money.unit"]
    assert finding.level == "warning"
    assert "investment" not in {note.field for note in reading.records[0].notes}


def test_list_b_sections_become_the_commodity_group(list_b, denpasar):
    save(list_b, denpasar)

    assert list(
        Business.objects.order_by("pk").values_list("commodity_group__code", flat=True)
    ) == [
        "food",
        "textile",
    ]


def test_list_b_idem_and_sda_copy_the_row_above(list_b, denpasar):
    save(list_b, denpasar)

    addresses = Business.objects.values_list("address", "region_id")
    assert set(addresses) == {("Br. Kaja, Ds. Peguyangan Kangin", "5171042011")}


def test_list_b_kbli_of_an_ended_edition_is_warned_about(list_b, denpasar):
    reading, _planning = read_and_plan(list_b, denpasar)

    finding = findings(reading.records[1])["kbli_code", "kbli.edition"]
    assert finding.proposed == "13133"
    assert (
        reading.records[1].get("kbli_code"),
        reading.records[1].get("kbli_version"),
    ) == (
        "13134",
        "2020",
    )


def test_list_b_saved_twice_from_another_file_changes_nothing(
    list_b, denpasar, tmp_path
):
    save(list_b, denpasar)
    again = tmp_path / "lagi.xlsx"
    again.write_bytes(list_b.read_bytes() + b"\0")

    _batch, planning = save(again, denpasar)

    assert decisions(planning) == ["same", "same"]
    assert (Business.objects.count(), Person.objects.count()) == (2, 2)


def test_list_b_permits_without_numbers(list_b, denpasar):
    save(list_b, denpasar)

    dodol, endek = Business.objects.order_by("pk")
    assert set(dodol.claims.values_list("scheme", "number")) == {
        ("nib", ""),
        ("pirt", ""),
    }
    assert set(endek.claims.values_list("scheme", "number")) == {
        ("nib", ""),
        ("trademark", ""),
        ("competence", ""),
    }
