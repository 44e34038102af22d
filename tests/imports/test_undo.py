"""A saved list is taken back: the register is as before, but for what others did since."""

import threading

import pghistory
import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.checking import check_history
from apps.accounts.sealing import seal_history
from apps.businesses.models import (
    Business,
    Claim,
    CoachingRelation,
    Person,
    YearlyFigures,
)
from apps.imports import undo
from apps.imports.keeping import purge_lists
from apps.imports.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.factories.businesses import (
    BusinessFactory,
    ConsentFactory,
    PersonFactory,
    YearlyFiguresFactory,
)
from tests.imports.importing import save, write_csv
from tests.imports.lists import write_list_a

pytestmark = pytest.mark.django_db
REGISTER = [Person, Business, Claim, CoachingRelation, YearlyFigures]
HEAD = "Nama Pemilik,No HP,Nama Usaha,Produk,Kecamatan,NIB,Omzet"
RINA = "Rina Contoh,0812-0000-0001,Dapur Rina,keripik,Tebet,3213210000017,5 jt"
AGUS = "Agus Contoh,0812-0000-0002,Batik Agus,batik,Kby Baru,,"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


@pytest.fixture
def officer(roles, sudin):
    return UserFactory(agency=sudin, roles=["data-administrator"])


def stored():
    """Every row of the register as the database holds it, but for the time of its last write."""
    rows = set()
    with connection.cursor() as cursor:
        for model in REGISTER:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT to_jsonb(row) - 'updated_at' FROM \"{table}\" AS row"
            )
            rows |= {(table, str(row)) for (row,) in cursor.fetchall()}
    return rows


def taken_back(batch, by=None):
    assert undo.ask_to_undo(batch)
    undo.undo(batch.pk, by=by)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def known(sudin):
    """A business of the register that the list fills in and changes."""
    owner = PersonFactory(agency=sudin, name="Rina Contoh", phone="+6281200000001")
    business = BusinessFactory(
        agency=sudin, owner=owner, name="Dapur Rina", products="kue", region_id="317401"
    )
    Claim.objects.create(business=business, scheme="nib", number="")
    YearlyFiguresFactory(business=business, year=2023, sales=1_000_000)
    return business


def imported(tmp_path, agency, *lines, name="daftar.csv"):
    batch, _planning = save(write_csv(tmp_path / name, HEAD, *lines), agency, year=2023)
    return batch


def test_list_a_leaves_the_register_as_it_was(sudin, tmp_path):
    before = stored()
    batch, _planning = save(write_list_a(tmp_path / "a.xlsx"), sudin)
    assert Business.objects.count() == 2

    taken_back(batch)

    assert stored() == before
    assert batch.state == ImportBatch.State.UNDONE
    assert batch.undone["removed"]["businesses.Business"] == 2
    assert batch.undone["stays"] == []


def test_what_it_changed_filled_and_replaced_goes_back(sudin, known, tmp_path):
    before = stored()
    batch = imported(tmp_path, sudin, RINA, AGUS)
    assert stored() != before
    known.refresh_from_db()
    assert (known.nib, known.products) == ("3213210000017", "keripik")

    taken_back(batch)

    assert stored() == before
    assert Claim.objects.get().number == ""


def test_what_somebody_changed_since_stays_and_is_told(
    client, sudin, known, officer, tmp_path
):
    batch = imported(tmp_path, sudin, RINA, AGUS)
    client.force_login(officer)
    agus = Business.objects.get(name="Batik Agus")
    with pghistory.context(channel="admin", user=officer.pk):
        Business.objects.filter(pk=agus.pk).update(note="Pindah ke ruko.")
        Business.objects.filter(pk=known.pk).update(products="keripik, sambal")

    shown = client.get(reverse("imports:undo", args=[batch.pk]))
    taken_back(batch, by=officer)

    names = {each.name for each in shown.context["stays"]}
    assert names == {"Batik Agus", "Dapur Rina"}
    assert {each.who for each in shown.context["stays"]} == {str(officer)}
    assert Business.objects.get(pk=agus.pk).note == "Pindah ke ruko."
    assert Person.objects.filter(name="Agus Contoh").exists()
    assert CoachingRelation.objects.filter(business=agus).exists()
    known.refresh_from_db()
    assert (known.nib, known.products) == ("", "keripik, sambal")
    assert sorted(each["fields"] for each in batch.undone["stays"]) == [
        ["note"],
        ["products"],
    ]


def test_a_business_on_which_something_hangs_stays_with_its_parts(sudin, tmp_path):
    batch = imported(tmp_path, sudin, RINA, AGUS)
    agus = Business.objects.get(name="Batik Agus")
    with pghistory.context(channel="admin"):
        ConsentFactory(business=agus)

    taken_back(batch)

    assert list(Business.objects.all()) == [agus]
    assert list(Person.objects.all()) == [agus.owner]
    assert [each["leaning"] for each in batch.undone["stays"]] == ["consent"]


def test_a_later_list_keeps_what_it_changed(sudin, tmp_path):
    first = imported(tmp_path, sudin, RINA)
    imported(tmp_path, sudin, RINA.replace("keripik", "sambal"), name="lagi.csv")

    taken_back(first)

    assert Business.objects.get().products == "sambal"
    assert len(first.undone["stays"]) >= 1


def test_taken_back_twice_it_ends_the_same(sudin, known, tmp_path):
    before = stored()
    batch = taken_back(imported(tmp_path, sudin, RINA, AGUS))

    assert not undo.ask_to_undo(batch)
    undo.undo(batch.pk)

    assert stored() == before


def test_the_same_list_may_be_imported_again_afterwards(sudin, tmp_path):
    taken_back(imported(tmp_path, sudin, RINA, AGUS))

    batch = imported(tmp_path, sudin, RINA, AGUS)

    assert batch.counts["create"] == 2
    assert Business.objects.count() == 2


def test_the_history_tells_both_and_its_seals_hold(sudin, known, officer, tmp_path):
    batch = imported(tmp_path, sudin, RINA, AGUS)
    seal_history()
    taken_back(batch, by=officer)
    seal_history()

    events = Business.pgh_event_model.objects.filter(pgh_obj=known)
    channels = [
        each.pgh_context.metadata["channel"] for each in events.order_by("pgh_id")[1:]
    ]
    assert channels[-2:] == ["import", "import_undo"]
    assert list(check_history()) == []


def test_after_its_time_it_says_that_it_no_longer_can(client, sudin, officer, tmp_path):
    batch = imported(tmp_path, sudin, RINA)
    purge_lists(timezone.now())
    batch.refresh_from_db()
    client.force_login(officer)

    page = client.get(reverse("imports:undo", args=[batch.pk]))

    assert "too old to be taken back" in page.content.decode()
    assert not undo.ask_to_undo(batch)


def test_who_may_no_longer_leaves_it_saved(sudin, officer, tmp_path):
    batch = imported(tmp_path, sudin, RINA)
    stranger = UserFactory(roles=["data-administrator"])
    undo.ask_to_undo(batch)

    undo.undo(batch.pk, by=stranger)

    batch.refresh_from_db()
    assert (batch.state, batch.notice) == ("committed", "other_agency")
    assert Business.objects.count() == 1


def test_two_clicks_make_one_job(client, sudin, officer, tmp_path):
    batch = imported(tmp_path, sudin, RINA)
    client.force_login(officer)
    page = reverse("imports:undo", args=[batch.pk])

    first, second = client.post(page), client.post(page)

    assert first.status_code == second.status_code == 302
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'imports.undo_batch'"
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_nobody_changes_a_record_while_it_is_taken_back(sudin, known, tmp_path):
    """Who comes meanwhile waits, and finds what stands there then: nothing is lost unseen."""
    batch = imported(tmp_path, sudin, RINA)
    waited = threading.Event()

    def somebody():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                Business.objects.filter(pk=known.pk).update(note="Sudah dikunjungi.")
        except OperationalError:
            waited.set()
        finally:
            connection.close()

    with transaction.atomic():
        undo.plan_undo(batch, lock=True)
        other = threading.Thread(target=somebody)
        other.start()
        other.join(10)

    assert waited.is_set()
