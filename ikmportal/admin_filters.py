"""Filters that narrow a list of the admin by more than a click: ranges, days, look-ups."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest


class _FormFilter(admin.FieldListFilter):
    """A filter drawn as a small form, which keeps what the other filters ask."""

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        mine = self.expected_parameters()
        params = changelist.get_filters_params().items()
        others = [
            (name, each)
            for name, value in params
            if name not in mine
            for each in (value if isinstance(value, list) else [value])
        ]
        if changelist.query:
            others.append(("q", changelist.query))
        yield {"others": others, **self.drawn()}

    def drawn(self) -> dict[str, Any]:
        raise NotImplementedError

    def _asked(self, name: str) -> str:
        """What the address asks; `used_parameters` holds lists of texts."""
        value = self.used_parameters.get(name) or [""]
        return value[-1] if isinstance(value, list) else str(value)


class RangeFilter(_FormFilter):
    """From a number to a number, both included, each optional."""

    template = "admin/filters/range.html"
    input_type = "number"

    def __init__(self, *args: Any, field_path: str) -> None:
        self.low, self.high = f"{field_path}__gte", f"{field_path}__lte"
        super().__init__(*args, field_path=field_path)  # type: ignore[misc]

    def expected_parameters(self) -> list[str | None]:
        return [self.low, self.high]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = {name: self._asked(name) for name in (self.low, self.high)}
        try:
            limits = {
                name: self.field.to_python(text) for name, text in asked.items() if text
            }
        except ValidationError:
            return queryset.none()
        return queryset.filter(**limits)

    def drawn(self) -> dict[str, Any]:
        return {
            "type": self.input_type,
            "low": {"name": self.low, "value": self._asked(self.low)},
            "high": {"name": self.high, "value": self._asked(self.high)},
        }


class DateRangeFilter(RangeFilter):
    """From a day to a day, both included; of an instant, the day in this time zone."""

    input_type = "date"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = {name: self._asked(name) for name in (self.low, self.high)}
        days = forms.DateField(required=False)
        try:
            limits = {name: days.clean(text) for name, text in asked.items() if text}
        except ValidationError:
            return queryset.none()
        if self.field.get_internal_type() == "DateTimeField":
            path = self.field_path
            limits = {
                name.replace(path, f"{path}__date", 1): day
                for name, day in limits.items()
            }
        return queryset.filter(**limits)


class AutocompleteFilter(_FormFilter):
    """One or several of many: typed and looked up, never a list of thousands.

    The other model's admin needs `search_fields`; what it finds is scoped by that admin.
    """

    template = "admin/filters/autocomplete.html"

    def __init__(self, *args: Any, field_path: str) -> None:
        _field, self.request, _params, _model, model_admin = args
        self.key = f"{field_path}__in"
        self.admin_site = model_admin.admin_site
        super().__init__(*args, field_path=field_path)  # type: ignore[misc]

    def expected_parameters(self) -> list[str | None]:
        return [self.key]

    @property
    def chosen(self) -> list[str]:
        # Django has split each value at its commas already.
        values: Any = self.used_parameters.get(self.key) or []
        return [part for value in values for part in value if part]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        try:
            return (
                queryset.filter(**{self.key: self.chosen}) if self.chosen else queryset
            )
        except (ValueError, ValidationError):
            return queryset.none()

    @property
    def media(self) -> forms.Media:
        return self._widget().media

    def drawn(self) -> dict[str, Any]:
        widget = self._widget()
        field: Any = self.field
        # Only rows of the other model's admin are named: those that the officer may see.
        rows = self.admin_site.get_model_admin(field.remote_field.model).get_queryset(
            self.request
        )
        widget.choices = forms.ModelMultipleChoiceField(rows).choices
        return {
            "field_id": widget.attrs["id"],
            "widget": widget.render(self.key, self.chosen),
        }

    def _widget(self) -> AutocompleteSelectMultiple:
        attrs = {"id": f"filter-{self.field_path}", "aria-label": str(self.title)}
        return AutocompleteSelectMultiple(self.field, self.admin_site, attrs=attrs)


class AreaFilter(AutocompleteFilter):
    """In a region at any depth: codes are nested by prefix."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        inside = Q()
        for code in self.chosen:
            inside |= Q(**{f"{self.field_path}__code__startswith": code})
        return queryset.filter(inside)
