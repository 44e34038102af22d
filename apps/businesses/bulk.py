"""One change to many businesses: planned, shown, then made in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.businesses.life import leaves_its_city
from apps.businesses.models import Business

if TYPE_CHECKING:
    from apps.accounts.models import User

MOST_AT_ONCE = 2_000  # more takes longer than a page may
CHANGEABLE = ("commodity_group", "subsector", "region", "legal_form", "status")


@dataclass(frozen=True)
class Change:
    """A business, and of each field that changes: its name, what it is now, what it becomes."""

    business: Business
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True)
class Refusal:
    business: Business
    reason: str


@dataclass
class BulkPlan:
    """What a change would do, row by row; `newer` were changed by somebody since `seen_at`."""

    values: dict[str, Any]
    changes: list[Change] = field(default_factory=list)
    same: list[Business] = field(default_factory=list)
    newer: list[Business] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def plan_change(
    businesses: Iterable[Business],
    values: dict[str, Any],
    seen_at: datetime | None = None,
) -> BulkPlan:
    """What `values`, by field of CHANGEABLE, would change of these businesses; nothing is saved."""
    plan = BulkPlan(values)
    for business in businesses:
        fields = tuple(
            (name, getattr(business, name), value)
            for name, value in values.items()
            if getattr(business, name) != value
        )
        reason = _refusal_of(business, values) if fields else ""
        if not fields:
            plan.same.append(business)
        elif seen_at and business.updated_at > seen_at:
            plan.newer.append(business)
        elif reason:
            plan.refused.append(Refusal(business, reason))
        else:
            plan.changes.append(Change(business, fields))
    return plan


def _refusal_of(business: Business, values: dict[str, Any]) -> str:
    """Why this row cannot take the values, in a sentence; "" if it can."""
    if "region" in values and leaves_its_city(business.region, values["region"]):
        return _(
            "It would leave its city: that is a move, with its day, on its own page."
        )
    if "status" not in values:
        return ""  # no constraint holds one of the other fields to another
    changed = Business(pk=business.pk, listed_at=business.listed_at, **values)
    others = {each.name for each in Business._meta.fields} - {"status", "listed_at"}
    try:
        changed.validate_constraints(exclude=others)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@transaction.atomic
def change_many(
    ids: Iterable[int], values: dict[str, Any], *, by: "User", seen_at: datetime | None
) -> BulkPlan:
    """Give businesses of one's own agency the values; what was changed since `seen_at` stays.

    Returns the plan that was carried out.
    """
    kept = chosen(ids, by).select_for_update(of=("self",))
    plan = plan_change(kept, values, seen_at)
    changed = Business.objects.filter(
        pk__in=[each.business.pk for each in plan.changes]
    )
    changed.update(**values, updated_at=timezone.now())
    return plan


def chosen(ids: Iterable[int], by: "User") -> Any:
    """Of these, the ones that the officer's agency keeps and that still trade."""
    kept = Business.objects.kept_by(by).filter(pk__in=list(ids)[:MOST_AT_ONCE])
    return kept.exclude(status=Business.Status.CLOSED).select_related(
        *("owner", "commodity_group", "subsector", "region")
    )
