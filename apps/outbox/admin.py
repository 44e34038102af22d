from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.accounts.scoped_admin import ScopedAdmin
from apps.outbox.models import MessageTemplate, OptOut


@admin.register(MessageTemplate)
class MessageTemplateAdmin(ScopedAdmin):
    list_display = ["code", "language", "subject", "agency"]
    list_filter = ["language", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency"]
    search_fields = ["code", "subject"]


@admin.register(OptOut)
class OptOutAdmin(ScopedAdmin):
    list_display = ["name", "channel", "how", "at", "recorded_by", "agency"]
    list_filter = ["channel", "how", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency", "recorded_by"]
    search_fields = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return (
            False  # an address is not typed here: it opts out from one of its messages
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
