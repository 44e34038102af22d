from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.accounts.scoped_admin import ScopedAdmin
from apps.imports.models import ImportBatch


class ReadOnly(ScopedAdmin):
    """Imports are made, saved and discarded on their own pages."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly):
    list_display = [
        "file_name",
        "agency",
        "state",
        "created_by",
        "created_at",
        "committed_at",
    ]
    list_filter = ["state", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency", "created_by"]
    search_fields = ["file_name"]
    exclude = ["stored_as"]
