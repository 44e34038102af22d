import json
import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from apps.public import readiness
from ikmportal.operations import records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_records(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"


def done(tmp_path, deed, days):
    at = datetime.now(UTC) - timedelta(days=days)
    (tmp_path / "records").mkdir(exist_ok=True)
    path = tmp_path / "records" / f"{deed}.json"
    path.write_text(json.dumps({"at": at.isoformat()}))


@pytest.mark.parametrize(
    ("days", "said"), [(0, ""), (6.9, ""), (7.1, "7 days ago"), (30, "30 days ago")]
)
def test_a_week_without_a_drill_is_warned_of(tmp_path, days, said):
    done(tmp_path, "drill", days)

    assert readiness.warnings()["drill"] == said


def test_a_portal_without_backup_is_warned_of(client, tmp_path):
    assert readiness.warnings()["backup"] == "never done here"

    records.keep("backup", name="portal-1")

    assert readiness.warnings()["backup"] == ""


@pytest.mark.parametrize(("days", "said"), [(1.9, ""), (2.1, "2 days ago")])
def test_two_days_without_a_backup_are_warned_of(tmp_path, days, said):
    done(tmp_path, "backup", days)

    assert readiness.warnings()["backup"] == said


@pytest.mark.parametrize(("seconds", "fails"), [(1, False), (60, True)])
def test_a_worker_without_a_pulse_fails(seconds, fails):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - make_interval(secs => %s))",
            [seconds],
        )

    assert bool(readiness.problems()["worker"]) is fails


def test_a_migration_that_is_not_applied_fails():
    [newest, *_others] = MigrationLoader(connection).graph.leaf_nodes("outbox")
    MigrationRecorder(connection).record_unapplied(*newest)

    assert "not applied" in readiness.problems()["migrations"]


def test_a_check_that_the_database_refuses_fails_and_the_others_go_on(tmp_path):
    def refused(proceed, sql, *rest):
        if "procrastinate_workers" in sql:
            raise OperationalError
        return proceed(sql, *rest)

    with connection.execute_wrapper(refused):
        found = readiness.problems()

    assert (found["worker"], found["database"]) == ("OperationalError", "")


def test_a_torn_record_is_none(tmp_path):
    done(tmp_path, "drill", 0)
    (tmp_path / "records" / "drill.json").write_text('{"at": "2026-')

    assert readiness.warnings()["drill"] == "never done here"


@pytest.mark.parametrize(
    ("free", "fails", "warns"),
    [(900, False, False), (90, False, True), (0.1, True, True)],
)
def test_a_full_disk_fails_and_a_filling_one_warns(monkeypatch, free, fails, warns):
    usage = SimpleNamespace(total=1000 * 2**30, free=int(free * 2**30))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)

    assert bool(readiness.problems()["disk"]) is fails
    assert bool(readiness.warnings()["disk"]) is warns


def test_people_get_a_page_and_machines_json(client):
    page = client.get("/readyz", headers={"Accept": "text/html,*/*;q=0.8"})
    found = client.get("/readyz", headers={"Accept": "*/*"})

    assert page["Content-Type"].startswith("text/html")
    assert b"no worker has started" in page.content
    assert found.json()["status"] == "failed"
    assert page.status_code == found.status_code == 503


def test_the_demo_is_not_told_to_back_up(settings):
    settings.DEMO = True

    assert readiness.warnings() == {}


def test_a_role_that_may_everything_is_warned_of():
    assert "use two roles" in readiness.warnings()["rights"]
