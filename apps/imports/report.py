"""The report of an import as JSON: what each row says and what becomes of it.

It holds personal data and is written for its reader's eyes only.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from apps.imports.cleaning.record import BUSINESS, FIGURES, PERSONAL, Record
from apps.imports.importing import Planning, Reading
from apps.imports.kept_sheets import sheet_as_json
from apps.imports.models import ImportBatch
from apps.imports.plan import PlannedRow

STAGES = ["read", "clean", "match", "plan", "commit"]
SHOWN = ["row", "sheet", "business", "score"]
SAID = [*PERSONAL, *BUSINESS, *FIGURES, "claims", "year", "channel", "status"]


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
        "findings": [{k: v for k, v in f.items() if k != "params"} for f in findings],
        "duplicates": [
            {name: duplicate[name] for name in SHOWN if name in duplicate}
            for duplicate in planned.duplicates
        ],
    }


def _values(record: Record) -> dict[str, Any]:
    return {name: record.get(name) for name in SAID}


def may_be_written(path: Path, source: Path) -> bool:
    """Whether a report may stand there: a new file, or in the place of a file but the list's."""
    target = path.resolve()
    if target == source.resolve() or (target.exists() and not target.is_file()):
        return False
    return target.parent.is_dir() and os.access(target.parent, os.W_OK)


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write with mode 0600, whole or not at all, also in the place of an older one."""
    target = path.resolve()
    descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=".report-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(report, file, ensure_ascii=False, indent=1)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
