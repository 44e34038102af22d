"""How a sheet is to be read, where somebody says so: the guesses hold for all that is left open.

Kept with the batch; what holds for every list with the same heads is remembered by the agency.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Self

from apps.imports.cleaning.masking import without_numbers
from apps.imports.headers import IGNORED, letters
from apps.imports.mapping import FIELDS, UNITS
from ikmportal.spreadsheets import DELIMITERS, Sheet, UnreadableFile, safe_parse

# What one value can say of all rows of a sheet; and what the name of a sheet can say.
FOR_ALL = ("village", "district", "city", "commodity_group", "channel", "year")
CALLED = ("village", "district", "city", "commodity_group")
OF_ONE_LIST = {"year"}
TEXT_SHEET = "CSV"  # the one sheet of a text
LONGEST_HEADS = 1_000


@dataclass(frozen=True)
class Directions:
    """Of one sheet: what somebody said of it; `columns` and `units` by the letter of a column.

    `header_row` is the number that the spreadsheet shows; `records` are rows that were taken for
    headings or totals, and are not; `called` is the field that the sheet's name tells.
    """

    read: bool = True
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    called: str = ""
    for_all: Mapping[str, str] = field(default_factory=dict)
    records: tuple[int, ...] = ()
    encoding: str = ""  # of a text
    delimiter: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` wrote; fields or units that no longer exist are left to the guess."""
        columns = kept.get("columns", {})
        return cls(
            read=kept.get("read", True),
            header_row=kept.get("header_row"),
            columns={k: v for k, v in columns.items() if v in {*FIELDS, IGNORED}},
            units={k: v for k, v in kept.get("units", {}).items() if v in UNITS},
            called=kept.get("called", ""),
            for_all=kept.get("for_all", {}),
            records=tuple(kept.get("records", [])),
            encoding=kept.get("encoding", ""),
            delimiter=kept.get("delimiter", ""),
        )

    @classmethod
    def of_sheet(cls, sheet: Mapping[str, Any]) -> Self:
        """How a sheet was read, as its batch keeps it; one that was not read was left out."""
        return cls.from_json(sheet.get("directions", {"read": not sheet.get("unread")}))

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "header_row": self.header_row,
            "columns": dict(self.columns),
            "units": dict(self.units),
            "called": self.called,
            "for_all": dict(self.for_all),
            "records": list(self.records),
            "encoding": self.encoding,
            "delimiter": self.delimiter,
        }

    def said_of_all(self, sheet: str) -> dict[str, str]:
        """Texts by field for every row that says nothing itself."""
        named = {self.called: sheet} if self.called else {}
        return named | {name: text for name, text in self.for_all.items() if text}

    def with_column(self, letter: str, name: str) -> Self:
        """The same, and this column tells this field."""
        return replace(self, columns={**self.columns, letter: name})

    def worth_remembering(self) -> Self:
        """What holds for the next list with the same heads too."""
        lasting = {k: v for k, v in self.for_all.items() if k not in OF_ONE_LIST}
        bare = replace(self, read=True, header_row=None, records=())
        return replace(bare, for_all=lasting, encoding="", delimiter="")


Remembered = Callable[[Mapping[int, str]], Directions | None]


def parse_as_told(content: bytes, told: Mapping[str, Directions]) -> list[Sheet]:
    """The sheets of a file, a text being read as somebody says. Raises UnreadableFile."""
    said = told.get(TEXT_SHEET, Directions())
    return safe_parse(content, encoding=said.encoding, delimiter=said.delimiter)


def ways_to_read(
    content: bytes, told: Mapping[str, Directions]
) -> Iterator[list[Sheet]]:
    """As it is told or looks; then a text cut otherwise, if that shows no list of businesses."""
    sheets = parse_as_told(content, told)
    yield sheets
    said, [first, *_more] = told.get(TEXT_SHEET, Directions()), sheets
    if not first.encoding or said.delimiter:
        return
    for delimiter in DELIMITERS:
        if delimiter != first.delimiter:
            with suppress(UnreadableFile):  # what looks best says what is wrong with it
                yield safe_parse(content, encoding=said.encoding, delimiter=delimiter)


def signature_of(labels: Mapping[int, str]) -> str:
    """Equal for lists whose columns stand in the same order under the same letters."""
    heads = "\n".join(f"{index} {letters(labels[index])}" for index in sorted(labels))
    return hashlib.sha256(heads.encode()).hexdigest()


def heads_of(labels: Iterable[str]) -> str:
    """The heads as people read them, without what may be a person's number."""
    text = " | ".join(without_numbers(label) for label in labels)
    return text[:LONGEST_HEADS]
