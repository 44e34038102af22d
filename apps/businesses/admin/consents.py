from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.scoped_admin import ScopedAdmin
from apps.businesses.models import (
    Consent,
)
from apps.businesses.publishing import withdraw_consent


@admin.register(Consent)
class ConsentAdmin(ScopedAdmin):
    list_display = [
        "business",
        "purpose",
        "method",
        "given_at",
        "withdrawn_at",
        "recorded_by",
    ]
    list_filter = ["purpose", "method", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["business__owner", "recorded_by"]
    search_fields = ["business__name", "business__brand"]
    autocomplete_fields = ["business"]
    readonly_fields = ["withdrawn_at", "recorded_by"]
    actions = ["withdraw_selected"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was agreed to is not edited: it is withdrawn."""
        return self.list_display if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        obj.recorded_by = obj.recorded_by or request.user
        super().save_model(request, obj, form, change)

    @admin.action(
        description=_("Withdraw the selected consents"), permissions=["change"]
    )
    def withdraw_selected(
        self, request: HttpRequest, consents: QuerySet[Consent]
    ) -> None:
        for consent in consents.standing().kept_by(request.user):  # type: ignore[attr-defined]
            withdraw_consent(consent)
        self.message_user(
            request, _("Withdrawn, and no longer published."), messages.SUCCESS
        )
