"""Devices that an account has signed in on before: a signed cookie says so.

It opens nothing. It only lets the owner's own device try a password while strangers are
being refused; each device has its own count. A shared office computer keeps several.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from apps.accounts.attempts import key

SALT = "accounts.device"
KEPT = timedelta(days=180)
MOST = 8  # officers on one computer


def device_of(request: HttpRequest, email: str) -> str:
    """The name of this device for this account, or «» when it never signed in here."""
    return _read(request).get(_name(email), "")


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Know this device again when this account signs in on it."""
    known = {
        name: device for name, device in _read(request).items() if name != _name(email)
    }
    kept = dict(list(known.items())[-(MOST - 1) :])
    kept[_name(email)] = device_of(request, email) or secrets.token_hex(8)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(kept, salt=SALT, compress=True),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(email: str) -> str:
    return key(email)[:32]


def _read(request: HttpRequest) -> dict[str, str]:
    value = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        found: dict[str, str] = signing.loads(value, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}
    return found
