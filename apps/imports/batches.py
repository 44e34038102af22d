"""The life of an import: received, read and planned, decided, saved or discarded."""

import hashlib
import json
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.agencies.models import Agency
from apps.imports import files
from apps.imports.cleaning.masking import without_numbers
from apps.imports.cleaning.record import Record
from apps.imports.commit import write
from apps.imports.deciding import choices_of
from apps.imports.directions import Directions
from apps.imports.entered import Entered, entered_in
from apps.imports.importing import (
    Planning,
    Reading,
    plan_records,
    read_list,
    timed,
)
from apps.imports.kept_sheets import kept_sheets
from apps.imports.matching.grouping import Choices
from apps.imports.models import ImportBatch, ImportRow
from apps.imports.shown import as_it_was_shown
from apps.imports.stored import (
    StoredRow,
    is_stale,
    keep_kinds,
    put_plan_again,
    record_of,
    remember_records,
    store_rows,
    stored_rows,
)
from ikmportal.collecting import uncollected
from ikmportal.spreadsheets import UnreadableFile

if TYPE_CHECKING:
    from apps.accounts.models import User

State = ImportBatch.State
MAY_UPLOAD, MAY_COMMIT = "imports.add_importbatch", "imports.commit_importbatch"


@transaction.atomic
def receive(  # noqa: PLR0913  what is known of an upload
    content: bytes,
    *,
    name: str,
    agency: Agency,
    by: "User | None" = None,
    year: int | None = None,
    sheets: Iterable[str] = (),
) -> ImportBatch:
    """Keep a file, sealed."""
    batch = ImportBatch(
        agency=agency,
        created_by=by,
        file_name=without_numbers(name)[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        year=year,
        needs_second=agency.imports_need_second,
        chosen_sheets=[without_numbers(sheet) for sheet in sheets],
    )
    batch.full_clean(exclude=["agency", "created_by"])
    batch.stored_as = files.store(content)
    batch.save()
    return batch


def earlier_imports(batch: ImportBatch) -> Any:
    """Imports of the same file for the same agency that were saved."""
    same = ImportBatch.objects.filter(agency=batch.agency, sha256=batch.sha256)
    return (
        same.filter(state=State.COMMITTED)
        .exclude(pk=batch.pk)
        .select_related("created_by")
    )


@uncollected()
def read_and_plan(batch_id: int) -> None:
    """Read a received file and plan what is to become of it. Done twice, it ends the same."""
    batch = ImportBatch.objects.select_related("agency", "created_by").get(pk=batch_id)
    if batch.state not in {State.UPLOADED, State.READING}:
        return
    if refusal := refusal_of(batch, batch.created_by, MAY_UPLOAD):
        fail(batch.pk, refusal, user=str(batch.created_by))
        return
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.READING)
    entered = entered_in(batch)
    told = {name: Directions.from_json(each) for name, each in batch.directions.items()}
    try:
        reading = read_list(
            files.load(batch.stored_as),
            batch.agency,
            year=batch.year,
            sheets=batch.chosen_sheets,
            directions=told,
            corrections=entered.corrections,
            progress=partial(_progress, batch.pk),
        )
    except UnreadableFile as error:
        fail(batch.pk, error.code, row=error.row)
        return
    planning = plan_records(
        reading.records,
        batch.agency,
        sha256=batch.sha256,
        choices=entered.choices([(each.sheet, each.row) for each in reading.records]),
        skipped=reading.skipped,
        by=batch.created_by,
    )
    keep_plan(batch, reading, planning, entered)


def refusal_of(batch: ImportBatch, user: "User | None", permission: str) -> str:
    """The code of why the person who asked may not have this done any more, or ""."""
    if user is None:
        return ""  # the command, run by who runs the server
    if not user.has_perm(permission):
        return "no_right"
    if not ImportBatch.objects.visible_to(user).filter(pk=batch.pk).exists():
        return "other_agency"
    return ""


def _progress(batch_id: int, done: int, total: int) -> None:
    begun = {} if done else {"begun_at": timezone.now()}
    ImportBatch.objects.filter(pk=batch_id).update(done=done, total=total, **begun)


def fail(batch_id: int, error: str, **details: Any) -> None:
    """Give a batch up that is being read; `error` is a code of `sentences`.

    If it was read before and only was to be read otherwise, it stays as it was read.
    """
    under_way = ImportBatch.objects.filter(
        pk=batch_id, state__in=[State.UPLOADED, State.READING]
    )
    read_before = under_way.filter(planned_at__isnull=False)
    if not read_before.update(state=State.PLANNED, notice="not_read_so", done=0):
        under_way.update(state=State.FAILED, error=error, details=details)


def give_up(batch_id: int) -> None:
    """Whatever was being done with it has ended its worker too often: say so."""
    fail(batch_id, "reading_given_up")
    saving = ImportBatch.objects.filter(pk=batch_id, state=State.COMMITTING)
    saving.update(state=State.FAILED, error="saving_given_up")
    undoing = ImportBatch.objects.filter(pk=batch_id, state=State.UNDOING)
    undoing.update(state=State.COMMITTED, notice="undo_broke")


@transaction.atomic
def try_again(batch: ImportBatch) -> bool:
    """Open a batch that was given up once more; whether it has to be read first."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_worth_another_try:
        raise ValidationError(
            _("This import cannot be tried again: send the file anew.")
        )
    batch.state = State.PLANNED if batch.planned_at else State.UPLOADED
    batch.error = ""
    batch.save(update_fields=["state", "error"])
    return batch.planned_at is None


@transaction.atomic
def keep_plan(
    batch: ImportBatch,
    reading: Reading,
    planning: Planning,
    entered: Entered | None = None,
) -> None:
    """Store rows and plan at once; whoever comes second finds it done and leaves it."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state not in {State.UPLOADED, State.READING}:
        return
    locked.rows.all().delete()
    store_rows(locked, planning, entered or Entered())
    locked.sheets = kept_sheets(reading)
    locked.tops = json.dumps({s.name: s.top for s in reading.sheets})
    keep_kinds(
        locked,
        (
            [note.finding.code for note in planned.record.notes]
            for planned in planning.plan.rows
        ),
    )
    locked.total = locked.done = len(planning.plan.rows)
    locked.seconds = reading.seconds | planning.seconds
    locked.state, locked.planned_at = State.PLANNED, timezone.now()
    locked.counts = planning.plan.counts
    locked.notice = "doubtful_letters" if reading.doubtful else ""
    locked.register_seen = planning.register.seen
    fields = ["sheets", "total", "done", "seconds", "state", "planned_at", "counts"]
    locked.save(update_fields=[*fields, "notice", "tops", "kinds", "register_seen"])


@uncollected()
def commit(batch_id: int, by: "User | None" = None) -> None:
    """Save a planned import into the register: all of it or nothing, and only once.

    If the register has changed so that another plan follows, that plan is kept instead and
    the officer is asked to look again.
    """
    batch = ImportBatch.objects.select_related("agency").get(pk=batch_id)
    if refusal := refusal_of(batch, by, MAY_COMMIT):
        back_to_plan(batch_id, refusal, user=str(by))
        return
    try:
        with (
            transaction.atomic(),
            pghistory.context(
                channel="import", batch=batch_id, user=by.pk if by else None
            ),
        ):
            _commit_locked(batch_id, by)
    except IntegrityError:
        back_to_plan(batch_id, "registered_meanwhile")


def back_to_plan(batch_id: int, notice: str, **details: Any) -> None:
    """Nothing was saved: open the plan again, and say why by a code of `sentences`."""
    ImportBatch.objects.filter(pk=batch_id, state=State.COMMITTING).update(
        state=State.PLANNED, ready_by=None, notice=notice, details=details
    )


def plan_now(
    content: bytes, reading: Reading, agency: Agency, by: "User | None" = None
) -> Planning:
    """The plan of a file that is not kept: a dry run."""
    sha256 = hashlib.sha256(content).hexdigest()
    return plan_records(
        reading.records, agency, sha256=sha256, skipped=reading.skipped, by=by
    )


@transaction.atomic
def import_now(
    content: bytes, reading: Reading, agency: Agency, *, name: str, year: int | None
) -> tuple[ImportBatch, Planning]:
    """Keep, plan and save a list that was just read, for a command. All of it or nothing."""
    batch = receive(content, name=name, agency=agency, year=year)
    try:
        Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
        planning = plan_now(content, reading, agency)
        keep_plan(batch, reading, planning)
        with pghistory.context(channel="import", batch=batch.pk, user=None):
            _commit_locked(batch.pk, None, planning)
    except BaseException:
        files.remove(batch.stored_as)
        raise
    batch.refresh_from_db()
    return batch, planning


def _commit_locked(
    batch_id: int, by: "User | None", planning: Planning | None = None
) -> None:
    """`planning`: what was planned in this same transaction; else somebody has asked to save."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != (State.COMMITTING if planning is None else State.PLANNED):
        return
    # Imports of one agency take turns, so that each plans against what the other saved.
    agency = Agency.objects.select_for_update(no_key=True).get(pk=batch.agency_id)
    if planning is None:
        with timed(batch.seconds, "open"):
            rows, records = stored_rows(batch)
        planning = as_it_was_shown(batch, agency, rows, records)
        if planning is None:
            planning = _plan_stored(batch, agency, records, choices_of(rows))
            if _is_otherwise_now(batch, rows, planning):
                _ask_again(batch)
                return
        batch.seconds |= planning.seconds
    with timed(batch.seconds, "commit"):
        source = f"{batch.file_name} (impor {batch.pk})"[-200:]
        write(planning.plan, planning.known, planning.register.people, agency, source)
        keys = batch.rows.order_by("position").values_list("pk", flat=True)
        remember_records(keys, planning)
    batch.state, batch.notice = State.COMMITTED, ""
    batch.committed_at, batch.committed_by = timezone.now(), by
    fields = ["state", "notice", "committed_at", "committed_by", "seconds", "counts"]
    batch.save(update_fields=fields)


def _is_otherwise_now(
    batch: ImportBatch, rows: list[StoredRow], planning: Planning
) -> bool:
    """Whether a plan made anew has to be looked at once more; it is kept if it says more."""
    stale = is_stale(rows, planning)
    batch.seconds |= planning.seconds
    if stale or any(row.choice for row in rows):
        put_plan_again(batch, planning)
        batch.counts = planning.plan.counts
        batch.register_seen = planning.register.seen
    return stale


def plan_again(batch: ImportBatch, agency: Agency, rows: list[ImportRow]) -> Planning:
    records = [record_of(row) for row in rows]
    return _plan_stored(batch, agency, records, choices_of(rows))


def _plan_stored(
    batch: ImportBatch, agency: Agency, records: list[Record], choices: Choices
) -> Planning:
    return plan_records(
        records,
        agency,
        sha256=batch.sha256,
        choices=choices,
        by=batch.created_by,
        skipped=sum(len(sheet["skipped"]) for sheet in batch.sheets),
    )


def _ask_again(batch: ImportBatch) -> None:
    batch.state, batch.ready_by = State.PLANNED, None
    batch.notice = "register_changed"
    fields = ["state", "ready_by", "notice", "seconds", "counts", "register_seen"]
    batch.save(update_fields=fields)


@transaction.atomic
def discard(batch: ImportBatch) -> None:
    """Delete an import that was not saved, with its rows and its file."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.is_saved or batch.state == State.COMMITTING:
        raise ValidationError(_("What has been saved cannot be discarded."))
    transaction.on_commit(partial(files.remove, batch.stored_as))
    batch.delete()
