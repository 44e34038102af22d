"""What may be done in a curation, and in which: the questions that its pages ask first."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from apps.accounts.http import Request
from apps.accounts.models import User
from apps.accounts.refusals import need
from apps.catalogue.models import Candidate, CurationRound

VIEW = "catalogue.view_curationround"
PREPARE = "catalogue.add_curationround"
LEAD = "catalogue.change_curationround"
PROPOSE = "catalogue.add_candidate"
CHECK = "catalogue.change_candidate"
SCORE = "catalogue.score_curation"
DECIDE = "catalogue.decide_curation"


def round_for(request: Request, pk: int, *permissions: str) -> CurationRound:
    """The round, for who sees it and has these rights besides."""
    need(request.user, VIEW, *permissions)
    visible = CurationRound.objects.visible_to(request.user)
    found: CurationRound = get_object_or_404(
        visible.select_related("agency", "created_by", "closed_by"), pk=pk
    )
    return found


def candidate_for(request: Request, pk: int, *permissions: str) -> Candidate:
    need(request.user, VIEW, *permissions)
    visible = Candidate.objects.visible_to(request.user)
    related = (
        *("round__agency", "product__business__owner", "product__commodity_group"),
        *("former__round", "applied_by", "checked_by", "decided_by"),
    )
    found: Candidate = get_object_or_404(visible.select_related(*related), pk=pk)
    return found


def sees_scores(user: User, round_: CurationRound) -> bool:
    """Whoever scores himself sees the others' scores when all have given theirs."""
    scoring = round_.state == CurationRound.State.SCORING
    return not (scoring and round_.curators.filter(user=user).exists())


def say(request: Request, error: ValidationError) -> None:
    for text in error.messages:
        messages.warning(request, text)


def pk_of(request: Request, name: str) -> Any:
    """A key that a form sends, or None."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else None
