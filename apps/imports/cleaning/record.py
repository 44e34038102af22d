"""A row of a list as it is understood: values by field, and notes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from apps.businesses.findings import Finding
from apps.imports.cleaning.notes import Note
from ikmportal.spreadsheets import Cell

# Of people and businesses, and of a year; `nik` and phones are sealed wherever they are kept.
PERSONAL = ["owner_name", "nik", "sex", "birth_date", "phone", "other_phones", "email"]
BUSINESS = [
    "business_name",
    "brand",
    "legal_form",
    "nib",
    "kbli_version",
    "kbli_code",
    "commodity_group",
    "products",
    "address",
    "region",
    "links",
    "established_year",
    "note",
]
COUNTS = ["workers_male", "workers_female", "workers"]
MONEY = ["investment", "sales", "production_value", "raw_material_value"]
FIGURES = [*COUNTS, *MONEY, "capacity", "unit"]


Values = dict[str, Any]


@dataclass(slots=True)
class Record:
    """What one row says. A field without a value is not there: unknown is not blank.

    Once it is read it is kept as JSON, as its row will be: a fourth of the memory. From then
    on it does not change.
    """

    sheet: str
    row: int
    cells: list[Cell] | str = field(default_factory=list)
    kept: Values | str = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    refused: str = ""
    section: str = ""  # the heading that it stands under

    def pack(self) -> None:
        self.cells, self.kept = self.cells_as_json, self.values_as_json

    @property
    def cells_as_json(self) -> str:
        return self.cells if isinstance(self.cells, str) else _as_json(self.cells)

    @property
    def values_as_json(self) -> str:
        return self.kept if isinstance(self.kept, str) else _as_json(self.kept)

    @property
    def values(self) -> Any:
        """By field. Kept as JSON, they can be read alone."""
        return _opened(self.kept) if isinstance(self.kept, str) else self.kept

    def get(self, name: str) -> Any:
        kept = self.kept
        return (_opened(kept) if isinstance(kept, str) else kept).get(name)

    def put(self, name: str, value: Any, findings: tuple[Finding, ...] = ()) -> None:
        values = self.values
        if value is None or value == "":
            values.pop(name, None)
        else:
            values[name] = value.isoformat() if isinstance(value, date) else value
        for finding in findings:
            self.notes.append(Note(name, finding))

    def infer(self, name: str, value: Any) -> None:
        """A value that follows from others: good for a new record, no reason to change one."""
        self.put(name, value)
        if name in self.values:
            self.values.setdefault("_inferred", []).append(name)

    def note(self, name: str, *findings: Finding) -> None:
        for finding in findings:
            self.notes.append(Note(name, finding))

    @property
    def inferred(self) -> list[str]:
        """Fields that nobody wrote: they follow from others, and change no known record."""
        names: list[str] = self.values.get("_inferred", [])
        return names

    @property
    def figures(self) -> dict[str, Any]:
        values = self.values
        return {name: values[name] for name in FIGURES if name in values}


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=64)  # a row is asked for its values some forty times in a row
def _opened(text: str) -> Mapping[str, Any]:
    opened = json.loads(text).items()
    return MappingProxyType({name: v for name, v in opened if v is not None})
