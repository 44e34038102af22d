import asyncio
from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ikmportal.worker import MOST_ATTEMPTS, STALLED, retry_stalled

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_jobs(transactional_db):
    # Their models are unmanaged: Django does not empty the tables between tests.
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def make_running_job(*, heartbeat_age, attempts=0, queueing_lock=None):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [heartbeat_age],
        )
        cursor.execute(
            "INSERT INTO procrastinate_jobs"
            " (queue_name, task_name, status, worker_id, attempts, queueing_lock)"
            " VALUES ('default', 'any', 'doing', %s, %s, %s)",
            [*cursor.fetchone(), attempts, queueing_lock],
        )


def run_retry_stalled():
    async def run():
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            async with worker_app.open_async():
                await retry_stalled(SimpleNamespace(app=worker_app), timestamp=0)

    asyncio.run(run())
    return list(
        ProcrastinateJob.objects.order_by("pk").values_list("status", "attempts")
    )


def test_retry_stalled_gives_away_the_job_of_a_dead_worker():
    make_running_job(heartbeat_age=STALLED + 5)

    assert run_retry_stalled() == [("todo", 1)]


def test_retry_stalled_leaves_a_living_worker_its_job():
    make_running_job(heartbeat_age=STALLED - 10)

    assert run_retry_stalled() == [("doing", 0)]


def test_retry_stalled_gives_up_a_job_that_kills_its_workers():
    make_running_job(heartbeat_age=STALLED + 5, attempts=MOST_ATTEMPTS)

    assert run_retry_stalled() == [("failed", MOST_ATTEMPTS + 1)]


def test_retry_stalled_drops_a_job_whose_twin_waits():
    make_running_job(heartbeat_age=STALLED + 5, queueing_lock="only one")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock)"
            " VALUES ('default', 'any', 'only one')"
        )

    assert run_retry_stalled() == [("todo", 0)]
