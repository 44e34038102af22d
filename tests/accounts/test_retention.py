"""P5: what has passed its time is ended, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from apps.accounts.checking import check_history
from apps.accounts.models import AccessRecord, UserSession
from apps.accounts.retention import CATEGORIES, purge_expired
from apps.accounts.sealing import seal_history
from apps.imports import files
from apps.imports.models import ImportBatch
from tests.factories.accounts import AccessRecordFactory
from tests.factories.imports import ImportBatchFactory, ImportRowFactory

pytestmark = pytest.mark.django_db
LONG_AGO, LATELY = timedelta(days=6 * 365), timedelta(days=30)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


def aged(row, field, age):
    type(row).objects.filter(pk=row.pk).update(**{field: timezone.now() - age})
    return row


def list_of(age, **fields):
    batch = ImportBatchFactory(stored_as=files.store(b"daftar"), **fields)
    ImportRowFactory(batch=batch)
    return aged(batch, "created_at", age)


def purged():
    return {each.category.code: each.purged for each in purge_expired(commit=True)}


def test_old_lists_lose_file_and_cells_and_keep_what_became_of_them(tmp_path):
    old = list_of(LONG_AGO, committed=True)
    new = list_of(LATELY, committed=True)

    assert purged()["lists"] == 1

    old.refresh_from_db()
    assert old.stored_as == ""
    row = old.rows.get()
    assert (row.opened, row.cells.reveal(), row.decision) == ({}, "[]", "create")
    assert new.rows.get().opened
    assert len(list((tmp_path / "imports").iterdir())) == 1


def test_old_lists_that_were_never_saved_go_whole(
    django_capture_on_commit_callbacks, tmp_path
):
    list_of(LONG_AGO)

    with django_capture_on_commit_callbacks(execute=True):
        purged()

    assert not ImportBatch.objects.exists()
    assert list((tmp_path / "imports").iterdir()) == []


def test_ended_sessions_go_and_open_ones_stay():
    now = timezone.now()
    for key, ends in [("ended", now - LATELY), ("open", now + LATELY)]:
        UserSession.objects.create(session_key=key, session_data="", expire_date=ends)

    purged()

    assert [each.session_key for each in UserSession.objects.all()] == ["open"]


def test_the_log_of_looks_is_kept_five_years_and_its_purge_is_no_damage():
    with time_machine.travel(timezone.now() - LONG_AGO):
        AccessRecordFactory()
        seal_history()
    new = AccessRecordFactory()
    seal_history()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert purged()["looks"] == 1

    assert AccessRecord.objects.get() == new
    assert list(check_history()) == []


def test_a_dry_run_purges_nothing(capsys):
    AccessRecordFactory(at=timezone.now() - LONG_AGO)

    call_command("purge_expired")

    assert AccessRecord.objects.exists()
    assert "looks: kept 1825 days, 1 expired, 0 purged" in capsys.readouterr().out


def test_a_role_that_may_not_delete_says_so_and_does_the_rest():
    AccessRecordFactory(at=timezone.now() - LONG_AGO)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE ROLE portal_app_of_tests")
        cursor.execute(
            "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO portal_app_of_tests"
        )
        cursor.execute("SET LOCAL ROLE portal_app_of_tests")

    with pytest.raises(CommandError, match="owner"):
        call_command("purge_expired", commit=True)

    assert AccessRecord.objects.exists()


def test_every_category_has_its_ground():
    assert {each.code for each in CATEGORIES} >= {
        "sessions",
        "looks",
        "lists",
        "register",
    }
    assert all(str(each.ground) for each in CATEGORIES)
