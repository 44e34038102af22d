"""A round from its preparation to its end, and what stands in the way of the next step."""

import secrets
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.curation.criteria import begin_with
from apps.catalogue.curation.curators import deal, why_not
from apps.catalogue.curation.locking import locked
from apps.catalogue.curation.scoring import unfinished_sheets
from apps.catalogue.models import CurationRound

if TYPE_CHECKING:
    from apps.accounts.models import User

State = CurationRound.State
NEXT = {
    State.PREPARING: State.OPEN,
    State.OPEN: State.SCORING,
    State.SCORING: State.DECIDING,
    State.DECIDING: State.CLOSED,
}
BACK = {State.OPEN: State.PREPARING, State.DECIDING: State.SCORING}
SEEDS = 2**31
# Closing ends the decisions: it belongs to who decides.
RIGHT_TO = {State.CLOSED: "catalogue.decide_curation"}
CHANGE = "catalogue.change_curationround"


@transaction.atomic
def prepare(round_: CurationRound, *, criteria: str, by: "User") -> CurationRound:
    """Keep a new round, with criteria to begin with: «food», «craft», or an earlier round's key."""
    round_.created_by, round_.seed = by, secrets.randbelow(SEEDS)
    round_.full_clean()
    round_.save()
    begin_with(round_, criteria)
    return round_


@transaction.atomic
def move(round_: CurationRound, to: str, *, by: "User") -> CurationRound:
    """Go on to the next state, or back by one. Raises ValidationError with what is in the way.

    Going on to scoring deals the products out.
    """
    round_ = locked(round_)
    if to not in {NEXT.get(State(round_.state)), BACK.get(State(round_.state))}:
        raise ValidationError(_("Somebody has gone on already: look at the state."))
    if reasons := in_the_way(round_, to):
        raise ValidationError(reasons)
    from_open = round_.state == State.OPEN
    round_.state = to
    if to == State.CLOSED:
        round_.closed_at, round_.closed_by = timezone.now(), by
    round_.save(update_fields=["state", "closed_at", "closed_by"])
    if from_open and to == State.SCORING:
        deal(round_)
    return round_


def in_the_way(round_: CurationRound, to: str) -> list[str]:
    """What has to be done before, in words an organiser can act on."""
    if to == State.OPEN:
        return _about_criteria(round_)
    if to == State.SCORING and round_.state == State.OPEN:
        return [*_about_criteria(round_), *_about_candidates(round_), *why_not(round_)]
    if to == State.DECIDING:
        return _about_sheets(round_)
    if to == State.CLOSED:
        return _about_decisions(round_)
    return []


def _about_criteria(round_: CurationRound) -> list[str]:
    total = round_.criteria.aggregate(total=Sum("weight"))["total"] or 0
    if total == 100:
        return []
    return [
        _("The weights of the criteria are %(total)d %% together; they must be 100 %%.")
        % {"total": total}
    ]


def _about_candidates(round_: CurationRound) -> list[str]:
    if waiting := round_.candidates.applied().count():
        return [
            ngettext(
                "%(count)d product is neither verified nor refused.",
                "%(count)d products are neither verified nor refused.",
                waiting,
            )
            % {"count": waiting}
        ]
    if not round_.candidates.verified().exists():
        return [_("No product is verified yet.")]
    return []


def _about_sheets(round_: CurationRound) -> list[str]:
    left = unfinished_sheets(round_)
    if not left:
        return []
    names = sorted({str(each.curator.user) for each in left})
    return [
        ngettext(
            "%(count)d score sheet is not finished (%(names)s).",
            "%(count)d score sheets are not finished (%(names)s).",
            len(left),
        )
        % {"count": len(left), "names": ", ".join(names)}
    ]


def _about_decisions(round_: CurationRound) -> list[str]:
    undecided = round_.candidates.undecided().count()
    if not undecided:
        return []
    return [
        ngettext(
            "%(count)d product is not decided yet.",
            "%(count)d products are not decided yet.",
            undecided,
        )
        % {"count": undecided}
    ]
