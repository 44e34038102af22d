import hashlib
from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.forms import ExportForm

from apps.accounts.access import record_access
from apps.accounts.models import AccessRecord
from apps.accounts.scoped_admin import ScopedAdmin
from apps.agencies.models import Agency
from ikmportal.admin_filters import DateRangeFilter
from ikmportal.tables import (
    CsvTable,
    TableResource,
    XlsxTable,
    by_code,
    refuse_too_many,
)


class LookResource(TableResource):
    """The log as it is handed to an auditor: who, when, which rows, why, from where."""

    at = Field(column_name="at")
    user = Field(attribute="user__email", column_name="user")
    agency = by_code("agency", Agency)
    rows = Field(column_name="rows")

    class Meta:
        model = AccessRecord
        fields = ["at", "user", "agency", "kind", "model", "rows", "count", "reason"]
        fields += ["explanation", "address", "request", "sha256"]
        export_order = fields

    def dehydrate_at(self, record: AccessRecord) -> str:
        return timezone.localtime(record.at).isoformat(timespec="seconds")

    def dehydrate_rows(self, record: AccessRecord) -> str:
        return " ".join(map(str, record.rows))


@admin.register(AccessRecord)
class AccessRecordAdmin(ExportMixin, ScopedAdmin):
    """Read by the auditor and the agency's administrator; changed by nobody."""

    resource_classes: ClassVar = [LookResource]
    export_formats: ClassVar = [XlsxTable, CsvTable]
    export_form_class = ExportForm

    list_display = ["at", "user", "kind", "what", "count", "why", "agency", "address"]
    list_filter = [
        "kind",
        "reason",
        ("at", DateRangeFilter),
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["user", "agency"]
    search_fields = ["user__email", "user__name", "explanation"]
    date_hierarchy = "at"

    @admin.display(description=_("kind of record"), ordering="model")
    def what(self, record: AccessRecord) -> str:
        return str(apps.get_model(record.model)._meta.verbose_name_plural)

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, record: AccessRecord) -> str:
        return record.explanation or record.get_reason_display()

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> bytes:
        """The file; that it was taken away is written into the log itself, or it stays."""
        refuse_too_many(queryset)
        data: bytes = super().get_export_data(file_format, request, queryset, **kwargs)
        user: Any = request.user
        record_access(
            AccessRecord.Kind.MASKED_EXPORT,
            AccessRecord,
            list(queryset.values_list("pk", flat=True)),
            by=user,
            agency=user.agency,
            request=request,
            sha256=hashlib.sha256(data).hexdigest(),
        )
        return data

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
