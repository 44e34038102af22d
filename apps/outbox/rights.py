"""What may be done with messages, and the words for it when somebody may not."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.http import Request
from apps.outbox.models import Message, Occasion

VIEW, DRAFT = "outbox.view_message", "outbox.add_message"
APPROVE, SEND = "outbox.approve_message", "outbox.send_message"
RIGHTS = {
    VIEW: gettext_lazy("see messages"),
    DRAFT: gettext_lazy("draft messages"),
    APPROVE: gettext_lazy("approve messages"),
    SEND: gettext_lazy("send messages"),
}


def need(request: Request, *permissions: str) -> None:
    """Refuse with the name of the right that is missing and who can grant it."""
    for permission in (VIEW, *permissions):
        if not request.user.has_perm(permission):
            message = _(
                "You need the right «%(right)s». The data administrator of your agency can "
                "grant it."
            )
            raise PermissionDenied(message % {"right": RIGHTS[permission]})


def occasion_for(request: Request, pk: int) -> Any:
    visible = Occasion.objects.visible_to(request.user).with_counts(request.user)
    return get_object_or_404(
        visible.select_related("agency", "created_by", "asked_by"), pk=pk
    )


def message_for(request: Request, pk: int) -> Message:
    visible = Message.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("occasion__agency"), pk=pk)
