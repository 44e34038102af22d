"""The whole way of a list: read, lay out, map, clean, match, plan. `commit_batch` saves it."""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from apps.agencies.models import Agency
from apps.imports.cleaning.amounts import read_money
from apps.imports.cleaning.masking import without_numbers
from apps.imports.cleaning.record import Record
from apps.imports.cleaning.rows import clean_row
from apps.imports.layout import DataRow, Skipped, Table, find_table
from apps.imports.mapping import Column, map_columns
from apps.imports.matching.grouping import Choices, described, group
from apps.imports.matching.present import load_known
from apps.imports.matching.register import Register, load_register
from apps.imports.plan import Known, Plan, make_plan
from apps.imports.surroundings import World, load_world
from ikmportal.spreadsheets import Sheet, UnreadableFile, is_number, safe_parse

if TYPE_CHECKING:
    from apps.accounts.models import User

Progress = Callable[[int, int], None]
STEP = 500  # rows between two signs of life
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


@dataclass
class Reading:
    """What a file holds: its sheets and, from the top, its records."""

    sheets: list[ReadSheet] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    doubtful: bool = False  # some letters may have been read wrongly

    @property
    def skipped(self) -> int:
        return sum(len(sheet.skipped) for sheet in self.sheets)


@contextmanager
def timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[stage] = round(seconds.get(stage, 0) + time.perf_counter() - started, 3)


def read_list(
    content: bytes,
    agency: Agency,
    *,
    year: int | None = None,
    sheets: list[str] | None = None,
    progress: Progress = lambda done, total: None,
) -> Reading:
    """The records of a file. Raises UnreadableFile with one sentence for the officer."""
    reading = Reading()
    with timed(reading.seconds, "read"):
        tables = [
            (sheet, find_table(sheet)) for sheet in _wanted(safe_parse(content), sheets)
        ]
    if not any(table for _, table in tables):
        raise UnreadableFile("not_a_list")
    reading.doubtful = any(sheet.doubtful for sheet, _ in tables)
    with timed(reading.seconds, "clean"):
        world = load_world(agency, year)
        total = sum(len(table.rows) for _, table in tables if table)
        for sheet, table in tables:
            read = (
                _clean(table, world, reading.records, total, progress)
                if table
                else None
            )
            reading.sheets.append(read or ReadSheet(sheet.name))
    if not any(sheet.columns for sheet in reading.sheets):
        raise UnreadableFile("not_a_list")
    return reading


def _wanted(found: list[Sheet], names: list[str] | None) -> list[Sheet]:
    """The sheets that were asked for, else all that are not hidden."""
    called = discreet_names(found)
    wanted = {without_numbers(name) for name in names or []}
    chosen = [sheet for sheet in called if sheet.name in wanted]
    if len(chosen) < len(wanted):
        raise UnreadableFile("no_such_sheet")
    return chosen or [sheet for sheet in called if sheet.visible] or called


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


def _clean(
    table: Table, world: World, records: list[Record], total: int, progress: Progress
) -> ReadSheet | None:
    columns = map_columns(table, world.is_commodity)
    if not NEEDED & {column.field for column in columns}:
        return None
    surroundings = world.around(table, columns)
    _take_back(table, columns, world)
    above: Record | None = None
    for row in table.rows:
        above = clean_row(row, columns, surroundings, table.sheet, above)
        records.append(above)
        if len(records) % STEP == 0:
            progress(len(records), total)
    return ReadSheet(
        table.sheet,
        table.header_row,
        columns,
        table.skipped,
        surroundings.year,
        surroundings.region,
        differing_totals(table, columns),
    )


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


SUMMED = {"workers_male", "workers_female", "workers", "investment"}
SUMMED |= {"sales", "production_value", "raw_material_value"}


def differing_totals(table: Table, columns: list[Column]) -> dict[int, list[str]]:
    """Total rows as a checksum: the fields whose total is the sum of no rows above it.

    A total may cover its section, what follows the total before it, or all rows so far.
    """
    differing: dict[int, list[str]] = {}
    last = 0
    for total in table.totals:
        above = [row for row in table.rows if row.number < total.number]
        spans = [above, [row for row in above if row.number > last]]
        spans.append(
            [row for row in above if row.section == above[-1].section] if above else []
        )
        wrong = [
            c.field
            for c in columns
            if c.field in SUMMED and not _adds_up(c, total, spans)
        ]
        if wrong:
            differing[total.number] = wrong
        last = total.number
    return differing


def _adds_up(column: Column, total: DataRow, spans: list[list[DataRow]]) -> bool:
    stated = _amount(column, total)
    sums = [sum(_amount(column, row) or 0 for row in span) for span in spans]
    return stated is None or stated in sums


def _amount(column: Column, row: DataRow) -> float | None:
    cell = row.cells[column.index] if column.index < len(row.cells) else None
    if is_number(cell):
        return float(cell) * column.multiplier  # type: ignore[arg-type]
    return read_money(cell, multiplier=column.multiplier).value


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
    with timed(seconds, "plan"):
        businesses = [g.business for g in grouping.groups if g.business is not None]
        known = load_known(businesses, agency)
        plan = make_plan(records, grouping, known, register, skipped)
    return Planning(plan, known, register, seconds)


def sheet_as_json(sheet: ReadSheet) -> dict[str, Any]:
    """As the report and the batch keep it: columns by letter, skipped rows with the reason."""
    skipped: list[dict[str, Any]] = [
        {"row": s.row, "why": s.why} for s in sheet.skipped
    ]
    for entry in skipped:
        if differing := sheet.differing_totals.get(entry["row"]):
            entry["differs"] = differing
    return {
        "name": sheet.name,
        "header_row": sheet.header_row,
        "columns": {column.letter: column.field for column in sheet.columns},
        "skipped": skipped,
    }


def kept_sheet(sheet: ReadSheet) -> dict[str, Any]:
    """A sheet as its batch keeps it: with all that is needed to read a row of it once more."""
    return sheet_as_json(sheet) | {
        "heads": [asdict(column) for column in sheet.columns],
        "year": sheet.year,
        "region": sheet.region,
    }
