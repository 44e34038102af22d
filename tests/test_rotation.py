"""P2: values move to the new key while the portal runs, and a kill in the middle loses none."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from apps.businesses.models import Person
from apps.imports import files
from apps.imports.models import ImportRow
from ikmportal.encryption import key_mark, keys, seal
from ikmportal.rotation import Column, vaults
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import PersonFactory, RegistrationDraftFactory
from tests.factories.imports import ImportBatchFactory, ImportRowFactory
from tests.workers import database_url

NEW = "t2:OTg3NjU0MzIxMDk4NzY1NDMyMTBhYmNkZWZnaGlqa2w="
NIK, PHONE = "3174004507900003", "+6281200000001"
MANY = 300
SLOW = """
CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END $$;
CREATE TRIGGER slow BEFORE UPDATE ON businesses_person
    FOR EACH ROW EXECUTE FUNCTION take_time()
"""
Event = Person.pgh_event_model


@contextmanager
def keys_are(*entries):
    before, settings.FIELD_ENCRYPTION_KEYS = (
        settings.FIELD_ENCRYPTION_KEYS,
        list(entries),
    )
    keys.cache_clear()
    try:
        yield
    finally:
        settings.FIELD_ENCRYPTION_KEYS = before
        keys.cache_clear()


def left():
    return {vault.name: behind for vault in vaults() if (behind := vault.behind())}


@pytest.fixture
def old():
    return settings.FIELD_ENCRYPTION_KEYS[0]


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_everything_sealed_moves_to_the_new_key(old, uploads):
    person = PersonFactory(nik=NIK, phone=f"{PHONE} / 081200000002")
    row = ImportRowFactory(cells='["a"]', values='{"nik": "1"}', changes="{}")
    drafts = RegistrationDraftFactory.create_batch(3, typed='{"name": "Rina"}')
    ImportBatchFactory(stored_as=files.store(b"daftar"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with keys_are(NEW, old):
        assert {vault.split(".")[0] for vault in left()} >= {
            "businesses_person",
            "businesses_personevent",
            "businesses_registrationdraft",
            "imports_importrow",
            "imported files",
        }
        call_command("rotate_keys", commit=True, at_once=2)
        assert left() == {}
    with keys_are(NEW):  # the old key is gone
        person = Person.objects.get(pk=person.pk)
        assert (person.nik.reveal(), person.phone.reveal()) == (NIK, PHONE)
        assert Event.objects.get().nik.reveal() == NIK
        assert ImportRow.objects.get(pk=row.pk).opened == {"nik": "1"}
        for draft in drafts:
            draft.refresh_from_db()
            assert draft.typed.reveal() == '{"name": "Rina"}'
        assert files.load(
            row.batch.__class__.objects.exclude(stored_as="").get().stored_as
        ) == (b"daftar")


@pytest.mark.django_db
def test_rotation_leaves_no_events_and_changes_nothing_else(old, uploads):
    PersonFactory(nik=NIK)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    rest = [field.name for field in Event._meta.fields if field.name not in SEALED]
    before = (
        list(Event.objects.values(*rest)),
        list(Person.objects.values("name", "nik_index")),
    )

    with keys_are(NEW, old):
        call_command("rotate_keys", commit=True)

    after = (
        list(Event.objects.values(*rest)),
        list(Person.objects.values("name", "nik_index")),
    )
    assert after == before


SEALED = {"nik", "phone", "other_phones"}


@pytest.mark.django_db
def test_a_dry_run_counts_and_changes_nothing(old, uploads, capsys):
    PersonFactory(nik=NIK)

    with keys_are(NEW, old):
        call_command("rotate_keys")
        assert left()["businesses_person.nik"] == 1

    assert "businesses_person.nik: 0 sealed anew, 1 left" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_no_key_opens_is_told_and_left_as_it_is(old, uploads):
    PersonFactory(nik=NIK)

    with (
        keys_are(NEW),
        pytest.raises((CommandError, ValueError), match="cannot be opened"),
    ):
        call_command("rotate_keys", commit=True)

    assert Person.objects.get().nik.reveal() == NIK


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_rows_that_somebody_holds_are_passed_over_and_come_up_again(old, uploads):
    import threading  # noqa: PLC0415

    from django.db import transaction  # noqa: PLC0415

    held, other = PersonFactory(nik=NIK), PersonFactory(nik="3174004507900004")
    holding, release = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=held.pk)
            holding.set()
            release.wait(timeout=60)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(timeout=60)
    with keys_are(NEW, old):
        with pytest.raises(CommandError, match="run it again"):
            call_command("rotate_keys", commit=True)
        assert left() == {"businesses_person.nik": 1}
        release.set()
        thread.join()
        call_command("rotate_keys", commit=True)
        assert left() == {}
    assert other.pk


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_and_loses_nothing(old, tmp_path):
    agency = AgencyFactory()
    numbers = [f"317400450790{number:04d}" for number in range(1, MANY + 1)]
    people = [Person(agency=agency, name="Rina") for _ in numbers]
    for person, number in zip(people, numbers, strict=True):
        person.set_nik(number)
    Person.objects.bulk_create(people)

    with connection.cursor() as cursor:  # else it may end before anybody can kill it
        cursor.execute(SLOW)
    first = start_rotation(old, tmp_path)
    until(lambda: 0 < under_new_key() < MANY, first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    halfway = under_new_key()
    assert 0 < halfway < MANY
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION take_time CASCADE")
    with keys_are(NEW, old):  # meanwhile both keys open
        assert [each.nik.reveal() for each in Person.objects.order_by("pk")] == numbers
    assert start_rotation(old, tmp_path).wait(timeout=120) == 0

    with keys_are(NEW):
        assert [each.nik.reveal() for each in Person.objects.order_by("pk")] == numbers
        assert [
            each.nik.reveal() for each in Event.objects.order_by("pgh_id")
        ] == numbers
    assert under_new_key() == MANY


def start_rotation(old, folder):
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DATABASE_POOL": "false",
        "IKM_DATA_DIR": str(folder),
        "FIELD_ENCRYPTION_KEYS": f"{NEW},{old}",
    }
    command = [sys.executable, "manage.py", "rotate_keys", "--commit", "--at-once", "5"]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL
    )


def under_new_key():
    with keys_are(NEW), connection.cursor() as cursor:
        mark = key_mark()
        cursor.execute(
            "SELECT count(*) FROM businesses_person WHERE substring(nik FROM 1 FOR %s) = %s",
            [len(mark), mark],
        )
        return cursor.fetchone()[0]


def until(condition, process):
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_every_encrypted_column_is_a_vault():
    names = {vault.name for vault in vaults() if isinstance(vault, Column)}

    assert {"businesses_person.nik", "businesses_personevent.phone"} <= names
    assert {"imports_importrow.cells", "businesses_person.other_phones"} <= names


def test_the_mark_is_how_a_ciphertext_begins():
    assert seal("x", "t.c").startswith(key_mark())
