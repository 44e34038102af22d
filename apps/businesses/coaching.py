"""A record that another agency keeps and that seems to be one's own business too: asked for.

Until it is granted, who asks knows only which agency has one like it. Both sides keep what was
asked and answered.
"""

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.businesses.doubles import Elsewhere
from apps.businesses.models import Business, CoachingRelation, CoachingRequest

if TYPE_CHECKING:
    from apps.accounts.models import User

SALT = "businesses.coaching"
VALID_SECONDS = 3600


def ticket_of(hint: Elsewhere) -> str:
    """What a page may hold of a record that is not shown: nobody asks for another one with it."""
    found = {"business": hint.business, "evidence": hint.evidence}
    return signing.dumps(found, salt=SALT, compress=True)


@transaction.atomic
def ask_for(ticket: str, *, reason: str, by: "User") -> CoachingRequest:
    """Ask the agency that keeps it. Raises ValidationError."""
    try:
        found: dict[str, Any] = signing.loads(ticket, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        raise ValidationError(
            _("This page is too old to ask from. Look for the double again.")
        ) from None
    business = Business.objects.filter(pk=found["business"]).first()
    if business is None or by.agency is None:
        raise ValidationError(_("The other agency has no such record any more."))
    request = CoachingRequest(
        agency=by.agency,
        asked_agency=business.agency,
        business=business,
        evidence=found["evidence"],
        reason=reason,
        asked_by=by,
    )
    request.full_clean()
    request.save()
    return request


@transaction.atomic
def answer(
    request: CoachingRequest, *, granted: bool, words: str, by: "User"
) -> CoachingRequest:
    """Grant or refuse; granted, the asking agency coaches it too. Raises ValidationError."""
    request = _open(request)
    state = CoachingRequest.State
    _close(request, state.GRANTED if granted else state.REFUSED, words, by)
    if granted:
        CoachingRelation.objects.get_or_create(
            business=request.business,
            agency=request.agency,
            until=None,
            defaults={"since": localdate()},
        )
    return request


@transaction.atomic
def withdraw(request: CoachingRequest, *, by: "User") -> None:
    """Who asked needs it no more. Raises ValidationError once it was answered."""
    _close(_open(request), CoachingRequest.State.WITHDRAWN, "", by)


def _open(request: CoachingRequest) -> CoachingRequest:
    rows = CoachingRequest.objects.select_for_update(of=("self",))
    request = rows.select_related("business").get(pk=request.pk)
    if request.state != CoachingRequest.State.ASKED:
        raise ValidationError(_("Somebody has answered this already."))
    return request


def _close(request: CoachingRequest, state: str, words: str, by: "User") -> None:
    request.state, request.answer = state, words
    request.answered_at, request.answered_by = timezone.now(), by
    request.save(update_fields=["state", "answer", "answered_at", "answered_by"])
