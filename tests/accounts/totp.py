"""An authenticator app, for tests."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user):
    """An app for the user, and his recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def code_of(secret=SECRET, steps=0):
    """What the app shows now, or some steps of 30 seconds earlier or later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sealed_in(user):
    return Authenticator.objects.get(user=user, type="totp").data["secret"]


def opened(text):
    return get_adapter().decrypt(text)
