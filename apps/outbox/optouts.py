"""Who does not want messages any more: told by the link in a message, or to an officer."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from apps.outbox.models import Message, OptOut

if TYPE_CHECKING:
    from apps.accounts.models import User

SALT = "outbox.optout"


def opt_out_address(message: Message) -> str:
    """The address of the page where the recipient says so, whole: it stands in a mail."""
    return settings.SITE_URL + reverse("public:opt_out", args=[token_of(message)])


def token_of(message: Message) -> str:
    return signing.dumps(message.pk, salt=SALT)


def message_of(token: str) -> Message | None:
    """The message whose link was opened; None for a token that we did not sign."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    messages = Message.objects.select_related("occasion__agency")
    return messages.filter(pk=pk).first()


@transaction.atomic
def opt_out(message: Message, *, by: "User | None" = None) -> None:
    """Write to this address no more, also not what is drafted or approved already."""
    OptOut.objects.get_or_create(
        agency=message.occasion.agency,
        channel=message.channel,
        address_index=message.address_index,
        defaults={
            "name": message.name,
            "how": OptOut.How.ASKED if by else OptOut.How.LINK,
            "recorded_by": by,
        },
    )
    waiting = Message.objects.filter(
        occasion__agency=message.occasion.agency,
        channel=message.channel,
        address_index=message.address_index,
        status__in=[Message.Status.DRAFTED, Message.Status.APPROVED],
    )
    waiting.update(status=Message.Status.UNWANTED)
