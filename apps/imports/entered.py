"""What officers have entered into the rows of an import, carried over when it is read again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.imports.importing import Corrections
from apps.imports.models import ImportBatch, ImportRow

NOTHING_ENTERED = {"corrections": None, "choice": "", "choice_target": None}
Where = tuple[str, int]  # the name of a sheet, and a row of it


@dataclass(frozen=True)
class Entered:
    """Corrected cells and decisions by sheet and row; a decision as (what, kind, target)."""

    corrections: Corrections = field(default_factory=dict)
    decisions: dict[Where, tuple[str, str, Any]] = field(default_factory=dict)

    def choices(self, places: Sequence[Where]) -> dict[int, tuple[str, Any]]:
        """The decisions as the matching takes them: by where the rows are now."""
        now = {where: position for position, where in enumerate(places)}
        found: dict[int, tuple[str, Any]] = {}
        for where, (choice, kind, target) in self.decisions.items():
            if where not in now:
                continue
            if choice != ImportRow.Choice.SAME:
                found[now[where]] = (choice, None)
            elif kind == "business":
                found[now[where]] = (kind, target)
            elif target in now:
                found[now[where]] = (kind, now[target])
        return found

    def by_position(self, places: Sequence[Where]) -> dict[int, dict[str, Any]]:
        """The fields of the rows that hold any of it, by where they are now."""
        found: dict[int, dict[str, Any]] = {}
        for position, (kind, target) in self.choices(places).items():
            same = kind in {"business", "row"}
            found[position] = NOTHING_ENTERED | {
                "choice": ImportRow.Choice.SAME if same else kind,
                "choice_target": {kind: target} if same else None,
            }
        for position, where in enumerate(places):
            if written := self.corrections.get(where):
                text = json.dumps(dict(written), ensure_ascii=False)
                fields = found.get(position, NOTHING_ENTERED)
                found[position] = fields | {"corrections": text}
        return found


def entered_in(batch: ImportBatch) -> Entered:
    """What stands in a batch now; nothing in one that is read for the first time."""
    told = batch.rows.exclude(corrections=None, choice="").order_by("position")
    rows = list(told.defer("cells", "values", "changes"))
    if not rows:
        return Entered()
    places = {
        position: (sheet, row)
        for position, sheet, row in batch.rows.values_list("position", "sheet", "row")
    }
    return Entered(
        {
            (row.sheet, row.row): row.opened_corrections
            for row in rows
            if row.corrections
        },
        {(row.sheet, row.row): _decision(row, places) for row in rows if row.choice},
    )


def _decision(row: ImportRow, places: dict[int, Where]) -> tuple[str, str, Any]:
    if row.choice != ImportRow.Choice.SAME:
        return row.choice, "", None
    [(kind, target)] = (row.choice_target or {}).items()
    return row.choice, kind, places[target] if kind == "row" else target
