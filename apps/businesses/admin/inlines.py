from typing import Any

from django.http import HttpRequest

from apps.accounts.scoped_admin import ScopedTabularInline
from apps.businesses.forms import ClaimForm
from apps.businesses.models import (
    Business,
    Claim,
    CoachingRelation,
    Consent,
    YearlyFigures,
)


class BusinessInline(ScopedTabularInline):
    model = Business
    fields = ["name", "brand", "commodity_group", "status"]
    readonly_fields = ["name", "brand", "commodity_group", "status"]
    show_change_link = True
    view_on_site = False
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CoachingRelationInline(ScopedTabularInline):
    model = CoachingRelation
    fields = ["agency", "channel", "since", "until"]


class YearlyFiguresInline(ScopedTabularInline):
    model = YearlyFigures
    fields = [
        *("year", "workers_male", "workers_female", "workers", "investment", "sales"),
        *("production_value", "raw_material_value", "capacity", "unit", "source"),
    ]


class ClaimInline(ScopedTabularInline):
    model = Claim
    form = ClaimForm
    fields = ["scheme", "number", "raw", "source", "as_of", "expires_on"]


class ConsentInline(ScopedTabularInline):
    model = Consent
    fields = ["purpose", "method", "given_at", "withdrawn_at", "recorded_by"]
    readonly_fields = ["withdrawn_at", "recorded_by"]
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what was agreed to is not edited: it is withdrawn
