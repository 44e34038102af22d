"""A list read once more as an officer says; what he entered into its rows stays."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.imports.directions import Directions
from apps.imports.layout import column_index
from apps.imports.models import ImportBatch
from apps.imports.remembering import remember_reading

if TYPE_CHECKING:
    from apps.accounts.models import User

State = ImportBatch.State


def directions_of(batch: ImportBatch) -> dict[str, Directions]:
    """By the name of each sheet how it was read, or is left unread."""
    return {sheet["name"]: Directions.of_sheet(sheet) for sheet in batch.sheets}


@transaction.atomic
def tell(
    batch: ImportBatch,
    told: Mapping[str, Directions],
    *,
    by: "User",
    remember: bool = False,
) -> bool:
    """Keep how sheets are to be read; whether the list has to be read again for it.

    `remember`: lists of this agency with the same heads are read so from now on. Raises
    ValidationError if the import is no longer open, or its file no longer kept.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != State.PLANNED:
        raise ValidationError(_("This import is no longer open to decisions."))
    if not batch.stored_as:
        raise ValidationError(_("The list is no longer kept."))
    sheets = {sheet["name"]: sheet for sheet in batch.sheets}
    before = directions_of(batch)
    changed = {
        name: each for name, each in told.items() if each != before.get(name, each)
    }
    if remember:
        _remember(batch, told, sheets, by)
    if not changed:
        return False
    kept = {name: each.as_json() for name, each in (before | changed).items()}
    batch.directions = {
        name: each
        for name, each in kept.items()
        if name in changed or name in batch.directions
    }
    if all(
        _says_what_was_guessed(sheets[name], each) for name, each in changed.items()
    ):
        _settle(batch, changed)
        return False
    batch.state, batch.notice, batch.done = State.UPLOADED, "", 0
    batch.save(update_fields=["directions", "state", "notice", "done"])
    return True


def read_once_more(batch: ImportBatch) -> bool:
    """Have a long list that was corrected planned anew; of two clicks the second finds it asked."""
    waiting = ImportBatch.objects.filter(
        pk=batch.pk, state=State.PLANNED, notice="planned_when_saved"
    )
    kept = waiting.exclude(stored_as="")
    return bool(kept.update(state=State.UPLOADED, notice="", done=0))


def _remember(
    batch: ImportBatch,
    told: Mapping[str, Directions],
    sheets: Mapping[str, Any],
    by: "User",
) -> None:
    """Where nothing was said beyond the guesses, there is nothing to remember."""
    for name, directions in told.items():
        labels = sheets[name].get("labels")
        if labels and directions.worth_remembering() != Directions():
            heads = {column_index(letter): text for letter, text in labels.items()}
            remember_reading(batch.agency, heads, directions, by)


def _says_what_was_guessed(sheet: Mapping[str, Any], told: Directions) -> bool:
    """Whether nothing but the columns was said, and of these what they were read as anyway."""
    known = Directions.of_sheet(sheet)
    read_as: Mapping[str, str] = sheet["columns"]
    said = {k: v for k, v in told.columns.items() if known.columns.get(k) != v}
    rest_is_same = told.as_json() | {"columns": {}} == known.as_json() | {"columns": {}}
    return rest_is_same and all(read_as.get(k) == v for k, v in said.items())


def _settle(batch: ImportBatch, changed: Mapping[str, Directions]) -> None:
    """A guess was confirmed: nothing is read again, and nobody is asked any more."""
    for sheet in batch.sheets:
        if told := changed.get(sheet["name"]):
            sheet["directions"] = told.as_json()
            sheet["asked"] = [
                x for x in sheet.get("asked", []) if x not in told.columns
            ]
    batch.save(update_fields=["directions", "sheets"])
