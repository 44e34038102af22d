"""A proposal is made so, wholly or in part, in the name of who accepts it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.exhibitions.models import (
    STANDING,
    BoothAssignment,
    Exhibition,
    Participation,
)
from apps.exhibitions.placing import may_move
from apps.exhibitions.plan_changes import changing
from apps.exhibitions.seats import all_days
from apps.exhibitions.selecting import decide

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.exhibitions.proposing import Report

State = Participation.State


@dataclass(frozen=True)
class Basis:
    """What a proposal was computed from, and which part of it is accepted.

    What somebody decided after `asked_at`, and whom or which booth somebody moved after
    `revision`, is not overruled. Decisions are an approver's, places an organiser's.
    """

    asked_at: datetime | None = None
    revision: int | None = None
    decides: bool = True
    places: bool = True


@transaction.atomic
def accept(
    exhibition: Exhibition,
    report: "Report",
    *,
    by: "User | None",
    only: Collection[int] | None = None,
    basis: Basis | None = None,
) -> int:
    """Make a proposal so, or of it only what concerns these participations.

    Returns how many decisions and places were made. Raises ValidationError, with nothing
    changed, if the plan or an exhibitor is no longer as the proposal found it.
    """
    made, basis = 0, basis or Basis()
    for name, state in [
        ("selected", State.SELECTED),
        ("reserve", State.RESERVE),
        ("rejected", State.REJECTED),
    ]:
        for line in _wanted(report[name], only) if basis.decides else ():
            made += _decided(exhibition, line, state, by, basis)
    return made + (_placed(exhibition, report, by, only, basis) if basis.places else 0)


def _wanted(
    lines: list[dict[str, Any]], only: Collection[int] | None
) -> list[dict[str, Any]]:
    return [line for line in lines if only is None or line["participation"] in only]


def _decided(
    exhibition: Exhibition,
    line: dict[str, Any],
    state: str,
    by: "User | None",
    basis: Basis,
) -> bool:
    each: Participation = exhibition.participations.get(pk=line["participation"])
    if each.state == state or each.state in STANDING:
        return False
    if by is None:
        raise ValidationError(_("Say in whose name it is decided."), code="nobody")
    if basis.asked_at and each.decided_at and each.decided_at > basis.asked_at:
        raise ValidationError(
            _(
                "%(by)s has decided on %(who)s since this was computed (%(state)s). "
                "Ask for it again."
            )
            % {"by": each.decided_by, "who": each, "state": each.get_state_display()},
            code="decided",
        )
    exception = each.exception_reason
    decide(each, state, reason=line["why"], exception=exception, by=by)
    return True


def _placed(
    exhibition: Exhibition,
    report: "Report",
    by: "User | None",
    only: Collection[int] | None,
    basis: Basis,
) -> int:
    """All places in one step, so that one undo takes the proposal back."""
    booths = {booth.code: booth for booth in exhibition.booths.all()}
    lines = _wanted(report["placements"], only)
    keys = [line["participation"] for line in lines]
    people = exhibition.participations.select_related("business__owner").in_bulk(keys)
    if not basis.decides:  # who is not taken yet gets no place yet
        lines = [
            line for line in lines if people[line["participation"]].state in STANDING
        ]
    with changing(exhibition, by=by, seen=basis.revision) as change:
        every = all_days(change.exhibition)
        before = _first_places(exhibition, keys)
        moving = [
            line
            for line in lines
            if _differs(before.get(line["participation"]), line, exhibition)
        ]
        keys = [line["participation"] for line in moving]
        change.take(before[key] for key in keys if key in before)
        for line in moving:
            who = people[line["participation"]]
            change.put(who, booths[line["booth"]], every, line["seat"])
        change.text = _("Proposal accepted: %(count)d places") % {"count": len(moving)}
    return len(moving)


def _first_places(
    exhibition: Exhibition, keys: Collection[int]
) -> dict[int, BoothAssignment]:
    rows = exhibition.assignments.filter(participation__in=keys)
    related = rows.select_related("booth", "participation__business")
    return {place.participation_id: place for place in related.order_by("-days")}


def _differs(
    place: BoothAssignment | None, line: dict[str, Any], exhibition: Exhibition
) -> bool:
    """Who rotates is left to the organiser. Who was locked since is asked to move, and refused."""
    if place is None:
        return True
    is_there = (place.booth.code, place.seat) == (line["booth"], line["seat"])
    return may_move(place, exhibition) and not is_there
