"""What officers have said, put into the cells of a row before its fields are read."""

import re
from collections.abc import Mapping
from functools import lru_cache

from apps.businesses.findings import found
from apps.businesses.identifiers import REMEMBERED, is_blank, tidy
from apps.imports.cleaning.record import Record
from ikmportal.spreadsheets import Cell, text_of

Cells = dict[str, list[Cell]]
Spellings = Mapping[tuple[str, str], str]
# Fields whose words an agency may give a meaning, and the field of a record they end in.
SPELLED = {"village": "region", "district": "region", "city": "region"}
SPELLED |= {"commodity_group": "commodity_group"}


@lru_cache(maxsize=REMEMBERED)
def key(text: str) -> str:
    """Letters and digits in lower case, single spaces: how words are looked up."""
    return " ".join(re.sub(r"[^\w]+", " ", tidy(text).casefold()).split())


def put_given(
    record: Record, cells: Cells, for_all: Mapping[str, str], spellings: Spellings
) -> None:
    """Fill what the row leaves blank with what holds for all, and read spellings as meant.

    `spellings` are meanings by field and `key`; each that is used is noted.
    """
    for name, text in for_all.items():
        if all(is_blank(text_of(cell)) for cell in cells.get(name, [])):
            cells[name] = [text]
    for name, target in SPELLED.items():
        for place, cell in enumerate(cells.get(name, [])):
            text = text_of(cell)
            meaning = spellings.get((name, key(text)))
            if meaning and meaning != text:
                cells[name][place] = meaning
                record.note(
                    target, found("text.remembered", text=text[:60], meaning=meaning)
                )
