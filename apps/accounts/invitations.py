"""Inviting somebody: a link by which he sets his own password, once, within 72 hours.

The link goes by e-mail at once and is also shown to whoever invites, who may hand it over
himself where an office has no mail. It serves as well for a password that was lost. So that
nobody uses unnoticed what he should have handed over, a browser in which somebody else is
signed in is refused, and the owner of the account gets a letter when the link was used.
"""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.accounts.models import Invitation, User


@transaction.atomic
def invite(user: User, *, by: User | None) -> tuple[Invitation, str]:
    """Make a link for this user and take back an older one. Returns it with its address."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active:
        raise ValidationError(
            _("%(user)s is not active: activate the account first.") % {"user": user}
        )
    revoke(user)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user,
        digest=_digest(secret),
        created_by=by,
        expires_at=timezone.now() + Invitation.LASTS,
    )
    return invitation, _address(secret, user)


def revoke(user: User) -> int:
    """Take back the open link of this user. Says how many there were: one or none."""
    return Invitation.objects.open().filter(user=user).update(revoked_at=timezone.now())


def find(secret: str) -> Invitation | None:
    """The invitation that this link opens, while it can be used."""
    valid = Invitation.objects.valid().select_related("user__agency")
    return valid.filter(digest=_digest(secret), user__is_active=True).first()


@transaction.atomic
def accept(secret: str, password: str) -> User | None:
    """Set the password that was chosen. None if somebody was faster, or the link has ended."""
    # Without a join: PostgreSQL looks again at the columns of a row that it waited for, but
    # not at a subquery, and every one who came at once would use the link.
    valid = Invitation.objects.valid().filter(digest=_digest(secret))
    if find(secret) is None or not valid.update(accepted_at=timezone.now()):
        return None
    user = User.objects.get(invitations__digest=_digest(secret))
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def send(invitation: Invitation, address: str) -> None:
    """The letter with the link, in the language of who gets it."""
    user = invitation.user
    names = {
        "user": user,
        "address": address,
        "invitation": invitation,
        "site_name": settings.SITE_NAME,
        "site_owner": settings.SITE_OWNER,
    }
    with translation.override(user.language):
        subject = _("%(site)s: your account") % {"site": settings.SITE_NAME}
        text = render_to_string("accounts/email/invitation.txt", names)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])


def tell_of_use(user: User, address: str) -> None:
    """The letter that says when and from where a link has set the password."""
    _tell(user, "accounts/email/password_set.txt", {"address": address})


def tell_of_lost_factor(user: User, by: User) -> None:
    """The letter that says who has taken away the second factor."""
    _tell(user, "accounts/email/factor_removed.txt", {"by": by})


def _tell(user: User, template: str, about: dict[str, Any]) -> None:
    names = {"user": user, "now": timezone.now(), "site_name": settings.SITE_NAME}
    with translation.override(user.language):
        subject = _("%(site)s: your account") % {"site": settings.SITE_NAME}
        text = render_to_string(template, {**names, **about})
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])


def unusable_password() -> str:
    """What a user has in the place of a password before he chose one."""
    return make_password(None)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _address(secret: str, user: User) -> str:
    with translation.override(user.language):
        return settings.SITE_URL + reverse("accounts:invitation", args=[secret])
