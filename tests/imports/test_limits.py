"""What an import may not do: see or change more than who asked for it may."""

import pytest

from apps.businesses.models import Business, Person
from apps.imports.models import ImportRow
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import (
    BusinessFactory,
    CoachingRelationFactory,
    PersonFactory,
    YearlyFiguresFactory,
)
from tests.imports.importing import ask_and_commit, decisions, planned, save, write_csv

NIK = "3174004507900003"
HEAD = (
    "Nama Pemilik;NIK;Nama Usaha;Produk;Alamat;Kelurahan;Kecamatan;No HP;Email;Status"
)
TEBET, CIPETE = "Tebet Barat;Tebet", "Cipete Utara;Kebayoran Baru"


@pytest.fixture
def officer(roles, sudin):
    """Somebody who works in Kebayoran Baru only."""
    return UserFactory(agency=sudin, area_id="317407", roles=["registrar"])


@pytest.fixture
def siti(sudin):
    return PersonFactory(agency=sudin, name="Siti Contoh", nik=NIK)


def keripik(siti):
    return BusinessFactory(
        agency=siti.agency,
        owner=siti,
        name="Keripik Siti",
        address="Jl. Rahasia 1",
        products="keripik",
        region_id="3174011002",
    )


def test_an_officer_with_an_area_neither_sees_nor_changes_what_lies_outside(
    tmp_path, officer, siti
):
    business = keripik(siti)
    row = f"Siti Contoh;{NIK};Keripik Siti;keripik;Jl. Baru 2;{CIPETE};;;"
    batch = planned(write_csv(tmp_path / "l.csv", HEAD, row), siti.agency, by=officer)

    stored = batch.rows.get()
    assert (stored.decision, stored.reason) == ("refused", "outside_area")
    assert (stored.opened_changes, stored.duplicates, stored.business) == ({}, [], None)
    ask_and_commit(batch, by=officer)
    business.refresh_from_db()
    assert (business.address, Business.objects.count()) == ("Jl. Rahasia 1", 1)


def test_what_is_only_like_something_outside_the_area_is_not_compared_with_it(
    tmp_path, officer, siti
):
    keripik(siti)
    row = f"Siti Contoh;{NIK};Batik Karya;batik;Jl. Baru 2;{CIPETE};;;"
    batch = planned(write_csv(tmp_path / "l.csv", HEAD, row), siti.agency, by=officer)

    assert (batch.rows.get().decision, batch.rows.get().duplicates) == ("create", [])


def test_a_choice_cannot_name_a_business_outside_the_area(tmp_path, officer, siti):
    business = keripik(siti)
    row = f"Rina Contoh;;Batik Karya;batik;Jl. Baru 2;{CIPETE};;;"
    batch = planned(write_csv(tmp_path / "l.csv", HEAD, row), siti.agency, by=officer)
    batch.rows.update(choice="same", choice_target={"business": business.pk})

    ask_and_commit(batch, by=officer)

    business.refresh_from_db()
    assert (business.address, Business.objects.count()) == ("Jl. Rahasia 1", 2)


def test_who_is_imported_lies_in_the_area_of_his_business(tmp_path, officer):
    row = f"Siti Contoh;{NIK};Keripik Siti;keripik;Jl. Baru 2;{CIPETE};;;"
    path = write_csv(tmp_path / "l.csv", HEAD, row)

    ask_and_commit(planned(path, officer.agency, by=officer), by=officer)

    assert Person.objects.visible_to(officer).get().name == "Siti Contoh"


@pytest.fixture
def coached(sudin):
    """A business of another agency that this one coaches."""
    owner = PersonFactory(agency=AgencyFactory(), name="Rina Contoh", nik=NIK)
    business = BusinessFactory(
        agency=owner.agency, owner=owner, name="Dodol Rina", address="Jl. Lama 1"
    )
    CoachingRelationFactory(business=business, agency=sudin)
    YearlyFiguresFactory(business=business, year=2022, workers=3, sales=5)
    return business


@pytest.mark.parametrize("year", [2022, 2023])
def test_what_another_agency_registered_gets_figures_and_nothing_else(
    tmp_path, coached, sudin, year
):
    before = Business.objects.values().get()
    owner = Person.objects.values().get()
    row = f"Rina Contoh;{NIK};Dodol Rina;batik;Jl. Direbut 1;{TEBET};081200000001;a@b.id;Tutup;9;NIB, PIRT"
    head = f"{HEAD};Jumlah Tenaga Kerja;Perizinan"

    _batch, planning = save(write_csv(tmp_path / "l.csv", head, row), sudin, year=year)

    assert decisions(planning) == ["update"]
    # Permits are what is claimed, kept at the business: a claim says who made it.
    assert Business.objects.values().get() == before | {"permits": ["nib", "pirt"]}
    assert Person.objects.values().get() == owner
    figures = dict(coached.yearly_figures.values_list("year", "workers"))
    assert figures == {2022: 3} | ({2023: 9} if year == 2023 else {})
    assert coached.claims.filter(scheme="pirt").exists()
    said = [finding["code"] for finding in ImportRow.objects.get().findings]
    assert "business.registered_elsewhere" in said


TWO = f"""\
Siti Contoh;{NIK};Keripik Siti;keripik;Jl. Mawar 1;{TEBET};081200000001;;
Siti Contoh;{NIK};Batik Siti Tulis;batik;Jl. Melati 9;{CIPETE};;siti@demo.invalid;"""


def test_two_businesses_of_one_owner_both_tell_of_him(tmp_path, siti):
    businesses = [
        keripik(siti),
        BusinessFactory(
            agency=siti.agency, owner=siti, name="Batik Siti Tulis", products="batik"
        ),
    ]
    path = write_csv(tmp_path / "l.csv", HEAD, *TWO.splitlines())
    batch = planned(path, siti.agency)
    for position, business in enumerate(businesses):
        batch.rows.filter(position=position).update(
            choice="same", choice_target={"business": business.pk}
        )

    ask_and_commit(batch)

    siti.refresh_from_db()
    assert batch.state == "committed"
    assert (siti.phone.reveal(), siti.email) == ("+6281200000001", "siti@demo.invalid")
