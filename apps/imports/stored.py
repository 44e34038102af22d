"""The rows of a batch as it keeps them: put there, planned again, and told what they became.

A list of 100,000 rows is never in memory as rows of the table: what is written is made as it
leaves, and of what is read only what a plan needs is kept.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from apps.imports.bulk import Row, add_rows, change_rows, update_rows
from apps.imports.cleaning.record import Record
from apps.imports.entered import NOTHING_ENTERED, Entered
from apps.imports.importing import Planning
from apps.imports.models import ImportBatch, ImportKind, ImportRow
from apps.imports.plan import PlannedRow
from apps.imports.sealed import as_text, unsealed

AT_ONCE = 2_000
OF_THE_PLAN = {"duplicate", "left_out"}  # every other reason is one to refuse a row
PLAN_FIELDS = ["decision", "reason", "duplicates", "findings", "changes", "business"]
PLAN_FIELDS += ["joins"]


@dataclass(slots=True)
class StoredRow:
    """What a row was planned as, and what an officer said of it."""

    pk: int
    position: int
    decision: str
    joins: int | None
    business_id: int | None
    choice: str
    choice_target: dict[str, int] | None
    changes: Any

    @property
    def opened_changes(self) -> dict[str, Any]:
        return unsealed(self.changes) if self.changes else {}


def store_rows(batch: ImportBatch, planning: Planning, entered: Entered) -> None:
    """Write the rows of a list that was just planned, with what was entered into them before."""
    plan = planning.plan.rows
    told = entered.by_position([(each.record.sheet, each.record.row) for each in plan])
    rows = (
        {
            "position": position,
            **_of_record(planned.record),
            **_of_plan(planned),
            **told.get(position, NOTHING_ENTERED),
        }
        for position, planned in enumerate(plan)
    )
    add_rows(ImportRow, rows, alike={"batch_id": batch.pk})


def keep_kinds(batch: ImportBatch, codes: Iterable[Iterable[str]]) -> None:
    """Note where each kind of finding stands; `codes` are those of each row, from the top.

    How many rows have it is noted with the batch, which is not saved here.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for position, of_row in enumerate(codes):
        for code in set(of_row):
            places[code].append(position)
    batch.kinds = {code: len(positions) for code, positions in places.items()}
    batch.kinds_of_findings.all().delete()
    ImportKind.objects.bulk_create(
        ImportKind(batch=batch, code=code, positions=positions)
        for code, positions in places.items()
    )


def _of_record(record: Record) -> Row:
    return {
        "sheet": record.sheet,
        "row": record.row,
        "section": record.section[:200],
        "cells": record.cells_as_json,
        "values": record.values_as_json,
        "findings": [note.as_json() for note in record.notes],
    }


def _of_plan(planned: PlannedRow) -> dict[str, Any]:
    changes = json.dumps(planned.changes, ensure_ascii=False, sort_keys=True)
    return {
        "decision": planned.decision,
        "reason": planned.reason,
        "duplicates": planned.duplicates,
        "changes": changes if planned.changes else None,
        "business_id": planned.group.business if planned.group else None,
        "joins": planned.group.rows[0] if planned.group else None,
    }


def put_plan(rows: Sequence[ImportRow], planning: Planning, first: int = 0) -> None:
    """Write into rows what they are planned as; `first` is the position of the first."""
    plan = planning.plan.rows[first : first + len(rows)]
    for row, planned in zip(rows, plan, strict=True):
        for name, value in _of_plan(planned).items():
            setattr(row, name, value)
        said = [note.as_json() for note in planned.record.notes]
        known = {(finding["field"], finding["code"]) for finding in row.findings}
        row.findings += [f for f in said if (f["field"], f["code"]) not in known]


def put_plan_again(batch: ImportBatch, planning: Planning) -> None:
    """Write another plan over all rows of a batch."""
    total = len(planning.plan.rows)
    for first in range(0, total, AT_ONCE):
        rows = list(batch.rows.order_by("position")[first : first + AT_ONCE])
        put_plan(rows, planning, first)
        update_rows(rows, PLAN_FIELDS)


def stored_rows(batch: ImportBatch) -> tuple[list[StoredRow], list[Record]]:
    """The rows of a batch with the records that they hold, from the top."""
    kept = list(StoredRow.__dataclass_fields__)
    found = batch.rows.order_by("position").values_list(
        *kept, "sheet", "row", "values", "reason"
    )
    rows: list[StoredRow] = []
    records: list[Record] = []
    for *fields, sheet, number, values, reason in found.iterator(chunk_size=AT_ONCE):
        row = StoredRow(*fields)
        rows.append(row)
        records.append(_record(sheet, number, values, reason))
    return rows, records


def record_of(row: ImportRow) -> Record:
    """The record that a stored row holds, without its cells."""
    return _record(row.sheet, row.row, row.values, row.reason)


def _record(sheet: str, row: int, values: Any, reason: str) -> Record:
    refused = "" if reason in OF_THE_PLAN else reason
    return Record(sheet, row, kept=as_text(values), refused=refused)


def is_stale(rows: Sequence[StoredRow], planning: Planning) -> bool:
    """Whether a row that nobody decided would now end otherwise than was shown."""
    for row, planned in zip(rows, planning.plan.rows, strict=True):
        if row.choice or (row.decision, planned.decision) == ("update", "same"):
            continue
        if row.decision != planned.decision or row.opened_changes != planned.changes:
            return True
    return False


def remember_records(keys: Iterable[int], planning: Planning) -> None:
    """Write which business and person the rows of these keys have become."""
    person_of = {id(o.group): o.person for o in planning.plan.outcomes}
    became = (
        {
            "id": key,
            "business_id": planned.group.business,
            "person_id": person_of[id(planned.group)],
        }
        for key, planned in zip(keys, planning.plan.rows, strict=True)
        if planned.group is not None
    )
    change_rows(ImportRow, became)
