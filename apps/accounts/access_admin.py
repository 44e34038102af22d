from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import AccessRecord
from apps.accounts.scoped_admin import ScopedAdmin
from ikmportal.admin_filters import DateRangeFilter


@admin.register(AccessRecord)
class AccessRecordAdmin(ScopedAdmin):
    """Read by the auditor and the agency's administrator; changed by nobody."""

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

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
