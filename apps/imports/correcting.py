"""Cells put right in the review: read anew by the same rules, the file's own cells kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.businesses.identifiers import tidy
from apps.imports.batches import plan_again
from apps.imports.bulk import update_rows
from apps.imports.cleaning.record import COUNTS, Record
from apps.imports.cleaning.rows import PERMIT_COLUMNS, Surroundings, clean_row
from apps.imports.directions import Directions
from apps.imports.importing import with_corrections
from apps.imports.layout import DataRow
from apps.imports.mapping import Column
from apps.imports.models import ImportBatch, ImportRow
from apps.imports.remembering import may_be_remembered, remember_spelling
from apps.imports.sealed import unsealed
from apps.imports.stored import PLAN_FIELDS, keep_kinds, put_plan
from apps.imports.surroundings import World, load_world
from ikmportal.encryption import blind_index
from ikmportal.spreadsheets import Cell, text_of

if TYPE_CHECKING:
    from apps.accounts.models import User

LONGEST = 2_000
PLANNED_AT_ONCE = 2_000  # rows; more take longer than a page may
# A finding names a field of the record; these are the columns that it is read from.
READ_FROM: dict[str, tuple[str, ...]] = {
    "region": ("village", "district", "city", "address"),
    "products": ("product",),
    "kbli_code": ("kbli",),
    "workers": tuple(COUNTS),
    **{scheme: (scheme, "licence") for scheme in PERMIT_COLUMNS if scheme != "licence"},
}
# What is said of a plan until there is another.
OF_AN_OLD_PLAN = {"planned_when_saved", "register_changed", "registered_meanwhile"}
ROW_FIELDS = ["values", "findings", "decision", "reason", "corrections"]


def columns_of(sheet: Mapping[str, Any]) -> list[Column]:
    """The understood columns of a kept sheet; none of one that was kept before they were."""
    return [Column(**head) for head in sheet.get("heads", [])]


def columns_for(field: str, code: str, columns: Iterable[Column]) -> list[Column]:
    """Where what a finding says of a field can be put right, the likeliest column first."""
    names = READ_FROM.get(field, (field,))
    level = code.removeprefix("region.").partition("_")[0]  # «region.village_unknown»
    return sorted(
        (column for column in columns if column.field in names),
        key=lambda column: (column.field != level, names.index(column.field)),
    )


def cell_of(row: ImportRow, column: Column) -> Cell:
    """What stands in a cell now: what an officer wrote there, else what the file has."""
    if column.letter in (written := row.opened_corrections):
        return written[column.letter]
    cells: list[Cell] = unsealed(row.cells)
    return cells[column.index] if column.index < len(cells) else None


@dataclass(frozen=True)
class Correction:
    """What a cell should say: the row's position, the letter of the column, the text."""

    position: int
    letter: str
    text: str


def seal_of(cell: Cell) -> str:
    """Tells whether a cell still says what somebody saw there, without saying what."""
    return blind_index(_plain(cell), "cell")[:16]


class Correcting:
    """The open rows of a batch, to be read again with corrected cells."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.sheets = {sheet["name"]: sheet for sheet in batch.sheets}
        self.columns = {name: columns_of(sheet) for name, sheet in self.sheets.items()}
        self.rows = list(batch.rows.order_by("position"))
        self.stood: Cell = None

    @cached_property
    def world(self) -> World:
        return load_world(self.batch.agency, self.batch.year)

    def put(self, correction: Correction, *, everywhere: bool, seen: str = "") -> int:
        """Write a text into a cell, or into all cells of its column that hold the same.

        Returns how many cells that were. Raises KeyError for a column that is not understood,
        and ValidationError for a cell that somebody else has put right meanwhile.
        """
        row, column = self._cell(correction)
        letter, text = correction.letter, correction.text
        self.stood = cell_of(row, column)
        if seen and seen != seal_of(self.stood) and _plain(self.stood) != _plain(text):
            raise ValidationError(
                _("Somebody put this cell of row %(row)d right meanwhile: look again."),
                params={"row": row.row},
            )
        stood = _plain(self.stood)
        alike = [
            (other, there)
            for other in (self.rows if everywhere else [row])
            for there in self.columns[other.sheet]
            if there.field == column.field
            and (other is not row or there.letter == letter)
            and (other is row or _plain(cell_of(other, there)) == stood)
        ]
        for other, there in alike:
            written = other.opened_corrections | {there.letter: text[:LONGEST]}
            other.corrections = json.dumps(written, ensure_ascii=False)
        self._read_again({other.position for other, _there in alike})
        return len(alike)

    def _cell(self, correction: Correction) -> tuple[ImportRow, Column]:
        row = self.rows[correction.position]
        by_letter = {each.letter: each for each in self.columns[row.sheet]}
        return row, by_letter[correction.letter]

    def remember(self, correction: Correction, by: "User") -> None:
        """Read what stood in the cell as the correction, in later lists of the agency too."""
        _row, column = self._cell(correction)
        stood = text_of(self.stood)
        if may_be_remembered(column.field, stood, correction.text):
            agency = self.batch.agency
            remember_spelling(agency, column.field, stood, correction.text, by)

    def _read_again(self, positions: set[int]) -> None:
        """These rows, and those below that refer to them by «idem»."""
        changed: list[ImportRow] = []
        around = {
            name: self.world.within(
                sheet.get("region") or "",
                sheet.get("year"),
                Directions.of_sheet(sheet).said_of_all(name),
            )
            for name, sheet in self.sheets.items()
        }
        for row in self.rows:
            after_changed = bool(changed) and changed[-1].position == row.position - 1
            refers = any(each["code"] == "text.as_above" for each in row.findings)
            if row.position in positions or (after_changed and refers):
                self._clean(row, around[row.sheet])
                changed.append(row)
        update_rows(changed, ROW_FIELDS)

    def _clean(self, row: ImportRow, around: Surroundings) -> None:
        columns = self.columns[row.sheet]
        line = DataRow(row.row, corrected_cells(row), row.section)
        record = clean_row(line, columns, around, row.sheet, self._above(row))
        row.values = record.values_as_json
        row.findings = [note.as_json() for note in record.notes]
        decision = ImportRow.Decision
        row.decision = decision.REFUSED if record.refused else decision.CREATE
        row.reason = record.refused

    def _above(self, row: ImportRow) -> Record | None:
        above = self.rows[row.position - 1] if row.position else None
        if above is None or above.sheet != row.sheet:
            return None
        return Record(above.sheet, above.row, kept=above.opened)


def corrected_cells(row: ImportRow) -> list[Cell]:
    """The cells of the file with what was written over them."""
    return with_corrections(unsealed(row.cells), row.opened_corrections)


def _plain(cell: Cell) -> str:
    return tidy(text_of(cell)).casefold()


@transaction.atomic
def correct(
    batch: ImportBatch,
    correction: Correction,
    *,
    everywhere: bool = False,
    seen: str = "",
    remembered_by: "User | None" = None,
) -> int:
    """Put a cell right, or all that hold the same, and plan anew. Returns how many cells.

    `seen`: the `seal_of` what stood there, "" where nobody looked. `remembered_by`: who wants
    the word to be read so in later lists too. A long list is planned anew when it is saved.
    Raises ValidationError.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != ImportBatch.State.PLANNED:
        raise ValidationError(_("This import is no longer open to decisions."))
    correcting = Correcting(batch)
    try:
        count = correcting.put(correction, everywhere=everywhere, seen=seen)
    except KeyError:
        raise ValidationError(_("This column was not understood.")) from None
    if remembered_by is not None:
        correcting.remember(correction, remembered_by)
    if len(correcting.rows) > PLANNED_AT_ONCE:
        batch.notice, batch.register_seen = "planned_when_saved", ""
    else:
        planning = plan_again(batch, batch.agency, correcting.rows)
        put_plan(correcting.rows, planning)
        update_rows(correcting.rows, PLAN_FIELDS)
        batch.counts = planning.plan.counts
        batch.notice = "" if batch.notice in OF_AN_OLD_PLAN else batch.notice
    keep_kinds(
        batch,
        ([finding["code"] for finding in row.findings] for row in correcting.rows),
    )
    batch.save(update_fields=["counts", "notice", "kinds", "register_seen"])
    return count
