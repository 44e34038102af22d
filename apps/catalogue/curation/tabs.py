"""The pages of one round, side by side, and the way to its next state."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.accounts.models import User
from apps.catalogue.curation import rights
from apps.catalogue.curation.rounds import BACK, NEXT, in_the_way
from apps.catalogue.models import CurationRound

State = CurationRound.State
STEPS = list(State)


def frame(round_: CurationRound, user: User, current: str) -> dict[str, Any]:
    """What every page of a round shows above its own content."""
    return {
        "round": round_,
        "tabs": tabs_of(round_, user, current),
        "steps": [label for _state, label in State.choices],
        "step": STEPS.index(State(round_.state)) + 1,
        "may_lead": user.has_perm(rights.LEAD),
        "may_decide": user.has_perm(rights.DECIDE),
    }


def tabs_of(round_: CurationRound, user: User, current: str) -> list[dict[str, Any]]:
    leads = user.has_perm(rights.LEAD)
    pages = [
        ("round", _("Overview"), True, None),
        ("candidates", _("Products"), True, round_.candidates.count()),
        ("criteria", _("Criteria"), leads, round_.criteria.count()),
        ("curators", _("Curators"), leads, round_.curators.count()),
        ("board", _("Decisions"), True, None),
        ("papers", pgettext("of a curation", "Papers"), True, None),
    ]
    return [
        {
            "label": label,
            "url": reverse(f"curation:{name}", args=[round_.pk]),
            "current": name == current,
            "count": count,
        }
        for name, label, shown, count in pages
        if shown
    ]


def way_on(round_: CurationRound) -> dict[str, Any]:
    """The next step, what is in its way, and the step back, if there is one."""
    state = State(round_.state)
    following, back = NEXT.get(state), BACK.get(state)
    words = {
        State.OPEN: _("Open it for products"),
        State.SCORING: _("Deal the products out and begin scoring"),
        State.DECIDING: _("End scoring and decide"),
        State.CLOSED: _("Close the curation"),
    }
    back_words = {
        State.PREPARING: _("Back to preparing"),
        State.SCORING: _("Open scoring again"),
    }
    return {
        "next": following,
        "next_label": words[following] if following else "",
        "in_the_way": in_the_way(round_, following) if following else [],
        "back": back,
        "back_label": back_words[back] if back else "",
    }
