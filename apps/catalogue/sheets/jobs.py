"""What the worker does for lists of products. It may be done twice without a second effect."""

from django.db import InterfaceError, OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from apps.catalogue.sheets import saving
from ikmportal.worker import when_given_up

AWAY = (OperationalError, InterfaceError)  # while the database restarts
MOST_RETRIES = 5
AGAIN = RetryStrategy(
    max_attempts=MOST_RETRIES, exponential_wait=3, retry_exceptions=AWAY
)


@app.task(name="catalogue.save_sheet", queue="imports", retry=AGAIN, pass_context=True)
def save_sheet(context: JobContext, sheet_id: int, user_id: int) -> None:
    try:
        saving.save_as(sheet_id, user_id)
    except Exception as error:
        if not (isinstance(error, AWAY) and context.job.attempts < MOST_RETRIES):
            saving.back_to_plan(sheet_id)
        raise


def give_up(sheet_id: int, **_arguments: int) -> None:
    saving.back_to_plan(sheet_id)


when_given_up(save_sheet.name, give_up)
