"""The whole way of a list: read, lay out, map, clean, match, plan. `commit_batch` saves it."""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from apps.agencies.models import Agency
from apps.businesses.identifiers import tidy
from apps.imports.cleaning.masking import without_numbers
from apps.imports.cleaning.record import Record
from apps.imports.cleaning.rows import Surroundings, clean_row
from apps.imports.directions import Directions, ways_to_read
from apps.imports.layout import (
    DataRow,
    Skipped,
    Table,
    column_index,
    find_table,
)
from apps.imports.mapping import Column, doubtful_columns, map_columns
from apps.imports.matching.grouping import Choices, Grouping, described, group
from apps.imports.matching.present import load_known
from apps.imports.matching.register import Register, load_register
from apps.imports.plan import Known, Plan, make_plan
from apps.imports.remembering import remembered_by
from apps.imports.surroundings import World, load_world
from apps.imports.totals import differing_totals
from ikmportal.side_by_side import Beside, NoAnswerError, processes_for
from ikmportal.spreadsheets import (
    Cell,
    Sheet,
    UnreadableFile,
    text_of,
)

if TYPE_CHECKING:
    from apps.accounts.models import User

Progress = Callable[[int, int], None]
Corrections = Mapping[tuple[str, int], Mapping[str, str]]
SHOWN_ROWS, SHOWN_OF_CELL = 15, 40
STEP = 500  # rows between two signs of life
WORTH_IT = 4_000  # rows: fewer are cleaned before another process has begun
OWN_PART = (
    0.54  # of a long table: the records of the other process have to be handed over
)
AS_ABOVE = "text.as_above"
NEEDED = {"owner_name", "business_name", "nik"}


@dataclass
class ReadSheet:
    """A sheet as it was understood; without a table it has no header row and no columns."""

    name: str
    header_row: int | None = None
    columns: list[Column] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    year: int | None = None
    region: str = ""
    differing_totals: dict[int, list[str]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    directions: Directions = field(default_factory=Directions)
    asked: list[str] = field(default_factory=list)  # columns nobody has decided on
    is_remembered: bool = False
    top: list[tuple[int, list[str]]] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""


@dataclass
class Reading:
    """What a file holds: its sheets and, from the top, its records."""

    sheets: list[ReadSheet] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    doubtful: bool = False  # some letters may have been read wrongly
    unread: dict[str, str] = field(default_factory=dict)  # sheets, and why not

    @property
    def skipped(self) -> int:
        return sum(len(sheet.skipped) for sheet in self.sheets)


@contextmanager
def timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[stage] = round(seconds.get(stage, 0) + time.perf_counter() - started, 3)


def read_list(  # noqa: PLR0913  what is known of a list
    content: bytes,
    agency: Agency,
    *,
    year: int | None = None,
    sheets: list[str] | None = None,
    directions: Mapping[str, Directions] | None = None,
    corrections: Corrections | None = None,
    progress: Progress = lambda done, total: None,
) -> Reading:
    """The records of a file. Raises UnreadableFile with one sentence for the officer.

    `directions` by the name of the sheet go before what the agency remembers of lists with the
    same heads, and both before the guesses. `corrections` are texts by sheet, row and letter.
    """
    reading = Reading()
    told = directions or {}
    with timed(reading.seconds, "read"):
        tables, reading.unread = _tables_of(content, sheets, told)
    reading.doubtful = any(sheet.doubtful for sheet, _ in tables)
    with timed(reading.seconds, "clean"):
        world = load_world(agency, year)
        total = sum(len(table.rows) for _, table in tables if table)
        progress(0, total)
        way = _Cleaning(world, told, corrections or {}, total, progress)
        for sheet, table in tables:
            read = way.clean(table, reading.records) if table else None
            read = read or ReadSheet(sheet.name)
            read.top = top_of(sheet)
            read.encoding, read.delimiter = sheet.encoding, sheet.delimiter
            reading.sheets.append(read)
        progress(total, total)
    if not any(sheet.columns for sheet in reading.sheets):
        raise UnreadableFile("not_a_list")
    return reading


def _tables_of(
    content: bytes, names: list[str] | None, told: Mapping[str, Directions]
) -> tuple[list[tuple[Sheet, Table | None]], dict[str, str]]:
    """The sheets to read with their tables, and those to leave unread, each with why."""
    for sheets in ways_to_read(content, told):
        wanted, unread = _wanted(sheets, names, told)
        tables = [(sheet, _table_of(sheet, told)) for sheet in wanted]
        if any(table for _, table in tables):
            return tables, unread
    raise UnreadableFile("not_a_list")


def _table_of(sheet: Sheet, told: Mapping[str, Directions]) -> Table | None:
    said = told.get(sheet.name, Directions())
    return find_table(sheet, said.header_row, said.records)


def top_of(sheet: Sheet) -> list[tuple[int, list[str]]]:
    """The first rows as texts, to show where the table was found: without NIKs and phones."""
    return [
        (row.number, [_shown(cell) for cell in row.cells])
        for row in sheet.rows[:SHOWN_ROWS]
    ]


def _shown(cell: Cell) -> str:
    return without_numbers(tidy(text_of(cell)))[:SHOWN_OF_CELL]


def _wanted(
    found: list[Sheet], names: list[str] | None, told: Mapping[str, Directions]
) -> tuple[list[Sheet], dict[str, str]]:
    """The sheets that were asked for, else all that are not hidden; and the others, with why.

    What somebody said of a sheet goes before both.
    """
    called = discreet_names(found)
    wanted = {without_numbers(name) for name in names or []}
    chosen = [sheet for sheet in called if sheet.name in wanted]
    if len(chosen) < len(wanted):
        raise UnreadableFile("no_such_sheet")
    chosen = chosen or [sheet for sheet in called if sheet.visible] or called
    guessed = {sheet.name for sheet in chosen}
    kept = [
        sheet
        for sheet in called
        if (told[sheet.name].read if sheet.name in told else sheet.name in guessed)
    ]
    names_kept = {sheet.name for sheet in kept}
    unread = {
        sheet.name: "" if sheet.visible else "hidden"
        for sheet in called
        if sheet.name not in names_kept
    }
    return kept, unread


def discreet_names(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets under names that hold no NIK or phone, and are still different."""
    taken: set[str] = set()
    for sheet in sheets:
        bare = sheet.name = without_numbers(sheet.name)
        more = itertools.count(2)
        while sheet.name in taken:
            sheet.name = f"{bare} ({next(more)})"
        taken.add(sheet.name)
    return sheets


@dataclass
class _Cleaning:
    """The sheets of one file, cleaned one after the other."""

    world: World
    told: Mapping[str, Directions]
    corrections: Corrections
    total: int
    progress: Progress

    def clean(self, table: Table, records: list[Record]) -> ReadSheet | None:
        """Add the records of a table; None if its columns tell of no businesses."""
        remembered = remembered_by(self.world.agency)(table.labels)
        told = self.told.get(table.sheet) or remembered or Directions()
        world = self.world
        columns = map_columns(table, world.is_commodity, told.columns, told.units)
        if not NEEDED & {column.field for column in columns}:
            return None
        surroundings = world.around(table, columns, told.said_of_all(table.sheet))
        _take_back(table, columns, world)
        way = _Rows(self, table, columns, surroundings)
        records += way.records(len(records))
        return ReadSheet(
            table.sheet,
            table.header_row,
            columns,
            table.skipped,
            surroundings.year,
            surroundings.region,
            differing_totals(table, columns),
            table.labels,
            told,
            doubtful_columns(table, told.columns),
            table.sheet not in self.told and remembered is not None,
        )


@dataclass
class _Rows:
    """The rows of one table on their way to records: those of a long one in two processes."""

    cleaning: _Cleaning
    table: Table
    columns: list[Column]
    surroundings: Surroundings

    def records(self, before: int) -> list[Record]:
        """In the order of the rows; `before` is how many of other tables are read already."""
        rows = self.table.rows
        if processes_for(len(rows), WORTH_IT) == 1:
            return list(self._cleaned(rows, None, before))
        middle = int(len(rows) * OWN_PART)
        other = Beside(lambda: list(self._cleaned(rows[middle:], None, None)))
        try:
            first = list(self._cleaned(rows[:middle], None, before))
            rest = self._joined(first[-1], rows[middle:], other.answer())
        except NoAnswerError:  # it met an area that has to be asked for
            rest = list(self._cleaned(rows[middle:], first[-1], before + middle))
        finally:
            other.end()
        return first + rest

    def _joined(
        self, above: Record, rows: list[DataRow], records: list[Record]
    ) -> list[Record]:
        """The records of the other part: its first rows may say «as above», and did not know what."""
        for place, record in enumerate(records):
            if all(note.finding.code != AS_ABOVE for note in record.notes):
                break
            above = records[place] = self._record(rows[place], above)
        return records

    def _cleaned(
        self, rows: list[DataRow], above: Record | None, before: int | None
    ) -> Iterator[Record]:
        """One after the other. `before`: None where nobody is told how far it is."""
        for number, row in enumerate(rows, start=1):
            above = self._record(row, above)
            yield above
            if before is not None and number % STEP == 0:
                self.cleaning.progress(before + number, self.cleaning.total)

    def _record(self, row: DataRow, above: Record | None) -> Record:
        """A row as it stands after its corrections; its record keeps the file's own cells."""
        sheet = self.table.sheet
        written = self.cleaning.corrections.get((sheet, row.number))
        read = row
        if written:
            read = replace(row, cells=with_corrections(row.cells, written))
        record = clean_row(read, self.columns, self.surroundings, sheet, above)
        record.cells = row.cells
        record.pack()
        return record


def with_corrections(cells: Sequence[Cell], written: Mapping[str, str]) -> list[Cell]:
    """The cells of the file with what was written over them, by the letter of the column."""
    corrected = list(cells)
    for letter, text in written.items():
        index = column_index(letter)
        corrected += [None] * (index + 1 - len(corrected))
        corrected[index] = text
    return corrected


def _take_back(table: Table, columns: list[Column], world: World) -> None:
    """Make rows again of «headings» that are the name of a business: they are refused, not lost."""
    places = {column.index for column in columns if column.field == "business_name"}
    lost = [
        line
        for line in table.skipped
        if line.why == "section"
        and {i for i, cell in enumerate(line.cells) if cell is not None} <= places
        and not world.is_heading(line.text)
    ]
    table.skipped = [line for line in table.skipped if line not in lost]
    table.rows += [DataRow(line.row, line.cells) for line in lost]
    table.rows.sort(key=lambda row: row.number)


@dataclass
class Planning:
    """A plan with what it was made from, so that it can be written."""

    plan: Plan
    known: dict[int, Known]
    register: Register
    seconds: dict[str, float]


def plan_records(  # noqa: PLR0913  what a plan depends on
    records: list[Record],
    agency: Agency,
    *,
    sha256: str = "",
    choices: Choices | None = None,
    by: "User | None" = None,
    skipped: int = 0,
) -> Planning:
    """What is to become of the records, against the register as `by` sees it now."""
    seconds: dict[str, float] = {}
    with timed(seconds, "match"):
        descriptions = [described(record) for record in records]
        register = load_register(
            agency, (d.nik for d in descriptions if d.nik), sha256, by
        )
        grouping = group(records, descriptions, register, choices or {})
    del descriptions  # of a long list the most of its memory, as what follows
    register.forget_likeness()
    return plan_grouped(
        records, agency, register, grouping, skipped=skipped, seconds=seconds
    )


def plan_grouped(  # noqa: PLR0913  what a plan is made from
    records: list[Record],
    agency: Agency,
    register: Register,
    grouping: Grouping,
    *,
    skipped: int,
    seconds: dict[str, float],
) -> Planning:
    """What is to become of records of which it is known which are one business."""
    with timed(seconds, "plan"):
        businesses = [g.business for g in grouping.groups if g.business is not None]
        known = load_known(businesses, agency)
        plan = make_plan(records, grouping, known, register, skipped)
    return Planning(plan, known, register, seconds)
