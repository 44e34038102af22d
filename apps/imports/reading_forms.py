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

MOST_LINES = 100
UNIT_NAMES = [
    (1, gettext_lazy("Rupiah")),
    (1_000, gettext_lazy("thousands of rupiah")),
    (1_000_000, gettext_lazy("millions of rupiah")),
]
LONGEST_TEXT = 80


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
