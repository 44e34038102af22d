"""The report of an import as JSON: what each row says and what becomes of it.

It holds personal data and is written for its reader's eyes only.
"""

import json
import os
from pathlib import Path
from typing import Any

from apps.imports.cleaning.record import Record
from apps.imports.importing import Planning, Reading, sheet_as_json
from apps.imports.models import ImportBatch
from apps.imports.plan import PlannedRow

STAGES = ["read", "clean", "match", "plan", "commit"]
SHOWN = ["row", "sheet", "business", "score"]
UNSAID = {"nik_status", "as_of"}


def as_report(
    reading: Reading, planning: Planning, file: str, batch: ImportBatch | None
) -> dict[str, Any]:
    """`batch`: as which it was saved, None for a dry run."""
    seconds = reading.seconds | planning.seconds | (batch.seconds if batch else {})
    return {
        "batch": batch.pk if batch else None,
        "file": file,
        "sheets": [sheet_as_json(sheet) for sheet in reading.sheets],
        "counts": planning.plan.counts,
        "rows": [_row(planned) for planned in planning.plan.rows],
        "seconds": {stage: seconds.get(stage, 0) for stage in STAGES},
    }


def _row(planned: PlannedRow) -> dict[str, Any]:
    record = planned.record
    findings = [note.as_json() for note in record.notes]
    return {
        "sheet": record.sheet,
        "row": record.row,
        "decision": planned.decision,
        "business": planned.group.business if planned.group else None,
        "values": _values(record),
        "findings": [{k: v for k, v in f.items() if k != "message"} for f in findings],
        "duplicates": [
            {name: duplicate[name] for name in SHOWN if name in duplicate}
            for duplicate in planned.duplicates
        ],
    }


def _values(record: Record) -> dict[str, Any]:
    return {
        name: value
        for name, value in record.values.items()
        if not name.startswith("_") and name not in UNSAID
    }


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write with mode 0600, also over a file that was open to others."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(report, file, ensure_ascii=False, indent=1)
