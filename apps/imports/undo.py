"""Undo of a saved import: what it made goes, what it changed goes back, what others touched stays."""

from typing import TYPE_CHECKING, Any

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory.models import Context

from apps.agencies.models import Agency
from apps.businesses.merge_rules import SILENT
from apps.imports.batches import MAY_COMMIT, refusal_of
from apps.imports.models import ImportBatch
from apps.imports.taking_back import Stays, TakingBack, plan_taking_back, take_back

if TYPE_CHECKING:
    from apps.accounts.models import User

State = ImportBatch.State
# Found by a job among all records: nobody leans on a record by them.
COMPUTED = {"businesses.DuplicateCandidate"}


def plan_undo(batch: ImportBatch, *, lock: bool = False) -> TakingBack:
    """What an undo would do now; with `lock` it is about to be done. Raises ValidationError if it is too late for one."""
    if batch.state == State.COMMITTED and not batch.stored_as:
        raise ValidationError(
            _("Lists are kept for some weeks: this one is too old to be taken back.")
        )
    contexts = Context.objects.filter(
        metadata__contains={"channel": "import", "batch": batch.pk}
    )
    keys = list(contexts.values_list("pk", flat=True))
    return plan_taking_back(keys, COMPUTED, lock=lock)


def ask_to_undo(batch: ImportBatch) -> bool:
    """Mark a saved import as being taken back; of two clicks the second finds it marked."""
    saved = ImportBatch.objects.filter(pk=batch.pk, state=State.COMMITTED)
    return bool(saved.exclude(stored_as="").update(state=State.UNDOING, notice=""))


def undo(batch_id: int, by: "User | None" = None) -> None:
    """Take a saved import back, all that can be or nothing. Done twice, it ends the same."""
    batch = ImportBatch.objects.select_related("agency").get(pk=batch_id)
    if refusal := refusal_of(batch, by, MAY_COMMIT):
        back_to_saved(batch_id, refusal, user=str(by))
        return
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state != State.UNDOING:
            return
        # Imports of one agency take turns: none is matched with what is being taken back.
        Agency.objects.select_for_update(no_key=True).get(pk=batch.agency_id)
        plan = plan_undo(batch, lock=True)
        # In this order: pghistory says nothing before a statement that begins as pgtrigger's do.
        with (
            pghistory.context(
                channel="import_undo", batch=batch_id, user=by.pk if by else None
            ),
            pgtrigger.ignore(*SILENT),
        ):
            take_back(plan)
        batch.state, batch.undone_at, batch.undone_by = State.UNDONE, timezone.now(), by
        batch.undone = summary(plan)
        batch.save(update_fields=["state", "undone_at", "undone_by", "undone"])


def back_to_saved(batch_id: int, notice: str, **details: Any) -> None:
    """Nothing was taken back: the import stands as it was, and says why by a code."""
    ImportBatch.objects.filter(pk=batch_id, state=State.UNDOING).update(
        state=State.COMMITTED, notice=notice, details=details
    )


def summary(plan: TakingBack) -> dict[str, Any]:
    """How much of what, and what stays, by keys alone: names and values are the register's."""
    return {
        "removed": {
            model._meta.label: len(keys) for model, keys in plan.remove.items()
        },
        "put_back": len(plan.put_back) + len(plan.restore),
        "stays": [_kept(each) for each in plan.stays],
    }


def _kept(stays: Stays) -> dict[str, Any]:
    return {
        "model": stays.row._meta.label,
        "pk": stays.row.pk,
        "fields": list(stays.fields),
        "leaning": stays.leaning,
        "event": stays.event.pgh_id if stays.event else None,
    }
