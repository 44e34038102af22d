"""What an administrator does for somebody who cannot get in: actions of the list of users.

Each is done for those of the chosen users that the administrator may change.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import factors, invitations
from apps.accounts.lockout import unlock
from apps.accounts.models import User


@admin.action(
    permissions=["change"], description=gettext_lazy("Send an invitation link")
)
def send_invitation(
    model_admin: Any, request: HttpRequest, users: QuerySet[User]
) -> None:
    for user in _changeable(model_admin, request, users):
        try:
            invite_and_show(request, user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            continue
        model_admin.log_change(request, user, "invitation")


@admin.action(
    permissions=["change"], description=gettext_lazy("Take back the invitation link")
)
def take_back_invitation(
    model_admin: Any, request: HttpRequest, users: QuerySet[User]
) -> None:
    said = (
        _("%(user)s: the link no longer works."),
        _("%(user)s: there was no open link."),
    )
    _do_for_each(model_admin, request, users, invitations.revoke, said)


@admin.action(permissions=["change"], description=gettext_lazy("Unlock the sign-in"))
def unlock_sign_in(
    model_admin: Any, request: HttpRequest, users: QuerySet[User]
) -> None:
    said = _("%(user)s can sign in again."), _("%(user)s was not locked.")
    _do_for_each(model_admin, request, users, unlock, said)


@admin.action(
    permissions=["change"],
    description=gettext_lazy("Take away the second factor (phone lost)"),
)
def take_away_factors(
    model_admin: Any, request: HttpRequest, users: QuerySet[User]
) -> None:
    said = (
        _(
            "%(user)s has no second factor now, and sets up a new one at the next sign-in."
        ),
        _("%(user)s had no second factor."),
    )
    by: Any = request.user

    def remove_factors(user: User) -> int:
        removed = factors.remove_factors(user)
        if removed:
            tell = partial(invitations.tell_of_lost_factor, user, by)
            transaction.on_commit(tell, robust=True)
        return removed

    _do_for_each(model_admin, request, users, remove_factors, said)


ACTIONS = [send_invitation, take_back_invitation, unlock_sign_in, take_away_factors]


def invite_and_show(request: HttpRequest, user: User) -> None:
    """Invite somebody by letter, and show the link to hand over where there is no mail."""
    by: Any = request.user
    invitation, address = invitations.invite(user, by=by)
    transaction.on_commit(partial(invitations.send, invitation, address), robust=True)
    text = _(
        "The link for %(user)s, valid once for 72 hours, also to hand over by WhatsApp: "
        "%(address)s"
    )
    messages.success(request, text % {"user": user, "address": address})


def _changeable(
    model_admin: Any, request: HttpRequest, users: QuerySet[User]
) -> list[User]:
    return [user for user in users if model_admin.has_change_permission(request, user)]


def _do_for_each(
    model_admin: Any,
    request: HttpRequest,
    users: QuerySet[User],
    deed: Callable[[User], object],
    said: tuple[str, str],
) -> None:
    done, not_needed = said
    for user in _changeable(model_admin, request, users):
        if deed(user):
            model_admin.log_change(request, user, deed.__name__)
            messages.success(request, done % {"user": user})
        else:
            messages.info(request, not_needed % {"user": user})
