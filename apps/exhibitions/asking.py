"""A proposal that is asked for on a page: computed by the worker, then accepted or not."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.exhibitions.accepting import Basis, accept
from apps.exhibitions.models import STANDING, BoothProposal, Exhibition, Participation
from apps.exhibitions.proposing import find, in_each_language

if TYPE_CHECKING:
    from apps.accounts.models import User

State = BoothProposal.State


def ask(exhibition: Exhibition, *, by: "User") -> BoothProposal:
    """Have one computed. While one is, that one is returned: a double click asks once."""
    from apps.exhibitions.tasks import propose as task  # noqa: PLC0415  cycle

    try:
        with transaction.atomic():
            asked: BoothProposal = BoothProposal.objects.create(
                exhibition=exhibition, asked_by=by
            )
            task.defer(proposal_id=asked.pk)
    except IntegrityError:
        asked = BoothProposal.objects.get(exhibition=exhibition, state=State.WAITING)
    return asked


def compute(proposal_id: int) -> None:
    asked = BoothProposal.objects.select_related("exhibition").get(pk=proposal_id)
    if asked.state != State.WAITING:
        return
    asked.revision = asked.exhibition.plan_revision
    asked.report = in_each_language(asked.exhibition, find(asked.exhibition))
    asked.state = State.READY
    asked.save(update_fields=["revision", "report", "state"])


def fail(proposal_id: int) -> None:
    waiting = BoothProposal.objects.filter(pk=proposal_id, state=State.WAITING)
    waiting.update(state=State.FAILED)


@transaction.atomic
def answer(
    asked: BoothProposal,
    *,
    by: "User",
    only: Collection[int] | None,
    decides: bool = True,
    places: bool = True,
) -> int:
    """Accept it wholly, or for these exhibitors; for none of them it is dropped.

    Decisions and places may be accepted apart: it then stays open for the other.
    Returns how much was made so. Raises ValidationError, with nothing changed.
    """
    held = BoothProposal.objects.select_for_update().get(pk=asked.pk)
    if held.state == State.WAITING:
        raise ValidationError(_("This proposal is still being computed."))
    if held.state == State.FAILED:
        raise ValidationError(
            _("This proposal could not be computed. Ask for another.")
        )
    if held.state != State.READY:
        raise ValidationError(_("This proposal has been answered already."))
    made = 0
    if only is None or only:
        basis = Basis(held.asked_at, held.revision, decides, places)
        made = accept(held.exhibition, held.said, by=by, only=only, basis=basis)
        if not (decides and places) and _is_open(held, decides=decides, places=places):
            return made
    held.state = State.ACCEPTED if made else State.DROPPED
    held.decided_by, held.decided_at = by, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    return made


def _is_open(held: BoothProposal, *, decides: bool, places: bool) -> bool:
    """Whether something of it waits for who accepts the other part."""
    return any(
        (row["decision"] and not decides) or (row["is_move"] and not places)
        for row in rows_of(held)
    )


def rows_of(asked: BoothProposal) -> list[dict[str, Any]]:
    """What would become of each: decision and booth, beside what is."""
    report, exhibition = asked.said, asked.exhibition
    if not report:
        return []
    people = Participation.objects.filter(exhibition=exhibition).select_related(
        "business__owner", "recap_group"
    )
    now: dict[int, str] = {}
    for place in exhibition.assignments.select_related("booth").order_by("-days"):
        now[place.participation_id] = place.booth.code
    placed = {line["participation"]: line for line in report["placements"]}
    nowhere = {line["participation"]: line for line in report["unplaced"]}
    decided = _decided_in(report)
    rows = []
    for each in people.order_by("pk"):
        state, why = decided.get(each.pk, ("", ""))
        place = placed.get(each.pk) or nowhere.get(each.pk, {})
        old, new = now.get(each.pk, ""), place.get("booth", "")
        is_decision = bool(state) and each.state not in {state, *STANDING}
        is_move = bool(place) and old != new
        rows.append(
            {
                "participation": each,
                "decision": _decision(each, state) if is_decision else "",
                "why": why if is_decision else "",
                "old": old,
                "new": new,
                "why_there": place.get("why", ""),
                "is_move": is_move,
                "is_new": is_decision or is_move,
            }
        )
    return rows


def _decision(each: Participation, state: str) -> str:
    """What it would become; and what a human has made it, if that is to be another."""
    label = str(Participation.State(state).label)
    was_decided = each.state == Participation.State.RESERVE
    return f"{each.get_state_display()} → {label}" if was_decided else label


def _decided_in(report: dict[str, Any]) -> dict[int, tuple[str, str]]:
    """What each would become, and why."""
    names = {
        "selected": Participation.State.SELECTED,
        "reserve": Participation.State.RESERVE,
        "rejected": Participation.State.REJECTED,
    }
    return {
        line["participation"]: (state, line["why"])
        for name, state in names.items()
        for line in report[name]
    }
