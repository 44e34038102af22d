"""Decisions: one by one or all above a score, taken back, and by two officers at once."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from apps.businesses.models import Business
from apps.imports import deciding
from apps.imports.models import ImportRow
from tests.factories.accounts import UserFactory
from tests.imports.importing import ask_and_commit, planned, write_csv

pytestmark = pytest.mark.django_db
HEAD = "Nama Pemilik,NIK,Nama Usaha,Produk"
ROWS = [
    *(
        "Rina Contoh,3671005203910002,Dapur Rina,kue",
        "Rina Contoh,3671005203910002,Batik Rina,batik",
    ),
    *(
        "Budi Contoh,3671000101800001,Tas Budi,tas",
        "Budi Contoh,3671000101800001,Mebel Budi,rotan",
    ),
    "Agus Contoh,,Rotan Agus,rotan",
]


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(roles, tangerang):
    return UserFactory(agency=tangerang, roles=["data-administrator"])


@pytest.fixture
def batch(tangerang, officer, tmp_path):
    found = planned(write_csv(tmp_path / "l.csv", HEAD, *ROWS), tangerang, by=officer)
    assert found.counts["decide"] == 2  # one owner, two brands: twice
    return found


def choices(batch):
    waiting = batch.rows.filter(decision="decide").order_by("position")
    return list(waiting.values_list("choice", flat=True))


def scores(batch):
    waiting = batch.rows.filter(decision="decide").order_by("position")
    return [max(d["score"] for d in row.duplicates) for row in waiting]


def test_all_that_are_so_alike_are_the_same(batch):
    assert deciding.decide_all(batch, "same", min(scores(batch))) == 2

    ask_and_commit(batch)
    assert Business.objects.count() == 3


def test_none_is_so_alike(batch):
    assert deciding.decide_all(batch, "same", 0.999) == 0
    assert choices(batch) == ["", ""]


def test_all_that_are_less_alike_are_new(batch):
    assert deciding.decide_all(batch, "create", 0.999) == 2

    ask_and_commit(batch)
    assert Business.objects.count() == 5


def test_what_was_decided_is_left_alone(batch):
    first = batch.rows.filter(decision="decide").first()
    deciding.decide(batch, first.position, "skip")

    assert deciding.decide_all(batch, "create", 1.0) == 1
    assert choices(batch) == ["skip", "create"]


def test_all_decisions_are_taken_back(batch):
    deciding.decide_all(batch, "create", 1.0)

    assert deciding.undecide_all(batch) == 2
    assert choices(batch) == ["", ""]


def test_any_row_may_be_left_out_and_taken_in_again(batch):
    last = batch.rows.get(values__isnull=False, position=4)
    assert last.decision == "create"

    deciding.decide(batch, 4, "skip")
    deciding.decide(batch, 4, "")
    deciding.decide(batch, 4, "skip")
    ask_and_commit(batch)

    assert not Business.objects.filter(name="Rotan Agus").exists()


def test_a_refused_row_is_put_right_first(batch):
    batch.rows.filter(position=4).update(decision="refused", reason="owner_missing")

    with pytest.raises(ValidationError):
        deciding.decide(batch, 4, "create")


def test_the_second_officer_is_told(batch):
    position = batch.rows.filter(decision="decide").first().position
    deciding.decide(batch, position, "create", seen="")

    with pytest.raises(ValidationError, match="meanwhile"):
        deciding.decide(batch, position, "skip", seen="")
    assert deciding.decide(batch, position, "create", seen="").choice == "create"


def test_through_the_page(client, batch, officer):
    client.force_login(officer)
    url = reverse("imports:decide_all", args=[batch.pk])

    client.post(url, {"choice": "create", "percent": "100", "tampil": "decide"})
    assert choices(batch) == ["create", "create"]
    client.post(url, {"choice": "", "percent": "90"})
    assert choices(batch) == ["", ""]
    client.post(url, {"choice": "create", "percent": "900"})
    assert choices(batch) == ["", ""]


def test_nothing_is_decided_while_it_is_saved(batch):
    type(batch).objects.update(state="committing")

    with pytest.raises(ValidationError):
        deciding.decide_all(batch, "create", 1.0)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_lose_no_decision(batch):
    """One decides row by row, the other all that is open: each row holds one of both."""
    positions = list(
        batch.rows.filter(decision="decide").values_list("position", flat=True)
    )
    told = []

    def one_by_one():
        try:
            for position in positions:
                try:
                    deciding.decide(batch, position, "skip", seen="")
                except ValidationError as error:
                    told.append(error)
        finally:
            connection.close()

    def all_at_once():
        try:
            deciding.decide_all(batch, "create", 1.0)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for work in (one_by_one, all_at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = ImportRow.objects.filter(position__in=positions)
    created = kept.filter(choice="create").count()
    assert created + kept.filter(choice="skip").count() == len(positions)
    assert len(told) == created
