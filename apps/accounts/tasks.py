"""What the worker does by the clock for accounts."""

from procrastinate.contrib.django import app

from apps.accounts.models import SubmittedForm


@app.periodic(cron="17 3 * * *")
@app.task(
    name="accounts.forget_submitted_forms", queueing_lock="forget_submitted_forms"
)
def forget_submitted_forms(timestamp: int) -> None:
    SubmittedForm.objects.outdated().delete()
