"""What the worker does by the clock for accounts. Each may be done twice."""

import logging

from procrastinate.contrib.django import app

from apps.accounts.models import SubmittedForm
from apps.accounts.retention import purge_expired
from apps.accounts.sealing import seal_history

logger = logging.getLogger(__name__)
EVERY_MINUTE, EVERY_NIGHT = "* * * * *", "40 2 * * *"


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="accounts.seal", queueing_lock="accounts.seal")
def seal(timestamp: int) -> None:
    seal_history()


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="accounts.purge", queueing_lock="accounts.purge")
def purge(timestamp: int) -> None:
    for outcome in purge_expired(commit=True):
        if outcome.refused:
            logger.warning(
                "%s: %d have passed their time; run purge_expired as the owner.",
                outcome.category.code,
                outcome.expired,
            )


@app.periodic(cron="17 3 * * *")
@app.task(
    name="accounts.forget_submitted_forms", queueing_lock="forget_submitted_forms"
)
def forget_submitted_forms(timestamp: int) -> None:
    SubmittedForm.objects.outdated().delete()
