"""What officers say about rows that may be the same as others: one by one, or many at once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.imports.bulk import update_rows
from apps.imports.matching.grouping import Choices
from apps.imports.models import ImportBatch, ImportRow

if TYPE_CHECKING:
    from apps.imports.stored import StoredRow

CHOICE_FIELDS = ["choice", "choice_target"]


def choices_of(rows: "Iterable[StoredRow | ImportRow]") -> Choices:
    """Officers' choices as the matching takes them: by position."""
    found: dict[int, tuple[str, Any]] = {}
    for row in rows:
        if row.choice == ImportRow.Choice.SAME:
            [(kind, target)] = (row.choice_target or {}).items()
            found[row.position] = (kind, target)
        elif row.choice:
            found[row.position] = (row.choice, None)
    return found


def target_of(duplicate: dict[str, Any]) -> dict[str, int]:
    """What a row that is the same as this one is to be joined with."""
    if "business" in duplicate:
        return {"business": duplicate["business"]}
    return {"row": duplicate["position"]}


def said_of(row: ImportRow) -> tuple[str, Any]:
    return row.choice, row.choice_target


@transaction.atomic
def decide(
    batch: ImportBatch,
    position: int,
    choice: str,
    target: dict[str, int] | None = None,
    *,
    seen: str | None = None,
) -> ImportRow:
    """What an officer says about a row; an empty choice takes back what was said.

    `seen` is the choice that stood before him, None where nobody looked. Raises ValidationError
    if the import is no longer open, or if somebody else decided otherwise meanwhile.
    """
    _locked(batch)
    row: ImportRow = batch.rows.get(position=position)
    if seen is not None and seen != row.choice and (choice, target) != said_of(row):
        raise ValidationError(
            _("Somebody decided row %(row)d meanwhile: look at it again."),
            params={"row": row.row},
        )
    if row.decision == ImportRow.Decision.REFUSED:
        raise ValidationError(_("This row is refused: put its cells right first."))
    row.choice, row.choice_target = choice, target
    row.full_clean(
        exclude=["batch", "cells", "values", "changes", "business", "person"]
    )
    row.save(update_fields=CHOICE_FIELDS)
    return row


@transaction.atomic
def decide_all(batch: ImportBatch, choice: str, score: float) -> int:
    """Decide all rows that are still open and whose likeliest twin is so alike, or less.

    `score`, from 0 to 1: «same» takes those that reach it, every other choice those that do not.
    Returns how many. Raises ValidationError if the import is no longer open.
    """
    _locked(batch)
    waiting = batch.rows.filter(decision=ImportRow.Decision.DECIDE, choice="")
    decided = []
    for row in waiting.defer("cells", "values", "changes", "corrections"):
        likeliest = max(row.duplicates, key=lambda each: each["score"], default=None)
        reaches = likeliest is not None and likeliest["score"] >= score
        if reaches != (choice == ImportRow.Choice.SAME):
            continue
        row.choice = choice
        if likeliest is not None and choice == ImportRow.Choice.SAME:
            row.choice_target = target_of(likeliest)
        decided.append(row)
    update_rows(decided, CHOICE_FIELDS)
    return len(decided)


@transaction.atomic
def undecide_all(batch: ImportBatch) -> int:
    """Take back every decision on rows that were to be decided. Returns how many."""
    _locked(batch)
    decided = batch.rows.filter(decision=ImportRow.Decision.DECIDE).exclude(choice="")
    return decided.update(choice="", choice_target=None)


def _locked(batch: ImportBatch) -> None:
    """Nothing is decided while the list is being saved or read anew."""
    now = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if now.state != ImportBatch.State.PLANNED:
        raise ValidationError(_("This import is no longer open to decisions."))
