"""A proposal that is asked for on a page: computed by the worker, then accepted or not."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.exhibitions.models import BoothProposal, Exhibition
from apps.exhibitions.proposing import accept, propose

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
    asked.report = propose(asked.exhibition)
    asked.state = State.READY
    asked.save(update_fields=["revision", "report", "state"])


def fail(proposal_id: int) -> None:
    waiting = BoothProposal.objects.filter(pk=proposal_id, state=State.WAITING)
    waiting.update(state=State.FAILED)


@transaction.atomic
def answer(asked: BoothProposal, *, by: "User", only: Collection[int] | None) -> int:
    """Accept it wholly, or for these exhibitors; for none of them it is dropped.

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
        made = accept(held.exhibition, held.report, by=by, only=only)
    held.state = State.ACCEPTED if made else State.DROPPED
    held.decided_by, held.decided_at = by, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    return made
