"""A row of a list as it is understood: values by field, and notes."""

from dataclasses import dataclass, field
from datetime import date
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


@dataclass(slots=True)
class Record:
    """What one row says. A field without a value is not there: unknown is not blank."""

    sheet: str
    row: int
    cells: list[Cell] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    refused: str = ""
    section: str = ""  # the heading that it stands under

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def put(self, name: str, value: Any, findings: tuple[Finding, ...] = ()) -> None:
        if value is None or value == "":
            self.values.pop(name, None)
        else:
            self.values[name] = value.isoformat() if isinstance(value, date) else value
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
