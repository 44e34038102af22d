"""P4: who is erased leaves the history, merges, lists and restored backups; seals hold all the same."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction

from apps.accounts.checking import check_history
from apps.accounts.models import Redaction
from apps.accounts.retention import purge_expired
from apps.accounts.sealing import seal_history
from apps.businesses import merging
from apps.businesses.forgetting import count_not_forgotten
from apps.businesses.models import Business, Merge, Person, PersonName
from apps.businesses.subjects import answer, erase_person
from apps.imports import files
from ikmportal.operations.rights import grant_rights
from tests.factories.accounts import UserFactory
from tests.factories.businesses import (
    BusinessFactory,
    PersonFactory,
    PersonNameFactory,
    SubjectRequestFactory,
)
from tests.factories.imports import ImportBatchFactory, ImportRowFactory

pytestmark = pytest.mark.django_db
NIK, PHONE = "3174004507900003", "+6281200000001"
TRACED = ["Rina", "Jl. Kenanga", "rina@"]


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


@pytest.fixture
def person():
    person = PersonFactory(
        name="Rina Contoh", nik=NIK, phone=PHONE, address="Jl. Kenanga 1"
    )
    business = BusinessFactory(
        agency=person.agency,
        owner=person,
        name="Dapur Kita",
        address="Jl. Kenanga 1",
        email="rina@contoh.invalid",
    )
    PersonNameFactory(person=person, name="Hj. Rina")
    person.name = "Rina Contoh Sari"
    person.save()
    business.note = "Rina pindah."
    business.save()
    seal_history()
    return person


@pytest.fixture
def officer(roles, person):
    return UserFactory(agency=person.agency, roles=["data-administrator"])


def erased(person, officer, capture):
    request = SubjectRequestFactory(person=person, kind="erasure")
    with capture(execute=True):
        answer(request, outcome="done", words="Sudah.", by=officer)


def purged():
    return {each.category.code: each for each in purge_expired(commit=True)}["erased"]


def written():
    """Every column of every history as text: what a dump of them would show."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE '%event'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT row::text FROM "{table}" AS row')
            yield from (text for (text,) in cursor.fetchall())


def test_the_history_holds_nothing_of_somebody_erased(
    person, officer, django_capture_on_commit_callbacks
):
    other = PersonFactory(name="Rina Lain", agency=person.agency)
    index = person.nik_index
    erased(person, officer, django_capture_on_commit_callbacks)
    assert any("Rina Contoh" in text for text in written())

    assert purged().purged == 1

    texts = [text for text in written() if "Rina Lain" not in text]
    assert not [text for text in texts if any(trace in text for trace in TRACED)]
    assert not [text for text in texts if index in text]
    events = Person.pgh_event_model.objects.filter(pgh_obj=person)
    assert not events.exclude(nik=None, phone=None, other_phones=None).exists()
    assert Person.pgh_event_model.objects.filter(name=other.name).exists()
    assert (count_not_forgotten(None), purged().purged) == (0, 0)


def test_the_seals_still_hold_and_still_find_who_tampers(
    person, officer, django_capture_on_commit_callbacks
):
    erased(person, officer, django_capture_on_commit_callbacks)
    purged()
    seal_history()

    assert list(check_history()) == []
    call_command("verify_history")

    row = Person.pgh_event_model.objects.filter(pgh_obj=person).first().pk
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE businesses_personevent SET name = 'Budi' WHERE pgh_id = %s", [row]
        )
        cursor.execute(
            "UPDATE accounts_redaction SET columns = '[\"pgh_id\"]' WHERE row = %s",
            [row],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")

    found = {(each.table, each.row, each.what) for each in check_history()}
    assert ("businesses_personevent", row, "altered") in found


def test_a_redaction_made_by_sql_excuses_nothing(person):
    event = Person.pgh_event_model.objects.filter(pgh_obj=person).first()
    Redaction.objects.create(
        cause="erasure of person 1",
        table="businesses_personevent",
        row=event.pk,
        columns=["name"],
        digest=b"\0" * 16,
        mac="0" * 64,
    )

    assert not Redaction.objects.get().is_authentic


def test_a_merge_that_held_him_cannot_be_taken_apart(
    person, officer, django_capture_on_commit_callbacks
):
    twin = PersonFactory(name="Rina C.", agency=person.agency, nik="")
    PersonNameFactory(person=twin, name="Rina Kecil")
    merge = merging.merge(person, twin, choices={}, by=officer)
    erased(
        Person.objects.get(pk=person.pk), officer, django_capture_on_commit_callbacks
    )

    purged()

    assert json.loads(Merge.objects.get().snapshot.reveal()) == {}
    assert not PersonName.pgh_event_model.objects.exclude(name="-").exists()
    assert not Person.pgh_event_model.objects.filter(name__contains="Rina").exists()
    with pytest.raises(ValidationError, match="erased"):
        merging.take_apart(merge, by=officer)


def test_the_list_that_brought_him_loses_his_cells_and_its_file(
    person, officer, tmp_path, django_capture_on_commit_callbacks
):
    batch = ImportBatchFactory(committed=True, stored_as=files.store(b"daftar"))
    mine = ImportRowFactory(batch=batch, person=person)
    another = ImportRowFactory(batch=batch, row=99)
    erased(person, officer, django_capture_on_commit_callbacks)

    with django_capture_on_commit_callbacks(execute=True):
        purged()

    mine.refresh_from_db()
    another.refresh_from_db()
    assert (mine.cells.reveal(), mine.opened) == ("[]", {})
    assert another.opened
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_restored_backup_does_not_bring_him_back(
    person, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        point = transaction.savepoint()
        erase_person(Person.objects.get(pk=person.pk))
        transaction.savepoint_commit(point)
    Person.objects.filter(pk=person.pk).update(
        name="Rina Contoh"
    )  # as it was backed up
    Business.objects.update(address="Jl. Kenanga 1")

    with django_capture_on_commit_callbacks(execute=True):
        assert purged().purged == 1

    assert "Rina" not in Person.objects.get(pk=person.pk).name
    assert Business.objects.get().address == ""
    assert not [text for text in written() if any(each in text for each in TRACED)]
    assert list(check_history()) == []
    assert purged().purged == 0


def test_the_webs_role_leaves_it_to_the_owner(
    person, officer, django_capture_on_commit_callbacks
):
    erased(person, officer, django_capture_on_commit_callbacks)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE ROLE web_of_forgetting")
        grant_rights(connection, "web_of_forgetting")
        cursor.execute("SET LOCAL ROLE web_of_forgetting")
    outcome = purged()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")

    assert (outcome.refused, outcome.expired) == (True, 1)
    assert Person.pgh_event_model.objects.filter(name="Rina Contoh").exists()
