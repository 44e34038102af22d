"""List C of domain.md 8.4: a form's answers as CSV, cp1252 with semicolons."""

from datetime import date

import pytest

from apps.businesses.models import Business, Person
from tests.imports.importing import decisions, findings, read_and_plan, save
from tests.imports.lists import write_list_c


@pytest.fixture
def list_c(tmp_path):
    return write_list_c(tmp_path / "pendaftaran.csv")


def test_list_c_typographic_quotes_survive(list_c, tangerang):
    save(list_c, tangerang)

    rina = Business.objects.earliest("pk")
    assert (rina.name, rina.brand) == ("Dodol “Rina”", "Rina")


def test_list_c_a_double_submit_is_one_application_and_the_later_stands(
    list_c, tangerang
):
    _batch, planning = save(list_c, tangerang)

    assert decisions(planning) == ["create", "create", "update"]
    budi = Business.objects.latest("pk")
    assert budi.products == "Souvenir limbah"
    assert budi.yearly_figures.get().sales == 60_000_000
    assert Person.objects.count() == 2


def test_list_c_apostrophe_is_stripped_and_the_nik_speaks(list_c, tangerang):
    save(list_c, tangerang)

    rina = Person.objects.get(name="Rina Contoh")
    assert rina.nik.reveal() == "3671005203910002"
    assert (rina.sex, rina.birth_date) == ("f", date(1991, 3, 12))


def test_list_c_days_come_before_months(list_c, tangerang):
    reading, _planning = read_and_plan(list_c, tangerang)

    assert reading.records[0].get("as_of") == "2024-10-03"


def test_list_c_three_permits_without_numbers(list_c, tangerang):
    save(list_c, tangerang)

    rina, budi = Business.objects.order_by("pk")
    assert set(rina.claims.values_list("scheme", "number", "as_of")) == {
        ("nib", "", date(2024, 10, 3)),
        ("pirt", "", date(2024, 10, 3)),
        ("halal", "", date(2024, 10, 3)),
    }
    assert budi.claims.count() == 0


def test_list_c_a_range_is_no_amount(list_c, tangerang):
    reading, _planning = read_and_plan(list_c, tangerang)

    assert reading.records[1].get("sales") is None
    assert findings(reading.records[1])["sales", "money.range"].proposed == "90000000"


def test_list_c_a_month_counts_twelve_times(list_c, tangerang):
    reading, _planning = read_and_plan(list_c, tangerang)

    assert reading.records[0].get("sales") == 90_000_000
    assert ("sales", "money.monthly") in findings(reading.records[0])


def test_list_c_a_city_in_the_column_of_districts(list_c, tangerang):
    reading, _planning = read_and_plan(list_c, tangerang)

    assert [record.get("region") for record in reading.records] == [
        "367107",
        "367109",
        "367109",
    ]
