"""Where the table is in a sheet: titles above, heads in one or two rows, sections and totals.

Pure: a `Sheet` in, a `Table` out. Nothing is dropped silently: every row that is no record is
in `skipped` with its reason.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from apps.imports.headers import IGNORED, Meaning, letters, meaning_of
from ikmportal.spreadsheets import Cell, Sheet, SheetRow, is_number, text_of

HEADER_WITHIN = 30
LONGEST_MERGE = 200
NAMES = {"owner_name", "business_name"}
ROMAN = re.compile(
    r"^(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\.?$", re.IGNORECASE
)
NUMBERED_SECTION = re.compile(r"^\s*(?:[IVXLC]+|[A-Z])\s*[.)]\s*(?=\S)", re.IGNORECASE)
TOTAL = re.compile(r"^\W*(sub\W*|grand\W*)?(jumlah|total|jml)\b", re.IGNORECASE)
FOOTER = re.compile(
    r"^(mengetahui|menyetujui|sumber\s*:|dibuat oleh|disusun oleh|an\.|a\.n\.|ttd|tertanda)"
    r"|\bNIP\b|^(plt\.?\s*)?(kepala|kasi|kasubdin|kabid)\b"
    r"|^[\w. ]+,\s*(\d{0,2}|[\s.…_]*)\s*(januari|februari|maret|april|mei|juni|juli|agustus|"
    r"september|oktober|november|nopember|desember)\b.*\d{4}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Skipped:
    """A row that is no record, and why: numbering, header, section, total, footer."""

    row: int
    why: str
    text: str = ""
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class DataRow:
    """A record as the sheet has it, under the section that it stands in."""

    number: int
    cells: list[Cell]
    section: str = ""


@dataclass
class Table:
    """The table of a sheet. `labels` are the heads by column, joined where they had two rows."""

    sheet: str
    header_row: int
    labels: dict[int, str]
    title: str = ""
    rows: list[DataRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    totals: list[DataRow] = field(default_factory=list)


def find_table(
    sheet: Sheet, header_row: int | None = None, records: Collection[int] = ()
) -> Table | None:
    """The table of a sheet, or None if no row reads like the head of a list of businesses.

    `header_row` is where somebody says that it begins; `records` are rows that he says are no
    headings, totals or signatures.
    """
    rows = sheet.rows
    stated = [row for row in rows if row.number == header_row]
    top = stated or [row for row in rows if row.number <= HEADER_WITHIN]
    best = max(top, key=_header_score, default=None)
    if best is None or not (stated or _is_header(best)):
        return None
    position = rows.index(best)
    below = rows[position + 1 : position + 2]
    labels = {
        index: _label(cell) for index, cell in enumerate(best.cells) if cell is not None
    }
    heads = 1
    if below and _is_second_header(best, below[0], sheet):
        labels = _joined(best, below[0])
        heads = 2
    title = "\n".join(_text(row) for row in rows[:position])
    table = Table(sheet.name, best.number, labels, title)
    below = list(_unmerged(rows[position + heads :], sheet.merged))
    _sort(table, below, frozenset(records))
    return table


def _unmerged(rows: list[SheetRow], merged: list[list[int]]) -> Iterator[SheetRow]:
    """The rows with cells that are merged downwards repeated: one owner, several products."""
    filled = {row.number: list(row.cells) for row in rows}
    for first, column, last, _ in merged:
        source = filled.get(first + 1, [])
        for number in range(first + 2, min(last, first + LONGEST_MERGE) + 2):
            cells = filled.get(number)
            if cells is not None and column < len(source):
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = source[column]
    for number, cells in filled.items():
        yield SheetRow(number, cells)


def _label(cell: Cell) -> str:
    return " ".join(text_of(cell).split())


def _text(row: SheetRow) -> str:
    return " ".join(_label(cell) for cell in row.cells if cell is not None)


def _fields(row: SheetRow) -> list[tuple[str, float]]:
    meanings = [meaning_of(_label(cell)) for cell in row.cells if isinstance(cell, str)]
    return [(m.field, m.score) for m in meanings if m]


def _header_score(row: SheetRow) -> float:
    return sum(score for _, score in _fields(row))


def _is_header(row: SheetRow) -> bool:
    found = {name for name, _ in _fields(row)} - {IGNORED}
    return len(found) >= 2 and bool(found & NAMES or "nik" in found)


def _is_second_header(first: SheetRow, second: SheetRow, sheet: Sheet) -> bool:
    """Sub-heads fill the columns that the first row left open, merged or blank."""
    if any(
        is_number(cell) or re.search(r"\d{5}", text_of(cell)) for cell in second.cells
    ):
        return False
    wide = {
        column
        for row, left, _, right in sheet.merged
        if row + 1 == first.number and right > left
        for column in range(left, right + 1)
    }
    down = {
        column
        for row, left, last, _ in sheet.merged
        if row + 1 == first.number and last > row
        for column in [left]
    }
    own = {i for i, cell in enumerate(second.cells) if cell is not None} - down
    taken = {i for i, cell in enumerate(first.cells) if cell is not None} - wide
    followed = {i for i in taken if i + 1 in own and _at(first, i + 1) is None}
    known = [i for i in own if meaning_of(_label(second.cells[i]))]
    return bool(known) and own <= wide | followed | (set(range(500)) - taken)


def _at(row: SheetRow, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


def _joined(first: SheetRow, second: SheetRow) -> dict[int, str]:
    """«PERIZINAN» over «NIB», «PIRT»: the head above reaches as far as it has sub-heads."""
    labels: dict[int, str] = {}
    parent = ""
    for index in range(max(len(first.cells), len(second.cells))):
        above, below = _label(_at(first, index)), _label(_at(second, index))
        parent = above or (parent if below else "")
        if above or below:
            below = "" if below == above else below
            labels[index] = f"{parent} {below}".strip()
    return labels


def _sort(table: Table, rows: list[SheetRow], records: frozenset[int]) -> None:
    """Tell the records from what stands between and below them."""
    columns = {i: m.field for i, text in table.labels.items() if (m := field_of(text))}
    heads = {index: letters(text) for index, text in table.labels.items() if text}
    section, ended, numbering_possible = "", False, True
    for row in rows:
        why = _why_not(row, heads, columns, ended=ended, numbering=numbering_possible)
        numbering_possible = False
        if not why or row.number in records:
            table.rows.append(DataRow(row.number, row.cells, section))
            continue
        table.skipped.append(Skipped(row.number, why, _text(row)[:200], row.cells))
        if why == "section":
            section = NUMBERED_SECTION.sub("", _section_text(row))
        elif why == "total":
            table.totals.append(DataRow(row.number, row.cells))
        ended = ended or why == "footer"


def field_of(label: str) -> Meaning | None:
    """The meaning of a head that may be joined of two: the whole first, then its last word."""
    whole = meaning_of(label)
    return whole or (meaning_of(label.rsplit(maxsplit=1)[-1]) if " " in label else None)


def _why_not(
    row: SheetRow,
    heads: dict[int, str],
    columns: dict[int, str],
    *,
    ended: bool,
    numbering: bool,
) -> str:
    filled = [cell for cell in row.cells if cell is not None]
    if numbering and _is_numbering(filled):
        return "numbering"
    if _repeats_header(row, heads):
        return "header"
    counted = _is_counted(row, columns)
    if not counted and any(TOTAL.match(text_of(cell)) for cell in filled[:3]):
        return "total"
    if (
        not counted
        and len(filled) <= 4
        and any(FOOTER.search(text_of(c)) for c in filled)
    ):
        return "footer"
    if ended and not counted and len(filled) <= 4:
        return "footer"
    return "section" if _is_section(row, columns) else ""


def _is_numbering(filled: Sequence[Cell]) -> bool:
    numbers = [re.sub(r"[().\s]", "", text_of(cell)) for cell in filled]
    if len(numbers) < 3 or not all(number.isdigit() for number in numbers):
        return False
    steps = {int(b) - int(a) for a, b in pairwise(numbers)}
    return numbers[0] == "1" and steps <= {1, 2, 3}


def _repeats_header(row: SheetRow, heads: dict[int, str]) -> bool:
    same = 0
    for index, cell in enumerate(row.cells):
        if isinstance(cell, str) and index in heads and letters(cell) == heads[index]:
            same += 1
    return same >= 3


def _is_counted(row: SheetRow, columns: dict[int, str]) -> bool:
    """Whether the row has an arabic number in the column of running numbers."""
    index = next((i for i, name in columns.items() if name == IGNORED), None)
    return index is not None and bool(
        re.fullmatch(r"\d+[.)]?", text_of(_at(row, index)))
    )


def _is_section(row: SheetRow, columns: dict[int, str]) -> bool:
    """One text alone, perhaps after «I» or «A»; a name beside a running number is a record."""
    filled = [(i, cell) for i, cell in enumerate(row.cells) if cell is not None]
    if len(filled) == 2:
        mark = text_of(filled[0][1]).strip()
        if not (ROMAN.match(mark) or re.fullmatch(r"[A-Z][.)]?", mark)):
            return False
        filled = filled[1:]
    if len(filled) != 1 or _is_counted(row, columns):
        return False
    text = text_of(filled[0][1])
    return not is_number(filled[0][1]) and bool(re.search(r"[A-Za-z]{3}", text))


def _section_text(row: SheetRow) -> str:
    return text_of([cell for cell in row.cells if cell is not None][-1])


def column_letter(index: int) -> str:
    """As the spreadsheet names it: 0 is «A», 26 is «AA»."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(letter: str) -> int:
    """The other way round: «A» is 0, «AA» is 26."""
    index = 0
    for each in letter:
        index = index * 26 + ord(each) - 64
    return index - 1
