from typing import Any

from django.http import HttpRequest

from apps.accounts.scoped_admin import ScopedTabularInline
from apps.businesses.forms import ClaimForm
from apps.businesses.models import (
    Business,
    BusinessName,
    Claim,
    Closure,
    CoachingRelation,
    Consent,
    GroupMembership,
    Move,
    PersonName,
    ServiceRecord,
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


class BusinessNameInline(ScopedTabularInline):
    model = BusinessName
    fields = ["name", "kind", "until", "source"]


class PersonNameInline(ScopedTabularInline):
    model = PersonName
    fields = ["name", "kind", "until", "source"]


class ServiceRecordInline(ScopedTabularInline):
    model = ServiceRecord
    fields = [
        *("kind", "state", "happened_on", "item", "quantity", "value", "agency"),
        *("handover_number", "budget", "budget_year", "still_used", "looked_at_on"),
    ]


class MembershipInline(ScopedTabularInline):
    model = GroupMembership
    fields = ["group", "role", "since", "until"]
    autocomplete_fields = ["group"]
    exclude = ["person"]


class MemberInline(ScopedTabularInline):
    model = GroupMembership
    fields = [
        *("business", "person", "role", "since", "until"),
        *("kit_received_on", "still_trading_on"),
    ]
    autocomplete_fields = ["business", "person"]


class _Recorded(ScopedTabularInline):
    """What is made by a deed with its reason, and read here."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ClosureInline(_Recorded):
    model = Closure
    fields = ["closed_on", "reason", "explanation", "reopened_on", "reopening_reason"]


class MoveInline(_Recorded):
    model = Move
    fields = ["moved_on", "from_region", "from_address", "to_region", "reason"]
