from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.accounts.scoped_admin import ScopedAdmin
from apps.businesses.admin.inlines import MemberInline
from apps.businesses.models import BusinessGroup, ServiceRecord
from ikmportal.admin_filters import AreaFilter, DateRangeFilter


@admin.register(BusinessGroup)
class BusinessGroupAdmin(ScopedAdmin):
    list_display = ["name", "kind", "region", "products", "agency", "since", "until"]
    list_filter = [
        "kind",
        ("region", AreaFilter),
        ("until", admin.EmptyFieldListFilter),
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["region", "agency"]
    search_fields = ["name", "products"]
    autocomplete_fields = ["region"]
    inlines = [MemberInline]
    fields = [
        *(("kind", "name"), "region", "products", ("since", "until"), "agency"),
        "note",
    ]


@admin.register(ServiceRecord)
class ServiceRecordAdmin(ScopedAdmin):
    list_display = [
        *("business", "kind", "state", "happened_on", "item", "value", "budget_year"),
        "still_used",
    ]
    list_filter = [
        *("kind", "state", "budget", "budget_year", "still_used"),
        ("happened_on", DateRangeFilter),
        ("business__region", AreaFilter),
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["business__owner"]
    search_fields = ["business__name", "business__brand", "item", "handover_number"]
    autocomplete_fields = ["business", "person"]
    fields = [
        *("business", "person", ("kind", "state"), ("happened_on", "agency")),
        *("item", ("quantity", "value"), "handover_number"),
        *(("budget", "budget_year", "budget_activity"), "result"),
        ("still_used", "looked_at_on"),
    ]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        obj.recorded_by = obj.recorded_by or request.user
        super().save_model(request, obj, form, change)
