"""What may be done with messages, and with which of them."""

from typing import Any

from django.shortcuts import get_object_or_404

from apps.accounts import refusals
from apps.accounts.http import Request
from apps.outbox.models import Message, Occasion

VIEW, DRAFT = "outbox.view_message", "outbox.add_message"
APPROVE, SEND = "outbox.approve_message", "outbox.send_message"


def need(request: Request, *permissions: str) -> None:
    """Who may see messages, and has these rights besides."""
    refusals.need(request.user, VIEW, *permissions)


def occasion_for(request: Request, pk: int) -> Any:
    visible = Occasion.objects.visible_to(request.user).with_counts(request.user)
    return get_object_or_404(
        visible.select_related("agency", "created_by", "asked_by"), pk=pk
    )


def message_for(request: Request, pk: int) -> Message:
    visible = Message.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("occasion__agency"), pk=pk)
