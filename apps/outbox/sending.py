"""Mail that leaves: each message once, whatever happens to the worker.

A message is marked as being sent before the server is talked to, and its row stays locked
meanwhile. A worker that dies leaves it marked and unlocked: whether it left is not known, so
it is never sent again by itself, and a person decides.
"""

import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.outbox.models import Channel, Message, Occasion
from apps.outbox.optouts import opt_out_address

if TYPE_CHECKING:
    from apps.accounts.models import User

MAY_SEND = "outbox.send_message"
MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)  # then 4, 16 and 64
Status = Message.Status
FIELDS = ["status", "failure", "retry_at", "sent_at", "sent_by", "sending_at"]


def ask_to_send(occasion: Occasion, *, by: "User") -> None:
    """Note who has the approved mail of an occasion sent."""
    occasion.asked_by, occasion.notice = by, ""
    occasion.save(update_fields=["asked_by", "notice"])


def send_waiting(occasion_id: int, by: "User") -> int:
    """Send the approved mail of an occasion that is due. Returns how many were tried."""
    occasion = Occasion.objects.get(pk=occasion_id)
    if refusal := _refusal(occasion, by):
        Occasion.objects.filter(pk=occasion_id).update(notice=refusal[:300])
        return 0
    Occasion.objects.filter(pk=occasion_id).update(notice="")
    mailer, tried = get_connection(), 0
    try:
        while message := _claim(occasion_id, by):
            _deliver(message, mailer, by)
            tried += 1
    finally:
        mailer.close()
    return tried


def _refusal(occasion: Occasion, by: "User") -> str:
    """Why the person who asked may not have this sent any more; "" if he may."""
    if not by.is_active or not by.has_perm(MAY_SEND):
        return _("%(user)s no longer has the right to do this.") % {"user": by}
    if not Occasion.objects.visible_to(by).filter(pk=occasion.pk).exists():
        return _("%(user)s no longer works for this agency.") % {"user": by}
    return ""


@transaction.atomic
def _claim(occasion_id: int, by: "User") -> Message | None:
    """Mark the next message as being sent; None if there is no other."""
    own = Message.objects.visible_to(by).filter(
        occasion=occasion_id, channel=Channel.MAIL
    )
    own.filter(status=Status.APPROVED).unwanted().update(status=Status.UNWANTED)
    rows = own.waiting().order_by("pk")
    message = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if message is None:
        return None
    message.status, message.sending_at = Status.SENDING, timezone.now()
    message.attempts += 1
    message.save(update_fields=["status", "sending_at", "attempts"])
    return message


@transaction.atomic
def _deliver(claimed: Message, mailer: Any, by: "User") -> None:
    """Hand one message to the server, and note what it said. The row is locked meanwhile."""
    mine = Message.objects.filter(
        pk=claimed.pk, status=Status.SENDING, attempts=claimed.attempts
    )
    locked = mine.select_for_update(skip_locked=True, of=("self",))
    message = locked.select_related("occasion__agency").first()
    if message is None:
        return
    message.sending_at = None
    try:
        _connect(mailer)
    except (OSError, smtplib.SMTPException) as error:
        _again_later(message, str(error))
    else:
        _hand_over(message, mailer, by)
    message.save(update_fields=FIELDS)


def _connect(mailer: Any) -> None:
    """An open line to the server: what fails here has certainly not left."""
    line = getattr(mailer, "connection", None)
    if isinstance(line, smtplib.SMTP):
        try:
            if line.noop()[0] == 250:
                return
        except (OSError, smtplib.SMTPException):
            pass
        mailer.connection = None
    mailer.open()


def _hand_over(message: Message, mailer: Any, by: "User") -> None:
    try:
        mailer.send_messages([as_mail(message)])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        _refused(message, code, said)
    except smtplib.SMTPResponseException as error:
        _refused(message, error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:  # the line broke in the middle
        message.status, message.failure = Status.UNCERTAIN, str(error)[:300]
        mailer.connection = None
    else:
        message.status, message.failure = Status.SENT, ""
        message.sent_at, message.sent_by = timezone.now(), by


def _refused(message: Message, code: int, said: bytes | str) -> None:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    reason = f"{code} {text}"
    if 400 <= code < 500:
        _again_later(message, reason)
    else:
        message.status, message.failure = Status.FAILED, reason[:300]


def _again_later(message: Message, reason: str) -> None:
    """Try again after a while; in the end it has failed."""
    message.failure = reason[:300]
    if message.attempts >= MOST_ATTEMPTS:
        message.status = Status.FAILED
        return
    message.status = Status.APPROVED
    message.retry_at = timezone.now() + FIRST_WAIT * 4 ** (message.attempts - 1)


def as_mail(message: Message) -> EmailMessage:
    """The mail as it leaves: the text, who sends it, and how to get no more of them."""
    address = opt_out_address(message)
    with translation.override(message.language):
        footer = _(
            "This message was sent by %(agency)s. If you do not want such messages any more, "
            "say so here: %(address)s"
        ) % {"agency": message.occasion.agency, "address": address}
    return EmailMessage(
        subject=message.subject,
        body=f"{message.body}\n\n-- \n{footer}\n",
        to=[message.destination],
        headers={"List-Unsubscribe": f"<{address}>"},
    )


def give_up_left_open() -> int:
    """Mark what nobody is sending any more as perhaps sent. Returns how many."""
    with transaction.atomic():
        left = Message.objects.left_open().select_for_update(skip_locked=True)
        return Message.objects.filter(
            pk__in=[message.pk for message in left], status=Status.SENDING
        ).update(status=Status.UNCERTAIN, sending_at=None)
