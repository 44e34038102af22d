"""What becomes of an import whose job meets a database that goes away."""

import pytest
from django.db import OperationalError, connection
from procrastinate.jobs import Job

from apps.imports import approving, tasks
from apps.imports.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.imports.importing import planned, write_csv


class At:
    """As much of a job's context as a task looks at."""

    def __init__(self, attempts):
        self.job = Job(
            id=1,
            queue="imports",
            lock=None,
            queueing_lock=None,
            task_name="x",
            attempts=attempts,
        )


@pytest.fixture
def away():
    """A database that goes away when the register is asked for."""

    def execute(proceed, sql, *rest):
        if 'FROM "businesses_business"' in sql:
            raise OperationalError
        return proceed(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


@pytest.fixture
def batch(tmp_path, tangerang, roles):
    path = write_csv(tmp_path / "l.csv", "Nama;NIK;Produk", "Rina;;dodol")
    user = UserFactory(agency=tangerang, roles=["registrar"])
    return planned(path, tangerang, by=user)


LAST = tasks.AGAIN.max_attempts


@pytest.mark.parametrize(
    ("attempts", "state"),
    [(0, "committing"), (LAST - 1, "committing"), (LAST, "planned")],
)
def test_saving_is_given_up_after_the_last_attempt(batch, away, attempts, state):
    approving.ask_to_commit(batch)

    with pytest.raises(OperationalError):
        tasks.commit_batch(At(attempts), batch_id=batch.pk, user_id=batch.created_by_id)

    batch.refresh_from_db()
    assert batch.state == state
    assert bool(batch.notice) == (state == "planned")


@pytest.mark.parametrize(("attempts", "state"), [(0, "reading"), (LAST, "failed")])
def test_reading_is_given_up_after_the_last_attempt(batch, away, attempts, state):
    ImportBatch.objects.update(state="uploaded", planned_at=None)

    with pytest.raises(OperationalError):
        tasks.read_batch(At(attempts), batch_id=batch.pk)

    batch.refresh_from_db()
    assert batch.state == state
    assert bool(batch.error) == (state == "failed")


def test_each_wait_is_longer_than_the_last():
    waits = [
        tasks.AGAIN.get_retry_decision(
            exception=OperationalError(), job=At(attempts).job
        ).retry_at
        for attempts in range(LAST)
    ]

    assert (waits[-1] - waits[0]).total_seconds() > 100
    assert waits == sorted(set(waits))
