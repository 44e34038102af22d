"""Tables in and out of the admin: django-import-export, fast, safe and plain.

Identifiers leave as text cells and formulas as text; what a person uploads is a plain table,
CSV or the first sheet of a spreadsheet, read with limits. Lists as they really come, with
titles and merged heads, go through the import pipeline instead.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import tablib
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from import_export import resources, widgets
from import_export.admin import ImportExportModelAdmin
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm, ImportForm
from import_export.instance_loaders import BaseInstanceLoader
from import_export.tmp_storages import CacheStorage

from ikmportal.editing import CarefulAdmin
from ikmportal.tablefiles import read_csv, read_spreadsheet, write_csv, write_xlsx

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # a ZIP or a compound file
MOST_BYTES = 5 * 2**20
MOST_EXPORTED = 20_000  # some seconds of work


class CsvTable(Format):
    """What the admin reads, be it text or a spreadsheet, and one of the two that it writes."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def __init__(self, encoding: str | None = None) -> None:
        """Take the encoding that the admin offers; the file says it itself."""

    def get_title(self) -> str:
        return "CSV"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return self.CONTENT_TYPE

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        is_spreadsheet = in_stream.startswith(SPREADSHEETS)
        return read_spreadsheet(in_stream) if is_spreadsheet else read_csv(in_stream)

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return write_csv(dataset.headers or [], dataset)


class XlsxTable(Format):
    """The format that officers open."""

    stamp: Sequence[tuple[str, str]] = ()
    CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def get_title(self) -> str:
        return "XLSX"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return self.CONTENT_TYPE

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return write_xlsx(dataset.headers or [], dataset, stamp=self.stamp)


class CodeWidget(widgets.ForeignKeyWidget):
    """A foreign key written as the other row's code, looked up in a dict read once.

    `beside`: the fields that the code is a code in, each in a column of its own: the list
    of a subsector. `rows` may be narrowed to those that whoever imports may name.
    """

    def __init__(
        self, model: type[models.Model], field: str = "code", *beside: str
    ) -> None:
        super().__init__(model, field=field)
        self.keys = (field, *beside)
        self.rows: Any = model._default_manager.all()
        self.instances: dict[tuple[str, ...], models.Model] = {}

    def read(self, codes: Iterable[str]) -> None:
        """Fetch the rows of these codes, in one query."""
        rows = self.rows.filter(**{f"{self.field}__in": set(codes)}).only(*self.keys)
        self.instances = {
            tuple(getattr(row, key) for key in self.keys): row for row in rows
        }

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        if not value:
            return None
        key = (value, *((row or {}).get(name, "") for name in self.keys[1:]))
        if key not in self.instances:
            raise ValueError(_("There is no «%(code)s».") % {"code": " ".join(key)})
        return self.instances[key]


def by_code(
    name: str, model: type[models.Model], field: str = "code", *beside: str
) -> Field:
    """A column of codes for the foreign key `name`."""
    return Field(
        attribute=name, column_name=name, widget=CodeWidget(model, field, *beside)
    )


class KeyedInstanceLoader(BaseInstanceLoader):
    """The rows that the file may change, read in one query and found by their key columns."""

    def __init__(self, resource: Any, dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self.fields = [
            resource.fields[name] for name in resource.get_import_id_fields()
        ]
        keys = [key for row in dataset.dict if (key := self.key_of(row))]
        lookups = {
            f"{field.attribute}__in": {key[place] for key in keys}
            for place, field in enumerate(self.fields)
        }
        self.instances = {
            tuple(field.get_value(instance) for field in self.fields): instance
            for instance in resource.get_queryset().filter(**lookups)
        }

    def key_of(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Empty for a row whose key cannot be read: the import names the cell."""
        try:
            return tuple(field.clean(row) for field in self.fields)
        except ValueError:
            return ()

    def get_instance(self, row: dict[str, Any]) -> models.Model | None:
        return self.instances.get(self.key_of(row))


class TableResource(resources.ModelResource):
    """Rows to cells and back, in bulk. A subclass lists `fields` and `import_id_fields`."""

    class Meta:
        instance_loader_class = KeyedInstanceLoader
        use_bulk = True
        skip_diff = True
        store_row_values = True
        batch_size = 1000

    @classmethod
    def widget_kwargs_for_field(
        cls, field_name: str, django_field: Any
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().widget_kwargs_for_field(
            field_name, django_field
        )
        if isinstance(django_field, models.IntegerField | models.FloatField):
            kwargs["coerce_to_string"] = False
        return kwargs

    def get_bulk_update_fields(self) -> list[str]:
        """Without the columns that only say in which list a code stands."""
        return [
            name
            for name in super().get_bulk_update_fields()
            if not self.fields[name].readonly
        ]

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        for field in self.fields.values():
            if (
                isinstance(field.widget, CodeWidget)
                and field.column_name in dataset.headers
            ):
                field.widget.read(dataset[field.column_name])

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: Any = None,
        validate_unique: bool = True,
    ) -> None:
        """The rules of each field, without a query for each row; the database keeps the rest."""
        errors: dict[str, Any] = dict(import_validation_errors or {})
        relations = [field.name for field in instance._meta.fields if field.is_relation]
        try:
            instance.clean_fields(exclude={*errors, *relations})
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def handle_import_error(
        self, result: Any, error: Exception, raise_errors: bool = False
    ) -> None:
        if isinstance(error, IntegrityError):
            error = ValidationError(self._sentence_of(error))
        super().handle_import_error(result, error, raise_errors)

    def _sentence_of(self, error: IntegrityError) -> str:
        """What the broken constraint says to people."""
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None)
        for constraint in self._meta.model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message)
        return _(
            "The database refuses these rows: a value is missing, doubled or in use."
        )


def refuse_too_many(rows: models.QuerySet, most: int = MOST_EXPORTED) -> None:
    """Raise ValueError, which the page of the export shows, for more than leave at once."""
    if rows.count() > most:
        raise ValueError(
            _("At most %(rows)s rows leave at once: filter the list first.")
            % {"rows": most}
        )


class TableImportForm(ImportForm):
    """A table of bounded size."""

    media = forms.Media()  # one format: nothing to guess

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %(megabytes)s MB.")
                % {"megabytes": MOST_BYTES // 2**20}
            )
        return file


class TableAdmin(CarefulAdmin, ImportExportModelAdmin):
    """A reference table that officers may edit, filter, export and import."""

    import_formats: ClassVar = [CsvTable]
    export_formats: ClassVar = [XlsxTable, CsvTable]
    import_form_class = TableImportForm
    export_form_class = ExportForm
    tmp_storage_class = CacheStorage
    skip_admin_log = True  # the history table has every row
    list_per_page = 50
    show_full_result_count = False
    most_exported = MOST_EXPORTED

    def get_export_data(
        self, file_format: Format, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> bytes:
        refuse_too_many(queryset, self.most_exported)
        data: bytes = super().get_export_data(file_format, request, queryset, **kwargs)
        return data

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        reason = (
            e.messages[0] if isinstance(e, ValidationError) else _("it is no table.")
        )
        sentence = _("The file cannot be read: %(reason)s") % {"reason": reason}
        form.add_error("import_file", sentence)
