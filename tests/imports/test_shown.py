"""A plan is saved as it was shown only where comparing anew could not end otherwise."""

import pytest

from apps.businesses.models import Business, Person
from apps.imports import batches, correcting, shown
from apps.imports.models import ImportBatch, ImportRow
from apps.imports.stored import stored_rows
from tests.factories.businesses import BusinessFactory, PersonFactory
from tests.imports.importing import ask_and_commit, planned, write_csv

HEAD = "Nama Pemilik;NIK;Nama Usaha;Produk;Alamat;No HP"
LINES = [
    "Rina Contoh;3671005203910002;Dodol Rina;dodol;Jl. Contoh 5;081200000003",
    "Rina Contoh;3671005203910002;Dodol Rina;dodol ketan;Jl. Contoh 5;",  # the same
    "Budi Contoh;;Sambal Budi;sambal;Jl. Contoh 7;081200000004",
    "Wati Contoh;;Kue Wati;kue lapis;Jl. Contoh 11;081200000006",
    "Wati;;Kue Wati;kue;;",  # perhaps the same
    "Sari Contoh;;Batik Sari;batik tulis;Jl. Contoh 9;081200000005",
    ";;;dodol;Jl. Contoh 13;",  # too little
]
STATED = ("owner__name", "name", "products", "address", "owner__nik_index")


@pytest.fixture
def path(tmp_path):
    return write_csv(tmp_path / "l.csv", HEAD, *LINES)


@pytest.fixture
def known(tangerang):
    owner = PersonFactory(agency=tangerang, name="Sari Contoh", phone="081200000005")
    return BusinessFactory(agency=tangerang, owner=owner, name="Batik Sari")


def as_shown(batch):
    rows, records = stored_rows(batch)
    return shown.as_it_was_shown(batch, batch.agency, rows, records)


def outcomes(planning):
    return [
        (o.group.rows, o.group.business, o.values, o.changes, o.figures, o.channels)
        for o in planning.plan.outcomes
    ]


def test_it_is_the_plan_that_comparing_anew_would_make(path, known):
    batch = planned(path, known.agency)
    rows = list(batch.rows.order_by("position"))
    anew = batches.plan_again(batch, batch.agency, rows)

    taken_up = as_shown(batch)

    assert {row.decision for row in rows} >= {"create", "update", "decide", "refused"}
    assert outcomes(taken_up) == outcomes(anew)
    assert taken_up.plan.counts == anew.plan.counts
    assert [row.decision for row in taken_up.plan.rows] == [
        row.decision for row in anew.plan.rows
    ]


def test_it_is_saved_as_comparing_anew_would_save_it(path, known):
    first = planned(path, known.agency)
    assert as_shown(first) is not None
    ask_and_commit(first)
    saved = set(Business.objects.values_list(*STATED))
    became = list(first.rows.order_by("position").values_list("business__name"))
    Business.objects.exclude(pk=known.pk).delete()
    Person.objects.exclude(pk=known.owner_id).delete()
    Business.objects.filter(pk=known.pk).update(products="", address="")
    ImportBatch.objects.all().delete()

    second = planned(path, known.agency)
    ImportBatch.objects.filter(pk=second.pk).update(register_seen="")
    ask_and_commit(second)

    assert set(Business.objects.values_list(*STATED)) == saved
    rows = second.rows.order_by("position")
    assert list(rows.values_list("business__name")) == became


def rename(batch, known):
    Business.objects.filter(pk=known.pk).update(name="Batik Tulis Sari")


def register_somebody(batch, known):
    BusinessFactory(agency=known.agency, name="Keripik Contoh")


def register_a_nik(batch, known):
    PersonFactory(agency=known.agency, name="Rina", nik="3671005203910002")


def decide(batch, known):
    batch.rows.filter(decision="decide").update(choice="create")


def decide_about_all(batch, known):
    batch.rows.update(choice="create")


def correct_a_cell_of_a_long_list(batch, known):
    correcting.correct(batch, correcting.Correction(2, "E", "Jl. Contoh 8"))
    batch.refresh_from_db()


def take_away_what_a_row_says(batch, known):
    row = ImportRow.objects.get(batch=batch, position=4)
    row.values = '{"owner_name": "Sari"}'
    row.save()


@pytest.mark.parametrize(
    "change",
    [
        *(rename, register_somebody, register_a_nik, decide, decide_about_all),
        *(correct_a_cell_of_a_long_list, take_away_what_a_row_says),
    ],
)
def test_it_is_compared_anew_after(change, path, known, monkeypatch):
    monkeypatch.setattr(correcting, "PLANNED_AT_ONCE", 2)
    batch = planned(path, known.agency)
    assert as_shown(batch) is not None

    change(batch, known)

    assert as_shown(batch) is None


def test_a_corrected_plan_that_was_made_anew_is_taken_up(path, known):
    batch = planned(path, known.agency)
    correcting.correct(batch, correcting.Correction(2, "E", "Jl. Contoh 8"))
    batch.refresh_from_db()

    taken_up = as_shown(batch)

    rows = list(batch.rows.order_by("position"))
    anew = batches.plan_again(batch, batch.agency, rows)
    assert outcomes(taken_up) == outcomes(anew)
    assert "Jl. Contoh 8" in {o.values.get("address") for o in taken_up.plan.outcomes}
