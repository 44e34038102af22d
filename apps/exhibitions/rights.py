"""What may be done with an exhibition, and with which: the questions that its pages ask first."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.exhibitions.models import Exhibition, Participation

VIEW = "exhibitions.view_exhibition"
OPEN = "exhibitions.add_exhibition"
RUN = "exhibitions.change_exhibition"
PROPOSE = "exhibitions.add_participation"
LOOK_THROUGH = "exhibitions.change_participation"
DECIDE = "exhibitions.decide_participation"
PUBLISH = "exhibitions.publish_plan"


def exhibition_for(request: Request, pk: int, *permissions: str) -> Exhibition:
    """The exhibition, for who sees it; with rights besides: for who keeps it and has them."""
    need(request.user, VIEW, *permissions)
    rows = Exhibition.objects.visible_to(request.user)
    if set(permissions) - {PROPOSE}:
        rows = Exhibition.objects.kept_by(request.user)
    found: Exhibition = get_object_or_404(
        rows.select_related("agency", "series", "region"), pk=pk
    )
    return found


def participation_for(request: Request, pk: int, *permissions: str) -> Participation:
    need(request.user, VIEW, *permissions)
    rows = Participation.objects.visible_to(request.user)
    if permissions:
        kept = Exhibition.objects.kept_by(request.user)
        rows = rows.filter(exhibition__in=kept.values("pk"))
    related = (
        *("exhibition__agency", "business__owner", "business__region"),
        *("recap_group", "proposed_by", "decided_by"),
    )
    found: Participation = get_object_or_404(rows.select_related(*related), pk=pk)
    return found


def keeps(user: Any, exhibition: Exhibition) -> bool:
    """Whether it is his own office that runs it, and he may."""
    return bool(user.has_perm(RUN)) and is_of_his_office(user, exhibition)


def is_of_his_office(user: Any, exhibition: Exhibition) -> bool:
    return Exhibition.objects.kept_by(user).filter(pk=exhibition.pk).exists()


def say(request: Request, error: ValidationError) -> None:
    for text in error.messages:
        messages.warning(request, text)


def pk_of(text: str) -> int | None:
    """A key that a form sends, or None."""
    return int(text) if text.isdecimal() and len(text) < 19 else None
