"""Jobs outlive their worker: a real one is killed in the middle, another finishes the work."""

import signal
import time

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.businesses.models import Business, Person
from apps.imports import approving, batches, tasks, undo
from apps.imports.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.imports.importing import write_csv
from tests.workers import workers_at

pytestmark = pytest.mark.slow

ROWS = 1_200
DEADLINE = 60
FEW = 2  # attempts
HURRIED = f"""
from ikmportal import worker
worker.HEARTBEAT, worker.STALLED, worker.EVERY_TEN_SECONDS = 1, 3, "* * * * * */1"
worker.MOST_ATTEMPTS = {FEW}
worker.main()
"""


@pytest.fixture
def start_worker(tmp_path):
    """A way to start real workers on the test's database; what still runs is ended."""
    with workers_at(tmp_path, HURRIED) as start:
        yield start


@pytest.fixture
def agency(transactional_db):
    yield AgencyFactory()
    with connection.cursor() as cursor:  # unmanaged: Django does not empty them
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def batch(agency, tmp_path):
    user = UserFactory(agency=agency)
    rights = ["add_importbatch", "commit_importbatch", "view_importbatch"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    lines = [f"Rina {n};;Dodol Nomor {n};dodol;0812{n:08d}" for n in range(ROWS)]
    path = write_csv(
        tmp_path / "l.csv", "Nama Pemilik;NIK;Nama Usaha;Produk;No HP", *lines
    )
    with transaction.atomic():
        batch = batches.receive(path.read_bytes(), name="l.csv", agency=agency, by=user)
        tasks.read_batch.defer(batch_id=batch.pk)
    return batch


def wait_until(condition):
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("It did not happen in time.")


def state_of(batch):
    return ImportBatch.objects.values_list("state", flat=True).get(pk=batch.pk)


def kill_in_the_middle(worker, begun):
    wait_until(begun)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def is_writing():
    """Whether a session has changed the register in a transaction that is still open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'businesses_person'::regclass"
            " AND mode = 'RowExclusiveLock' AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0]


def test_reading_survives_its_worker(batch, start_worker):
    kill_in_the_middle(start_worker(), lambda: state_of(batch) == "reading")
    assert (state_of(batch), batch.rows.count()) == ("reading", 0)

    start_worker()
    wait_until(lambda: state_of(batch) == "planned")

    assert batch.rows.count() == ROWS
    assert ImportBatch.objects.get().counts["create"] == ROWS


def test_saving_survives_its_worker_with_nothing_lost_or_doubled(batch, start_worker):
    batches.read_and_plan(batch.pk)
    ProcrastinateJob.objects.all()._raw_delete("default")
    with transaction.atomic():
        approving.ask_to_commit(batch)
        tasks.commit_batch.defer(batch_id=batch.pk, user_id=batch.created_by_id)

    kill_in_the_middle(start_worker(), is_writing)
    wait_until(lambda: not is_writing())  # the server notices that nobody is there
    assert (state_of(batch), Business.objects.count()) == ("committing", 0)

    start_worker()
    wait_until(lambda: state_of(batch) == "committed")

    assert (Business.objects.count(), Person.objects.count()) == (ROWS, ROWS)
    assert batch.rows.filter(business=None).count() == 0


def test_taking_back_survives_its_worker(batch, start_worker):
    batches.read_and_plan(batch.pk)
    approving.ask_to_commit(batch)
    batches.commit(batch.pk, by=batch.created_by)
    ProcrastinateJob.objects.all()._raw_delete("default")
    batch.refresh_from_db()
    with transaction.atomic():
        assert undo.ask_to_undo(batch)
        tasks.undo_batch.defer(batch_id=batch.pk, user_id=batch.created_by_id)

    kill_in_the_middle(start_worker(), is_writing)
    wait_until(lambda: not is_writing())
    assert (state_of(batch), Business.objects.count()) == ("undoing", ROWS)

    start_worker()
    wait_until(lambda: state_of(batch) == "undone")

    assert (Business.objects.count(), Person.objects.count()) == (0, 0)


def test_two_lists_of_the_same_people_at_once_register_each_once(
    batch, start_worker, tmp_path
):
    lines = [f"Rina {n};;Dodol Nomor {n};dodol;0812{n:08d}" for n in range(20)]
    lines += [f"Sari {n};;Batik Nomor {n};batik;0813{n:08d}" for n in range(20)]
    path = write_csv(
        tmp_path / "m.csv", "Nama Pemilik;NIK;Nama Usaha;Produk;No HP", *lines
    )
    other = batches.receive(
        path.read_bytes(), name="m.csv", agency=batch.agency, by=batch.created_by
    )
    both = [batch, other]
    for each in both:
        batches.read_and_plan(each.pk)
        approving.ask_to_commit(each)
        tasks.commit_batch.defer(batch_id=each.pk, user_id=each.created_by_id)

    start_worker()
    start_worker()
    wait_until(lambda: "committing" not in map(state_of, both))

    assert sorted(map(state_of, both)) == ["committed", "planned"]
    later = next(each for each in both if state_of(each) == "planned")
    later.refresh_from_db()
    assert later.notice in {"register_changed", "registered_meanwhile"}
    approving.ask_to_commit(later)
    batches.commit(later.pk, by=later.created_by)
    assert state_of(later) == "committed"
    assert (Business.objects.count(), Person.objects.count()) == (ROWS + 20, ROWS + 20)


def test_a_file_that_kills_every_worker_is_given_up_in_words(batch, start_worker):
    jobs = ProcrastinateJob.objects.filter(task_name="imports.read_batch")
    attempts = jobs.filter(status="doing").values_list("attempts")
    for attempt in range(FEW + 1):
        kill_in_the_middle(
            start_worker(), lambda n=attempt: list(attempts.all()) == [(n,)]
        )

    start_worker()
    wait_until(lambda: jobs.filter(status="failed").exists())

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert batch.error_in_words.startswith("Reading this list was begun several times")


def test_what_was_given_up_is_read_when_tried_again(batch, start_worker):
    batches.give_up(batch.pk)
    ProcrastinateJob.objects.all()._raw_delete("default")
    batch.refresh_from_db()

    with transaction.atomic():
        assert batches.try_again(batch)
        tasks.read_batch.defer(batch_id=batch.pk)
    start_worker()

    wait_until(lambda: state_of(batch) == "planned")


def test_two_workers_at_once_save_once(batch, start_worker):
    batches.read_and_plan(batch.pk)
    approving.ask_to_commit(batch)
    for _ in range(2):
        tasks.commit_batch.defer(batch_id=batch.pk, user_id=batch.created_by_id)

    start_worker()
    start_worker()
    wait_until(
        lambda: (
            not ProcrastinateJob.objects.filter(
                task_name="imports.commit_batch"
            ).exists()
        )
    )

    assert (state_of(batch), Business.objects.count()) == ("committed", ROWS)
