"""Where django-allauth asks us: who may try to sign in, how letters go out, what ends sessions."""

import base64
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from apps.accounts import devices, lockout
from apps.accounts.attempts import Attempt
from apps.accounts.factors import SEALED_FOR, needs_factor
from apps.accounts.models import User, UserSession
from apps.accounts.refusal_pages import too_many
from apps.accounts.sessions import end_others
from ikmportal.client_address import client_address
from ikmportal.encryption import seal, unseal

logger = logging.getLogger(__name__)

# After these letters nobody stays signed in elsewhere: what lets him in has changed.
ENDS_OTHER_SESSIONS = (
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "mfa/email/recovery_codes_generated",
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by an administrator; nobody signs himself up."""

    _counted: list[Attempt]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before looking at the password, in the same words for every account."""
        self._counted = lockout.count_sign_in(request, credentials.get("email", ""))
        if until := self._counted[-1].refused_until:
            raise ImmediateHttpResponse(too_many(request, until))

    def _rollback_login_failed_rl_usage(self) -> None:
        # allauth's name for: the password was right.
        lockout.forgive_sign_in(self._counted)

    def pre_login(
        self, request: HttpRequest, user: Any, **details: Any
    ) -> HttpResponse | None:
        """An account that has ended is told so, as one that was deactivated is."""
        if not user.is_current:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **details)

    def post_login(
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        devices.remember_device(request, response, user.email)
        language = translation.get_language() or settings.LANGUAGE_CODE
        if user.language != language:
            user.language = language
            user.save(update_fields=["language"])
        return response

    def logout(self, request: HttpRequest) -> None:
        """Whoever signs out is out everywhere."""
        UserSession.objects.filter(user_id=request.user.pk).delete()
        logout(request)

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return bool(settings.SUDO_REQUIRED)

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.SITE_NAME}: {subject}"

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """In the language of who gets it, not of who causes it.

        What it tells of is done: a mail server that is away must not turn it into an error.
        """
        reader = User.objects.filter(email__iexact=email).first()
        names = {"site_name": settings.SITE_NAME, "site_contact": settings.SITE_CONTACT}
        language = reader.language if reader else translation.get_language()
        with translation.override(language):
            try:
                super().send_mail(template_prefix, email, {**names, **context})
            except OSError as error:  # its text may quote the address
                kind = type(error).__name__
                logger.error("%s could not be sent: %s", template_prefix, kind)

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **kwargs: Any
    ) -> None:
        super().send_notification_mail(template_prefix, user, *args, **kwargs)
        if template_prefix in ENDS_OTHER_SESSIONS and self.request is not None:
            end_others(self.request)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: sealed at rest, named after this portal, kept by who needs one."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, SEALED_FOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), SEALED_FOR)

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor of somebody who needs one is replaced, not taken away."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
            pk=authenticator.pk
        )
        usable = others.exclude(type=Authenticator.Type.RECOVERY_CODES)
        return usable.exists() or not needs_factor(authenticator.user)
