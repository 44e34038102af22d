"""How a sheet is to be read, as an officer says it: its head, its columns, what holds for all."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from apps.businesses.models import CoachingRelation
from apps.businesses.models.days import FIRST_YEAR, LAST_YEAR
from apps.imports.cleaning.codes import CHANNELS
from apps.imports.directions import CALLED, FOR_ALL, Directions
from apps.imports.headers import IGNORED
from apps.imports.labels import column_label
from apps.imports.layout import column_letter
from apps.imports.mapping import FIELDS, IN_MONEY
from ikmportal.spreadsheets import DELIMITERS, ENCODINGS

MOST_LINES = 100
UNIT_NAMES = [
    (1, gettext_lazy("Rupiah")),
    (1_000, gettext_lazy("thousands of rupiah")),
    (1_000_000, gettext_lazy("millions of rupiah")),
]
LONGEST_TEXT = 80
OF_A_TEXT = ("encoding", "delimiter")
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "cp1252": gettext_lazy("Windows (older Excel)"),
    "mac-roman": gettext_lazy("Macintosh (older Excel)"),
    "utf-16-le": gettext_lazy("UTF-16 («Unicode text» of Excel)"),
    "utf-16-be": gettext_lazy("UTF-16, the other way round"),
}
DELIMITER_NAMES = {
    ",": gettext_lazy("comma ,"),
    ";": gettext_lazy("semicolon ;"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("bar |"),
}


class SheetForm(forms.Form):
    """One sheet. `sheet` is as the batch keeps it, `top` its first rows, or none."""

    read = forms.BooleanField(label=gettext_lazy("Read this sheet"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Head of the table in row"), required=False, min_value=1
    )
    called = forms.ChoiceField(
        label=gettext_lazy("The name of the sheet is the"), required=False
    )

    def __init__(
        self, *args: Any, sheet: Mapping[str, Any], top: list[Any], **kwargs: Any
    ) -> None:
        self.sheet, self.top = sheet, top
        self.told = Directions.of_sheet(sheet)
        super().__init__(*args, **kwargs)
        self.initial.update(
            {
                "read": self.told.read,
                "header_row": sheet["header_row"],
                "called": self.told.called,
            }
        )
        called: Any = self.fields["called"]
        called.choices = [("", "–"), *_named(CALLED)]
        if sheet.get("encoding"):
            self._add_text()
        self.letters = self._letters()
        self.lines = sheet["skipped"][:MOST_LINES]
        for letter in self.letters:
            self._add_column(letter)
        for name in FOR_ALL:
            self.fields[f"all_{name}"] = _field_for_all(name)
            self.initial[f"all_{name}"] = self.told.for_all.get(name, "")
        for line in self.lines:
            label = gettext_lazy("It is a record")
            self.fields[f"record_{line['row']}"] = forms.BooleanField(
                label=label, required=False
            )
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "input"

    def _add_text(self) -> None:
        """How the letters of a text are written, and what parts its cells."""
        self.fields["encoding"] = forms.ChoiceField(
            label=gettext_lazy("Letters are written in"),
            choices=[(each, ENCODING_NAMES[each]) for each in ENCODINGS],
            required=False,
        )
        self.fields["delimiter"] = forms.ChoiceField(
            label=gettext_lazy("Cells are parted by"),
            choices=[(each, DELIMITER_NAMES[each]) for each in DELIMITERS],
            required=False,
        )
        for name in OF_A_TEXT:
            self.initial[name] = self.sheet[name]

    def _letters(self) -> list[str]:
        """Every column that has a head, a meaning, or a cell in the first rows."""
        width = max((len(cells) for _number, cells in self.top), default=0)
        known = [*self.sheet.get("labels", {}), *self.sheet["columns"]]
        letters = {*map(column_letter, range(width)), *known}
        return sorted(letters, key=lambda letter: (len(letter), letter))

    def _add_column(self, letter: str) -> None:
        field = self.sheet["columns"].get(letter, IGNORED)
        ignored = (IGNORED, gettext_lazy("– not taken –"))
        self.fields[f"field_{letter}"] = forms.ChoiceField(
            choices=[ignored, *_named(FIELDS)], required=False
        )
        self.initial[f"field_{letter}"] = field
        heads = {_letter_of(head): head for head in self.sheet.get("heads", [])}
        if field in IN_MONEY:
            self.fields[f"unit_{letter}"] = forms.TypedChoiceField(
                choices=UNIT_NAMES, coerce=int, required=False
            )
            self.initial[f"unit_{letter}"] = heads.get(letter, {}).get("multiplier", 1)

    @property
    def columns(self) -> Iterator[tuple[str, str, Any, Any]]:
        """Letter, head, and the fields that say its meaning and its unit (or None)."""
        labels = self.sheet.get("labels", {})
        for letter in self.letters:
            unit = f"unit_{letter}"
            yield (
                letter,
                labels.get(letter, ""),
                self[f"field_{letter}"],
                self[unit] if unit in self.fields else None,
            )

    @property
    def of_a_text(self) -> list[Any]:
        return [self[name] for name in OF_A_TEXT if name in self.fields]

    @property
    def constants(self) -> list[Any]:
        return [self[f"all_{name}"] for name in FOR_ALL]

    @property
    def skipped(self) -> list[tuple[Mapping[str, Any], Any]]:
        return [(line, self[f"record_{line['row']}"]) for line in self.lines]

    def directions(self) -> Directions:
        """What was said, beyond what was understood anyway and beyond what was said before."""
        sent = self.cleaned_data
        columns, units = dict(self.told.columns), dict(self.told.units)
        for letter in self.letters:
            for said, kept in (("field", columns), ("unit", units)):
                name = f"{said}_{letter}"
                if name in self.fields and sent[name] not in ("", self.initial[name]):
                    kept[letter] = sent[name]
        row = sent["header_row"]
        told_row = row if row != self.sheet["header_row"] else self.told.header_row
        of_text = {
            name: sent[name]
            if sent[name] not in ("", self.initial[name])
            else getattr(self.told, name)
            for name in OF_A_TEXT
            if name in self.fields
        }
        records = {line["row"] for line in self.lines if sent[f"record_{line['row']}"]}
        return Directions(
            read=sent["read"],
            header_row=told_row,
            columns=columns,
            units=units,
            called=sent["called"],
            for_all={
                name: str(said)
                for name in FOR_ALL
                if (said := sent[f"all_{name}"]) not in (None, "")
            },
            records=tuple(sorted({*self.told.records, *records})),
            **of_text,
        )


def _letter_of(head: Mapping[str, Any]) -> str:
    return column_letter(head["index"])


def _named(fields: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, column_label(name)) for name in fields]


def _field_for_all(name: str) -> forms.Field:
    """A year, a channel to choose, or the name of an area or group."""
    label = column_label(name)
    if name == "year":
        return forms.IntegerField(
            label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
        )
    if name == "channel":
        known = {channel for channel, _words in CHANNELS}
        choices = [c for c in CoachingRelation.Channel.choices if c[0] in known]
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "–"), *choices]
        )
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT)
