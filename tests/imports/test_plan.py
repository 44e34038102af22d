import pytest

from apps.businesses.models import Business, CoachingRelation, Person, YearlyFigures
from apps.imports import deciding
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import (
    BusinessFactory,
    ClaimFactory,
    CoachingRelationFactory,
    PersonFactory,
    YearlyFiguresFactory,
)
from tests.imports.importing import (
    ask_and_commit,
    decisions,
    planned,
    read_and_plan,
    save,
    write_csv,
)

NIK = "3671005203910002"
HEAD = "Nama Pemilik;NIK;Nama Usaha;Produk;Alamat;No HP;Omzet;PIRT"


@pytest.fixture
def rina(tangerang):
    owner = PersonFactory(
        agency=tangerang, name="Rina Contoh", nik=NIK, phone="081200000003"
    )
    return BusinessFactory(
        agency=tangerang,
        owner=owner,
        name="Dodol Rina",
        address="Jl. Lama 1",
        products="dodol",
    )


@pytest.fixture
def second_brand(tmp_path, tangerang, rina):
    """An import that waits: a known owner with another brand."""
    row = f"Rina Contoh;{NIK};Batik Karya;batik;;;;"
    return planned(write_csv(tmp_path / "l.csv", HEAD, row), tangerang)


def import_rows(tmp_path, agency, *rows, year=2024, name="l.csv"):
    return save(write_csv(tmp_path / name, HEAD, *rows), agency, year=year)[1]


def test_a_known_business_is_changed_where_the_list_differs(tmp_path, tangerang, rina):
    row = f"RINA CONTOH;{NIK};Dodol Rina;;Jl. Baru 2;;;"

    planning = import_rows(tmp_path, tangerang, row)

    assert decisions(planning) == ["update"]
    assert planning.plan.rows[0].changes["address"] == ["Jl. Lama 1", "Jl. Baru 2"]
    rina.refresh_from_db()
    assert (rina.address, rina.products) == ("Jl. Baru 2", "dodol")
    assert rina.owner.phone.reveal() == "+6281200000003"


def test_identity_never_changes_by_import(tmp_path, tangerang, rina):
    row = f"Rina Lain;{NIK};Dodol Rina Jaya;dodol;Jl. Lama 1;081200000003;;"

    import_rows(tmp_path, tangerang, row)

    rina.refresh_from_db()
    assert (rina.name, rina.owner.name) == ("Dodol Rina", "Rina Contoh")


def test_figures_go_to_their_year(tmp_path, tangerang, rina):
    YearlyFiguresFactory(business=rina, year=2023, sales=1_000_000)
    row = f"Rina Contoh;{NIK};Dodol Rina;;;;9 juta;"

    import_rows(tmp_path, tangerang, row, year=2024)
    import_rows(
        tmp_path, tangerang, row.replace("9 juta", "7 juta"), year=2023, name="lama.csv"
    )

    figures = YearlyFigures.objects.order_by("year").values_list("year", "sales")
    assert list(figures) == [(2023, 7_000_000), (2024, 9_000_000)]


def test_a_number_replaces_the_bare_word_of_a_permit(tmp_path, tangerang, rina):
    ClaimFactory(business=rina, scheme="pirt", number="")
    row = f"Rina Contoh;{NIK};Dodol Rina;;;;;2153671010001-29"

    import_rows(tmp_path, tangerang, row)
    import_rows(
        tmp_path, tangerang, row.replace("2153671010001-29", "ada"), name="b.csv"
    )

    assert list(rina.claims.values_list("scheme", "number")) == [
        ("pirt", "2153671010001-29")
    ]


def test_coaching_is_recorded_once(tmp_path, tangerang, rina):
    row = f"Rina Contoh;{NIK};Dodol Rina;;;;;"

    import_rows(tmp_path, tangerang, row)
    import_rows(tmp_path, tangerang, row + " ", name="b.csv")

    assert list(CoachingRelation.objects.values_list("agency", "channel")) == [
        (tangerang.pk, "agency")
    ]


def test_a_prospect_becomes_active_when_more_is_known(tmp_path, tangerang):
    import_rows(tmp_path, tangerang, "Rina Contoh;;;;;081200000003;;")
    assert Business.objects.get().status == "prospect"

    import_rows(
        tmp_path, tangerang, f"Rina Contoh;{NIK};;dodol;;081200000003;;", name="b.csv"
    )

    business = Business.objects.get()
    assert (business.status, business.owner.nik.reveal()) == ("active", NIK)


def test_an_agency_does_not_meet_what_it_may_not_see(tmp_path, tangerang, rina):
    other = AgencyFactory(region_id="3671")
    row = f"Rina Contoh;{NIK};Dodol Rina;;;;;"

    planning = import_rows(tmp_path, other, row)

    assert decisions(planning) == ["create"]
    assert Person.objects.count() == 2


def test_a_coached_business_of_another_agency_is_met(tmp_path, tangerang, rina):
    other = AgencyFactory(region_id="3671")
    CoachingRelationFactory(business=rina, agency=other)

    planning = import_rows(tmp_path, other, f"Rina Contoh;{NIK};Dodol Rina;;;;;")

    assert planning.plan.rows[0].group.business == rina.pk
    assert Business.objects.count() == 1


def test_a_second_brand_of_an_owner_waits_for_a_decision(tmp_path, tangerang, rina):
    row = f"Rina Contoh;{NIK};Batik Karya;batik;;;;"

    planning = import_rows(tmp_path, tangerang, row)

    assert decisions(planning) == ["decide"]
    assert Business.objects.count() == 1


@pytest.mark.parametrize(
    ("choice", "businesses", "decision"),
    [("create", 2, "create"), ("skip", 1, "skipped")],
)
def test_an_officers_choice_is_carried_out(second_brand, choice, businesses, decision):
    batch = second_brand
    deciding.decide(batch, 0, choice)

    ask_and_commit(batch)

    assert batch.rows.get().decision == decision
    assert (Business.objects.count(), Person.objects.count()) == (businesses, 1)


def test_an_officer_may_say_that_it_is_the_same(second_brand, rina):
    batch = second_brand
    deciding.decide(batch, 0, "same", {"business": rina.pk})

    ask_and_commit(batch)

    row = batch.rows.get()
    assert (row.decision, row.business) == ("update", rina)
    rina.refresh_from_db()
    assert rina.products == "batik"


def test_a_nik_of_somebody_else_is_not_written_over(tmp_path, tangerang, rina):
    owner = PersonFactory(agency=tangerang, name="Ani Contoh", phone="081200000009")
    BusinessFactory(agency=tangerang, owner=owner, name="Kue Ani", products="kue")
    row = f"Ani Contoh;{NIK};Kue Ani;kue;;081200000009;;"

    planning = import_rows(tmp_path, tangerang, row)

    assert decisions(planning) == ["decide"]
    owner.refresh_from_db()
    assert owner.nik is None


def test_counts_add_up(tmp_path, tangerang, rina):
    rows = [
        f"Rina Contoh;{NIK};Batik;batik;;;;",
        "Budi Contoh;;Kue Budi;kue;;;;",
        ";;Kue;kue;;;;",
    ]

    _reading, planning = read_and_plan(
        write_csv(tmp_path / "l.csv", HEAD, *rows), tangerang
    )

    counts = planning.plan.counts
    decided = ["create", "update", "same", "decide", "refused"]
    assert counts["rows"] == sum(counts[name] for name in decided) == 3
    assert (counts["create"], counts["decide"], counts["refused"]) == (1, 1, 1)


def test_numbers_are_not_filled_in_at_another_agency(tmp_path, tangerang):
    owner = PersonFactory(name="Ani Contoh", phone="081200000009")
    business = BusinessFactory(
        agency=owner.agency, owner=owner, name="Kue Ani", products="kue"
    )
    PersonFactory(agency=owner.agency, nik=NIK)  # whom the importing agency cannot see
    CoachingRelationFactory(business=business, agency=tangerang)
    row = f"Ani Contoh;{NIK};Kue Ani;kue;Jl. Baru 2;081200000009;;"

    planning = import_rows(tmp_path, tangerang, row)

    assert decisions(planning) == ["same"]
    business.refresh_from_db()
    assert (business.address, business.owner.nik) == ("", None)
