"""allauth's forms with our counts: codes are tried so often and used once, letters sent so often."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.accounts.attempts import (
    BY_FACTOR,
    LETTERS_FROM,
    LETTERS_TO,
    SPENT_CODES,
    Limit,
    count,
    start_anew,
)
from apps.accounts.refusal_pages import too_many
from ikmportal.client_address import client_address, network_of


def _count_or_stop(limit: Limit, subject: str) -> Any:
    attempt = count(limit, subject)
    if attempt.refused_until:
        raise ImmediateHttpResponse(too_many(context.request, attempt.refused_until))
    return attempt


def _spend(user: Any, code: str) -> None:
    """A code of the authenticator app opens once, also while it is still shown."""
    digits = "".join(filter(str.isdigit, code))
    if count(SPENT_CODES, str(user.pk), digits).refused_until:
        raise ValidationError(
            _("This code has been used. Wait for the next one, up to 30 seconds."),
            code="spent_code",
        )


class CountedCode:
    """Before a code is looked at, the try is counted for its user, in the database."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        attempt = _count_or_stop(BY_FACTOR, str(self.user.pk))
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            _spend(self.user, code)
        start_anew(attempt)
        return code

    def save(self) -> None:
        super().save()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            self.authenticator.refresh_from_db()  # allauth marks the code on another copy
            left = len(self.authenticator.wrap().get_unused_codes())
            get_adapter().send_notification_mail(
                "mfa/email/recovery_code_used", self.user, {"codes_left": left}
            )


class CountedAuthenticateForm(CountedCode, AuthenticateForm):
    pass


class CountedReauthenticateForm(CountedCode, ReauthenticateForm):
    pass


class CountedActivateTOTPForm(ActivateTOTPForm):
    def clean_code(self) -> str:
        attempt = _count_or_stop(BY_FACTOR, str(self.user.pk))
        code: str = super().clean_code()
        _spend(self.user, code)
        start_anew(attempt)
        return code


class ReadyLoginForm(LoginForm):
    """The cursor stands where one types: in the password, once a sign-in was refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = "password" if self.is_bound else "login"
        self.fields[first].widget.attrs["autofocus"] = True


class CountedResetPasswordForm(ResetPasswordForm):
    def clean_email(self) -> str:
        address = network_of(client_address(context.request)) or "nowhere"
        _count_or_stop(LETTERS_FROM, address)
        email: str = super().clean_email()
        _count_or_stop(LETTERS_TO, email)
        return email


class NamedAddWebAuthnForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")  # allauth's has no Indonesian


class NamedEditWebAuthnForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
