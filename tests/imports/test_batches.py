import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from pghistory.models import Events

from apps.accounts.models import User
from apps.businesses.models import Business, Person
from apps.imports import batches, files
from apps.imports.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory
from tests.imports.importing import ask_and_commit, decisions, planned, save, write_csv
from tests.imports.lists import write_list_a, write_list_c

HEAD = "Nama Pemilik;NIK;Nama Usaha;Produk;Alamat;No HP"
RINA = "Rina Contoh;3671005203910002;Dodol Rina;dodol;Jl. Contoh 5;081200000003"


@pytest.fixture
def list_c(tmp_path):
    return write_list_c(tmp_path / "c.csv")


def test_a_file_is_kept_sealed(list_c, tangerang):
    batch = batches.receive(list_c.read_bytes(), name="../../c.csv", agency=tangerang)

    [path] = files.folder().iterdir()
    assert path.name == batch.stored_as
    assert b"Rina" not in path.read_bytes()
    assert files.load(batch.stored_as) == list_c.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_raw_cells_and_values_are_sealed(list_c, tangerang):
    batch = planned(list_c, tangerang)

    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM imports_importrow r")
        stored = " ".join(row for (row,) in cursor.fetchall())
    assert "Rina" not in stored
    assert "3671005203910002" not in stored
    assert batch.rows.earliest("position").opened["owner_name"] == "Rina Contoh"


def test_saving_twice_has_no_second_effect(list_c, tangerang):
    batch = ask_and_commit(planned(list_c, tangerang))
    before = (Business.objects.count(), Events.objects.count())

    batches.commit(batch.pk)

    assert (Business.objects.count(), Events.objects.count()) == before


def test_the_same_file_again_creates_and_changes_nothing(tmp_path, sudin):
    path = write_list_a(tmp_path / "a.xlsx")
    save(path, sudin)
    Business.objects.filter(brand="KRIPCIS").update(address="Corrected by an officer")
    before = Events.objects.count()

    _batch, planning = save(path, sudin)

    assert decisions(planning) == ["same", "same", "same"]
    assert Events.objects.count() == before
    assert Business.objects.filter(address="Corrected by an officer").exists()


def test_the_same_list_in_another_file_creates_nothing(tmp_path, sudin):
    save(write_list_a(tmp_path / "a.xlsx"), sudin)
    again = write_list_a(tmp_path / "b.xlsx", numeric_nik=True)

    _batch, planning = save(again, sudin)

    assert decisions(planning) == ["same", "same", "same"]
    assert (Business.objects.count(), Person.objects.count()) == (2, 2)


def test_history_says_which_import_it_was(list_c, tangerang):
    batch = ask_and_commit(planned(list_c, tangerang), by=UserFactory(superuser=True))

    contexts = {
        event.pgh_context_id
        for event in Events.objects.references(*Business.objects.all())
    }
    [metadata] = {
        str(event.pgh_context)
        for event in Events.objects.references(Business.objects.first())
    }
    assert f"'batch': {batch.pk}" in metadata
    assert "'channel': 'import'" in metadata
    assert len(contexts) == 1


def test_a_changed_register_is_shown_before_it_is_saved(tmp_path, tangerang):
    path = write_csv(tmp_path / "l.csv", HEAD, RINA)
    batch = planned(path, tangerang)
    person = PersonFactory(agency=tangerang, name="Rina Contoh", nik="3671005203910002")
    BusinessFactory(agency=tangerang, owner=person, name="Dodol Rina")

    ask_and_commit(batch)

    assert (batch.state, Business.objects.count()) == ("planned", 1)
    assert "Look again" in batch.notice_in_words
    assert ask_and_commit(batch).state == "committed"
    assert Business.objects.get().products == "dodol"


def test_a_right_that_was_taken_away_stops_the_job(list_c, tangerang):
    user = UserFactory(agency=tangerang)

    batch = ask_and_commit(planned(list_c, tangerang, by=user), by=user)

    assert (batch.state, Business.objects.count()) == ("planned", 0)
    assert f"{user} no longer has the right" in batch.notice_in_words


def test_a_job_of_somebody_who_changed_agency_is_refused(list_c, tangerang, roles):
    user = UserFactory(agency=tangerang, roles=["registrar"])
    batch = planned(list_c, tangerang, by=user)
    user.agency = AgencyFactory()
    user.save(update_fields=["agency"])

    ask_and_commit(batch, by=user)

    assert (batch.state, Business.objects.count()) == ("planned", 0)


def test_an_unreadable_file_fails_with_a_sentence(tangerang):
    batch = batches.receive(b"%PDF-1.7", name="x.pdf", agency=tangerang)

    batches.read_and_plan(batch.pk)

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert batch.error_in_words.startswith("This is not a table.")


def test_reading_twice_ends_the_same(list_c, tangerang):
    batch = batches.receive(list_c.read_bytes(), name="c.csv", agency=tangerang)

    batches.read_and_plan(batch.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(state="reading")
    batches.read_and_plan(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), batch.counts["create"]) == (
        "planned",
        3,
        2,
    )


def test_discarding_deletes_rows_and_file(
    list_c, tangerang, django_capture_on_commit_callbacks
):
    batch = planned(list_c, tangerang)

    with django_capture_on_commit_callbacks(execute=True):
        batches.discard(batch)

    assert not ImportBatch.objects.exists()
    assert list(files.folder().iterdir()) == []


def test_what_is_saved_cannot_be_discarded(list_c, tangerang):
    batch = ask_and_commit(planned(list_c, tangerang))

    with pytest.raises(ValidationError):
        batches.discard(batch)


def test_earlier_imports_are_those_saved_for_the_same_agency(
    list_c, tangerang, denpasar
):
    first = ask_and_commit(planned(list_c, tangerang))
    ask_and_commit(planned(list_c, denpasar))

    assert list(batches.earlier_imports(planned(list_c, tangerang))) == [first]


def test_a_job_does_not_save_a_plan_that_nobody_asked_to_save(list_c, tangerang):
    batch = planned(list_c, tangerang)

    batches.commit(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, Business.objects.exists()) == ("planned", False)


def test_a_job_waits_no_longer_than_the_role_of_who_asked(list_c, tangerang, roles):
    user = UserFactory(agency=tangerang, roles=["registrar"])
    batch = planned(list_c, tangerang, by=user)
    user.grants.update(valid_from="2020-01-01", valid_until="2020-12-31")

    ask_and_commit(batch, by=User.objects.get(pk=user.pk))

    assert (batch.state, Business.objects.count()) == ("planned", 0)
