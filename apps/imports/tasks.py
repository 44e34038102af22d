"""What the worker does for imports. Each may be done twice without a second effect."""

from django.db import InterfaceError, OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from apps.accounts.models import User
from apps.imports import batches, undo
from ikmportal.worker import when_given_up

# While the database restarts; a killed worker's job is given away by `retry_stalled`.
AWAY = (OperationalError, InterfaceError)
MOST_RETRIES = 5
AGAIN = RetryStrategy(  # after 3, 9, 27, 81 and 243 seconds
    max_attempts=MOST_RETRIES, exponential_wait=3, retry_exceptions=AWAY
)


def _comes_again(error: Exception, context: JobContext) -> bool:
    """Whether the job is tried another time after this error."""
    return isinstance(error, AWAY) and context.job.attempts < MOST_RETRIES


@app.task(name="imports.read_batch", queue="imports", retry=AGAIN, pass_context=True)
def read_batch(context: JobContext, batch_id: int) -> None:
    try:
        batches.read_and_plan(batch_id)
    except Exception as error:
        if not _comes_again(error, context):
            batches.fail(batch_id, "reading_broke")
        raise


@app.task(name="imports.commit_batch", queue="imports", retry=AGAIN, pass_context=True)
def commit_batch(context: JobContext, batch_id: int, user_id: int) -> None:
    try:
        batches.commit(batch_id, by=User.objects.get(pk=user_id))
    except Exception as error:
        if not _comes_again(error, context):
            batches.back_to_plan(batch_id, "saving_broke")
        raise


@app.task(name="imports.undo_batch", queue="imports", retry=AGAIN, pass_context=True)
def undo_batch(context: JobContext, batch_id: int, user_id: int) -> None:
    try:
        undo.undo(batch_id, by=User.objects.get(pk=user_id))
    except Exception as error:
        if not _comes_again(error, context):
            undo.back_to_saved(batch_id, "undo_broke")
        raise


def give_up(batch_id: int, **_arguments: int) -> None:
    batches.give_up(batch_id)


when_given_up(read_batch.name, give_up)
when_given_up(commit_batch.name, give_up)
when_given_up(undo_batch.name, give_up)
