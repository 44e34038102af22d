"""The plan that others see: frozen versions of the draft, and what is different in the next."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.exhibitions.meeting import tell
from apps.exhibitions.models import (
    BoothAssignment,
    Exhibition,
    Participation,
    PlanVersion,
)
from apps.exhibitions.plan_changes import row_of

if TYPE_CHECKING:
    from apps.accounts.models import User

Where = list[tuple[str, str, str]]  # booth, first day, day after the last


@dataclass(frozen=True)
class Moved:
    """An exhibitor and the booths it had and has; both as texts, empty for none."""

    participation: Participation
    old: str
    new: str


def rows_of(exhibition: Exhibition) -> list[dict[str, Any]]:
    places = BoothAssignment.objects.filter(exhibition=exhibition)
    found = places.select_related("booth").order_by("booth__code", "seat", "days")
    return [row_of(place) | {"booth": place.booth.code} for place in found]


@transaction.atomic
def publish_plan(exhibition: Exhibition, *, by: "User", note: str = "") -> PlanVersion:
    """Freeze the draft as the next version. Raises ValidationError if nothing is different."""
    held = Exhibition.objects.select_for_update().get(pk=exhibition.pk)
    rows = rows_of(held)
    last = latest(held)
    if not rows:
        raise ValidationError(_("Nobody has a place yet."))
    if last and last.rows == rows:
        raise ValidationError(_("The plan is as it was published."))
    number = held.plan_versions.aggregate(last=Max("number"))["last"] or 0
    version: PlanVersion = PlanVersion.objects.create(
        exhibition=held, number=number + 1, rows=rows, note=note, published_by=by
    )
    if held.published_at is None:
        held.published_at = timezone.now()
        held.save(update_fields=["published_at"])
    exhibition.published_at = held.published_at
    tell(held)
    return version


def latest(exhibition: Exhibition) -> PlanVersion | None:
    found: PlanVersion | None = exhibition.plan_versions.order_by("-number").first()
    return found


def moved_since(version: PlanVersion | None, exhibition: Exhibition) -> list[Moved]:
    """Who stands elsewhere in the draft than in a version, in the order of their names."""
    return _moved(version.rows if version else [], rows_of(exhibition))


def between(earlier: PlanVersion | None, version: PlanVersion) -> list[Moved]:
    """Who stands elsewhere in a version than in the one before; without one, all who stand."""
    return _moved(earlier.rows if earlier else [], version.rows)


def _moved(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Moved]:
    old, new = _where(before), _where(after)
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    found = Participation.objects.filter(pk__in=changed).select_related("business")
    moved = [
        Moved(each, _said(old.get(each.pk, [])), _said(new.get(each.pk, [])))
        for each in found
    ]
    return sorted(moved, key=lambda each: str(each.participation))


def _where(rows: list[dict[str, Any]]) -> dict[int, Where]:
    found = defaultdict(list)
    for row in rows:
        found[row["participation_id"]].append(
            (row["booth"], row["first"], row["after"])
        )
    return found


def _said(where: Where) -> str:
    return ", ".join(dict.fromkeys(booth for booth, _first, _after in where))
