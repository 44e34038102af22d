"""WhatsApp, one by one: an officer takes the next message, opens it, and ticks what became of it."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.access import record_access
from apps.accounts.models import AccessRecord
from apps.outbox.models import Channel, Message, Occasion

if TYPE_CHECKING:
    from apps.accounts.models import User

Status = Message.Status


def in_hand(occasion: Occasion, by: "User") -> Message | None:
    """The message that this officer took and has not ticked yet."""
    taken = Message.objects.visible_to(by).filter(
        occasion=occasion, status=Status.SENDING, sent_by=by
    )
    return taken.first()


@transaction.atomic
def take_next(
    occasion: Occasion, by: "User", request: HttpRequest | None = None
) -> Message | None:
    """Take a message that nobody else has; the one in hand first. None when all is done.

    Its link shows the number, so that taking it is a look, and is written down as one.
    """
    if message := in_hand(occasion, by):
        return message
    own = Message.objects.visible_to(by).filter(
        occasion=occasion, channel=Channel.WHATSAPP
    )
    own.filter(status=Status.APPROVED).unwanted().update(status=Status.UNWANTED)
    rows = own.waiting().select_for_update(skip_locked=True, of=("self",))
    message = rows.first()
    if message:
        message.status, message.sending_at = Status.SENDING, timezone.now()
        message.sent_by = by
        message.attempts += 1
        message.save(update_fields=["status", "sending_at", "sent_by", "attempts"])
        record_access(
            AccessRecord.Kind.CONTACT,
            Message,
            [message.pk],
            by=by,
            agency=occasion.agency,
            explanation=str(occasion),
            request=request,
        )
    return message


@transaction.atomic
def tick(message: Message, outcome: str, *, by: "User") -> None:
    """Note that a message left, did not, or is given back for somebody else."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    open_still = locked.status in {Status.SENDING, Status.UNCERTAIN}
    if not open_still or locked.sent_by_id != by.pk:
        raise ValidationError(_("Somebody else has ticked this message already."))
    locked.sending_at, locked.failure = None, ""
    if outcome == "sent":
        locked.status, locked.sent_at = Status.SENT, timezone.now()
    elif outcome == "failed":
        locked.status = Status.FAILED
        locked.failure = _("The number is not on WhatsApp or not in use.")
    else:
        locked.status, locked.sent_by = Status.APPROVED, None
    locked.save(update_fields=["status", "sending_at", "sent_at", "sent_by", "failure"])
