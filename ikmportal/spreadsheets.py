"""From the bytes of an uploaded file to sheets of cells, in a child process with limits."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ikmportal.confined import ConfinedError, confined

# In what a text may be written, and what may part its cells.
ENCODINGS = ("utf-8", "cp1252", "mac-roman", "utf-16-le", "utf-16-be")
DELIMITERS = (",", ";", "\t", "|")
# A cell as the file holds it: text, a number, true or false, {"date": ISO date}, or nothing.
Cell = str | int | float | bool | dict[str, str] | None

REFUSALS = {
    "password": _(
        "The file is protected by a password. Remove the password and send it again."
    ),
    "damaged": _(
        "The file is damaged or incomplete. Open it, save it anew and send that."
    ),
    "quote": _(
        "A quotation mark that opens in row %(row)d is never closed. Close it and send the "
        "file again."
    ),
    "empty": _("The file is empty."),
    "not_table": _("This is not a table. Lists can be read as XLSX, XLS, ODS or CSV."),
    "too_many_rows": _(
        "The table is too large: at most 200,000 rows and 200 columns can be read at once."
    ),
    "bomb": _(
        "The file expands to far more than a list holds. Save only the list and send that."
    ),
    "encoding": _(
        "The text of the file cannot be decoded. Save it as «CSV UTF-8» or as XLSX."
    ),
    "nul": _(
        "The file holds characters that no list has (NUL). Save it anew and send that."
    ),
    "not_a_list": _(
        "No header row of a list of businesses was found: columns such as the name, NIK, "
        "address and phone are needed."
    ),
    "no_such_sheet": _("The file has no sheet of that name."),
}


class UnreadableFile(Exception):  # noqa: N818
    """The file cannot be imported; the message says why, in one sentence."""

    def __init__(self, code: str, row: int = 0) -> None:
        self.code, self.row = code, row
        super().__init__(str(REFUSALS[code]) % {"row": row})


@dataclass(frozen=True)
class SheetRow:
    """A row that holds something; `number` is what the spreadsheet shows."""

    number: int
    cells: list[Cell]


@dataclass
class Sheet:
    """A sheet as it stands. `merged` are (first row, first column, last row, last column)."""

    name: str
    visible: bool = True
    merged: list[list[int]] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)
    doubtful: bool = False  # some letters may have been read wrongly
    encoding: str = ""  # of a text: how it was read
    delimiter: str = ""


def safe_parse(
    content: bytes, *, encoding: str = "", delimiter: str = ""
) -> list[Sheet]:
    """The sheets of an XLSX, XLS, ODS or CSV file. Raises UnreadableFile.

    `encoding` and `delimiter` are what is said of a CSV; what is not said is guessed.

    The file is opened by a child alone: limited in memory, time and output, without a
    network of its own or any secret in its environment, and never written to disk in plain.
    """
    try:
        with confined("table", content, encoding, delimiter) as answer:
            return _sheets(answer)
    except ConfinedError as error:
        raise UnreadableFile("bomb" if error.was_killed else "damaged") from None


def _sheets(answer: Iterable[bytes]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for line in answer:
        parsed: Any = json.loads(line)
        if isinstance(parsed, list):
            sheets[-1].rows.append(SheetRow(*parsed))
        elif "refused" in parsed:
            raise UnreadableFile(parsed["refused"], parsed.get("row", 0))
        else:
            sheets.append(Sheet(parsed["sheet"], parsed["visible"], parsed["merged"]))
            sheets[-1].doubtful = parsed.get("doubtful", False)
            sheets[-1].encoding = parsed.get("encoding", "")
            sheets[-1].delimiter = parsed.get("delimiter", "")
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFile("empty")
    return sheets


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without a decimal point, dates as YYYY-MM-DD."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    return cell["date"][:10] if isinstance(cell, dict) else str(cell)


def date_of(cell: Cell) -> date | None:
    """The date of a cell that holds one as a date."""
    return (
        datetime.fromisoformat(cell["date"]).date() if isinstance(cell, dict) else None
    )


def is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
