"""The process that does the long work: `python -m ikmportal.worker`, always under a supervisor.

procrastinate's worker leaves with code 0 when the database restarts, so whatever runs it has
to start it again. A job whose worker was killed stays "doing"; `retry_stalled` gives it to a
living one. Tasks are therefore made to be done twice: see the imports.
"""

import asyncio
import os
import sys
from collections.abc import Callable

import django
from asgiref.sync import sync_to_async
from procrastinate import App, JobContext
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

from ikmportal import embedded
from ikmportal.joblog import log_job
from ikmportal.supervision import report

HEARTBEAT = (
    5  # seconds; /readyz compares procrastinate_workers.last_heartbeat with STALLED
)
STALLED = 20
EVERY_TEN_SECONDS = "* * * * * */10"  # procrastinate has the seconds last
MOST_ATTEMPTS = 10  # a job that kills its worker each time is given up
GIVEN_UP: dict[str, Callable[..., None]] = {}
CONCURRENCY = 2  # so that a long import does not hold up a letter


def register_periodic_tasks(app: App) -> None:
    """What runs by the clock; procrastinate calls it when Django is ready."""
    task = app.task(
        name="ikmportal.retry_stalled", queueing_lock="retry_stalled", pass_context=True
    )
    app.periodic(cron=EVERY_TEN_SECONDS)(task(retry_stalled))


async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Hand the jobs of dead workers to living ones."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        await _retry_or_give_up(context.app, job)


def when_given_up(task: str, deed: Callable[..., None]) -> None:
    """Have this done, with the arguments of the job, when a job of the task is given up.

    It comes before the job is ended, and so perhaps twice.
    """
    GIVEN_UP[task] = deed


async def _retry_or_give_up(app: App, job: Job) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        if deed := GIVEN_UP.get(job.task_name):
            await sync_to_async(deed)(**job.task_kwargs)
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        return
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:  # its twin is waiting, and will do
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikmportal.settings")
    os.environ["IKM_PROCESS"] = "worker"  # its time-outs: ikmportal/databases.py
    try:
        embedded.ensure_running()
    except embedded.EmbeddedPostgresError as error:
        sys.exit(str(error))
    django.setup()
    # A task that enqueues another does so outside its own transaction: use on_commit.
    with jobs.replace_connector(DjangoConnector().get_worker_connector()) as app:
        asyncio.run(_work(app))


async def _work(app: App) -> None:
    async with app.open_async():
        reports = asyncio.create_task(report())
        try:
            await app.run_worker_async(
                concurrency=CONCURRENCY,
                worker_middleware=[log_job],
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
                shutdown_graceful_timeout=HEARTBEAT,
            )
        finally:
            reports.cancel()


if __name__ == "__main__":
    main()
