"""What the worker does for imports. Each may be done twice without a second effect."""

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.accounts.models import User
from apps.imports import batches

# While the database restarts; a killed worker's job is given away by `retry_stalled`.
AWAY = (OperationalError, InterfaceError)
AGAIN = RetryStrategy(max_attempts=5, wait=2, retry_exceptions=AWAY)


@app.task(name="imports.read_batch", queue="imports", retry=AGAIN)
def read_batch(batch_id: int) -> None:
    try:
        batches.read_and_plan(batch_id)
    except AWAY:
        raise
    except Exception:
        batches.fail(batch_id, _("The list could not be read: tell the administrator."))
        raise


@app.task(name="imports.commit_batch", queue="imports", retry=AGAIN)
def commit_batch(batch_id: int, user_id: int) -> None:
    try:
        batches.commit(batch_id, by=User.objects.get(pk=user_id))
    except AWAY:
        raise
    except Exception:
        batches.back_to_plan(batch_id, _("Nothing was saved: tell the administrator."))
        raise
