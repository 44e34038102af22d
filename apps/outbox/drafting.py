"""Messages before they leave: drafted for many at once, reworded, approved or left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.separation import is_alone
from apps.agencies.models import Agency
from apps.outbox.models import Message, Occasion
from apps.outbox.models.messages import MessageQuerySet
from apps.outbox.wording import fill_in, subject_of
from ikmportal.encryption import blind_index

if TYPE_CHECKING:
    from apps.accounts.models import User

AT_ONCE = 1_000
APPROVE = "outbox.approve_message"
Status = Message.Status


@dataclass(frozen=True)
class Recipient:
    """Somebody whom an app wants to write to. The key names the person: «person:17»."""

    key: str
    name: str
    address: str  # an e-mail address, or a number as +62812…
    region_id: str | None = None
    language: str = "id"
    values: dict[str, str] = field(default_factory=dict)  # see wording.PLACEHOLDERS


def address_index(channel: str, address: str) -> str:
    return blind_index(address.strip().lower(), f"message {channel}")


@transaction.atomic
def open_occasion(  # noqa: PLR0913  what an occasion is
    agency: Agency,
    code: str,
    *,
    channel: str,
    subject: str,
    body: str,
    by: "User | None" = None,
) -> Occasion:
    """The agency's occasion of this code: made at the first call, found at every other."""
    occasion, made = Occasion.objects.get_or_create(
        agency=agency,
        code=code,
        defaults={
            "channel": channel,
            "subject": subject,
            "body": body,
            "created_by": by,
        },
    )
    if made:
        occasion.full_clean()
    return occasion


@transaction.atomic
def draft(occasion: Occasion, recipients: Iterable[Recipient]) -> int:
    """Draft a message for each who has none on this occasion yet. Returns how many are new.

    However often a job runs, a person gets one: the constraint decides.
    """
    before = occasion.messages.count()
    made = [_message(occasion, recipient) for recipient in recipients]
    Message.objects.bulk_create(made, batch_size=AT_ONCE, ignore_conflicts=True)
    occasion.messages.drafted().unwanted().update(status=Status.UNWANTED)
    return occasion.messages.count() - before


def _message(occasion: Occasion, recipient: Recipient) -> Message:
    values = {
        "name": recipient.name,
        "agency": str(occasion.agency),
        **recipient.values,
    }
    return Message(
        occasion=occasion,
        recipient_key=recipient.key,
        channel=occasion.channel,
        name=recipient.name,
        address=recipient.address,
        address_index=address_index(occasion.channel, recipient.address),
        region_id=recipient.region_id,
        language=recipient.language,
        values=values,
        subject=subject_of(occasion.subject, values),
        body=fill_in(occasion.body, values),
    )


@transaction.atomic
def reword(
    occasion: Occasion, *, subject: str, body: str, by: "User | None" = None
) -> None:
    """Another text for what is still a draft. What was approved stays as it was read."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    occasion.subject, occasion.body, occasion.worded_by = subject, body, by
    occasion.full_clean()
    occasion.save(update_fields=["subject", "body", "worded_by"])
    drafts = list(occasion.messages.drafted().select_for_update())
    for message in drafts:
        message.subject = subject_of(subject, message.values)
        message.body = fill_in(body, message.values)
    Message.objects.bulk_update(drafts, ["subject", "body"], batch_size=AT_ONCE)


@transaction.atomic
def approve(messages: MessageQuerySet, *, by: "User") -> int:
    """Let drafts leave as they read now. Returns how many there were.

    Who drafted or worded them does not approve them himself, unless the agency has nobody
    else who may. Raises ValidationError.
    """
    drafts = messages.drafted()
    count = 0
    for occasion in Occasion.objects.filter(pk__in=drafts.values("occasion")):
        proposers = [occasion.created_by_id, occasion.worded_by_id]
        count += drafts.filter(occasion=occasion).update(
            status=Status.APPROVED,
            approved_by=by,
            approved_at=timezone.now(),
            approved_alone=is_alone(by, proposers, APPROVE, occasion.agency),
        )
    return count


def leave_out(messages: MessageQuerySet) -> int:
    """Take messages out that have not left yet."""
    waiting = messages.filter(status__in=[Status.DRAFTED, Status.APPROVED])
    return waiting.update(status=Status.CANCELLED)


def put_back(messages: MessageQuerySet) -> int:
    """Make drafts again of messages that were left out."""
    left_out = messages.filter(status=Status.CANCELLED)
    return left_out.update(
        status=Status.DRAFTED, approved_by=None, approved_at=None, approved_alone=False
    )


@transaction.atomic
def decide_uncertain(message: Message, *, sent: bool, by: "User") -> None:
    """Say of a message that perhaps left whether it did; if not, it is sent again."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.status != Status.UNCERTAIN:
        raise ValidationError(_("Somebody has decided this already."))
    if sent:
        locked.status, locked.sent_at, locked.sent_by = Status.SENT, timezone.now(), by
    else:
        locked.status, locked.sending_at = Status.APPROVED, None
    locked.save(update_fields=["status", "sent_at", "sent_by", "sending_at"])
