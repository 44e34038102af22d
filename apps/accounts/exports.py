"""Exports of people's data: masked for everybody, whole by a right of its own, all written down."""

import hashlib
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm

from apps.accounts.access import record_access
from apps.accounts.forms import ReasonForm
from apps.accounts.models import AccessRecord
from apps.accounts.refusals import need
from apps.accounts.scoped_admin import ScopedAdmin
from ikmportal.tables import MOST_EXPORTED, CsvTable, TableResource, XlsxTable

EXPORT_WHOLE = "businesses.export_personal_data"
FORMATS: list[type[Format]] = [XlsxTable, CsvTable]


class PersonalResource(TableResource):
    """Columns of people; `whole` says whether their numbers leave unmasked."""

    def __init__(self, whole: bool = False) -> None:
        super().__init__()
        self.whole = whole


class PersonalExportForm(ReasonForm, ExportForm):
    """The format; and whether numbers leave whole, with the reason."""

    whole = forms.BooleanField(
        label=gettext_lazy("With whole NIKs and phone numbers"), required=False
    )
    field_order = ["format", "whole", "reason", "explanation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["format"].initial = "0"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("whole"):
            return cleaned
        if not cleaned.get("reason"):
            self.add_error("reason", _("Say why you need these data."))
        if FORMATS[int(cleaned.get("format") or 0)] is not XlsxTable:
            sentence = _(
                "Whole numbers leave as XLSX only: its second sheet says who took it."
            )
            self.add_error("format", sentence)
        return cleaned


class PersonalExportAdmin(ExportMixin, ScopedAdmin):
    """A list of people's data that may be exported by who may see it."""

    export_formats: ClassVar = FORMATS
    export_form_class = PersonalExportForm
    export_template_name = "admin/import_export/export_personal.html"
    skip_export_form_from_action = False
    export_prefetch: ClassVar[list[str]] = []  # what the columns read beyond the row

    def export_action(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("whole"):
            need(request.user, EXPORT_WHOLE)  # type: ignore[arg-type]
        return super().export_action(request)

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> Any:
        form = kwargs.get("export_form")
        return {"whole": bool(form and form.cleaned_data["whole"])}

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> bytes:
        """The file; its record is written before it leaves, or it does not leave."""
        form = kwargs["export_form"]
        rows = list(
            queryset.prefetch_related(*self.export_prefetch)[: MOST_EXPORTED + 1]
        )
        if len(rows) > MOST_EXPORTED:
            raise ValueError(
                _("At most %(rows)s rows leave at once: filter the list first.")
                % {"rows": MOST_EXPORTED}
            )
        if isinstance(file_format, XlsxTable):
            file_format.stamp = self._stamp(request, form, len(rows))
        data: bytes = super().get_export_data(file_format, request, rows, **kwargs)
        self._record(request, form, [row.pk for row in rows], data)
        return data

    def _record(
        self, request: HttpRequest, form: forms.Form, rows: list[int], data: bytes
    ) -> None:
        user: Any = request.user
        said = form.cleaned_data
        kind = AccessRecord.Kind
        try:
            record_access(
                kind.EXPORT if said["whole"] else kind.MASKED_EXPORT,
                self.model,
                rows,
                by=user,
                agency=user.agency,
                reason=said["reason"],
                explanation=said["explanation"],
                request=request,
                sha256=hashlib.sha256(data).hexdigest(),
            )
        except ValidationError as error:  # too many within the hour
            raise ValueError(" ".join(error.messages)) from error

    def _stamp(
        self, request: HttpRequest, form: forms.Form, count: int
    ) -> list[tuple[str, str]]:
        """Who took it, when and why: for the second sheet."""
        said = form.cleaned_data
        reason = dict(AccessRecord.Reason.choices).get(said["reason"], "")
        words = " · ".join(str(each) for each in [reason, said["explanation"]] if each)
        numbers = _("whole") if said["whole"] else _("masked")
        now = timezone.localtime().strftime("%d.%m.%Y %H.%M %Z")
        return [
            (_("Exported by"), f"{request.user} ({request.user.email})"),  # type: ignore[union-attr]
            (_("Exported at"), now),
            (_("Purpose"), words),
            (_("Rows"), str(count)),
            (_("NIK and phone numbers"), numbers),
            (
                _("Remember"),
                _(
                    "Personal data (Law 27/2022): use it for this purpose only, hand it to "
                    "nobody else, delete it when done."
                ),
            ),
        ]
