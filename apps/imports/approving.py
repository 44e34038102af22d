"""Who saves an import: whoever may, or, where the agency wants it so, a second person."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.imports.models import ImportBatch

if TYPE_CHECKING:
    from apps.accounts.models import User

State = ImportBatch.State


def ask_to_commit(batch: ImportBatch, by: "User | None" = None) -> bool:
    """Mark an import as being saved; of two clicks the second finds it marked.

    Raises ValidationError for who declared ready what a second person is to save.
    """
    waits = (
        State.READY if batch.needs_second else State.PLANNED
    )  # as `is_ready_to_save`
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=waits)
    if batch.needs_second and waiting.filter(ready_by=by).exists():
        raise ValidationError(
            _("You declared this import ready: a second person saves it.")
        )
    return bool(waiting.update(state=State.COMMITTING, notice=""))


@transaction.atomic
def declare_ready(batch: ImportBatch, by: "User") -> bool:
    """Close the review; from now on a second person may save it. Done twice, once."""
    planned = ImportBatch.objects.filter(
        pk=batch.pk, state=State.PLANNED, needs_second=True
    )
    return bool(planned.update(state=State.READY, ready_by=by, notice=""))


@transaction.atomic
def open_again(batch: ImportBatch) -> bool:
    """Back from waiting for a second person to the review, by either of the two."""
    ready = ImportBatch.objects.filter(pk=batch.pk, state=State.READY)
    return bool(ready.update(state=State.PLANNED, ready_by=None))
