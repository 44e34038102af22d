"""What stops an installation from starting with secrets or settings that are weak."""

from typing import Any
from urllib.parse import urlsplit

from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from django.utils.translation import gettext as _

# `make demo` writes its secrets with this mark, so that they cannot go into production.
DEMO_MARK = "demo-only-"
SHORTEST_SECRET = 32
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ZONES = {"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"}
SESSIONS = "apps.accounts.sessions"
LONGEST_SESSION = 12 * 60 * 60
NO_MAIL = ("console", "dummy", "locmem", "filebased")


def refuse_weak_secrets(*secrets: str, demo: bool) -> None:
    """Raise ImproperlyConfigured for a short, repetitive or (outside the demo) demo secret."""
    for secret in secrets:
        if DEMO_MARK in secret and not demo:
            raise ImproperlyConfigured(
                "A secret of the demo is in use outside the demo. Generate new ones: "
                "see .env.example."
            )
        if len(secret) < SHORTEST_SECRET or len(set(secret)) < 10:
            raise ImproperlyConfigured(
                "SECRET_KEY, FIELD_ENCRYPTION_KEYS or BLIND_INDEX_KEY is too short or too "
                "regular to be a secret. Generate new ones: see .env.example."
            )


def refuse_weak_settings(settings: Any) -> None:
    """Raise ImproperlyConfigured unless real records are safe with these settings.

    What serves real records asks this when it starts. The demo, and DEBUG on the own
    machine, are nobody's production.
    """
    if found := weaknesses(settings):
        raise ImproperlyConfigured("\n".join([_("The portal does not start:"), *found]))


def weaknesses(settings: Any) -> list[str]:
    """A sentence for each setting that must be changed first."""
    at_home = urlsplit(settings.SITE_URL).hostname in LOOPBACK
    if settings.DEMO or (settings.DEBUG and at_home):
        return []
    return [
        *_of_address(settings),
        *_of_transport(settings),
        *_of_signing_in(settings),
        *_of_office(settings),
    ]


def _of_address(settings: Any) -> list[str]:
    address = urlsplit(settings.SITE_URL)
    found = []
    if settings.DEBUG:
        found.append(_("DEBUG must be off: it shows settings to visitors."))
    if address.scheme != "https":
        found.append(_("SITE_URL must begin with https://."))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(_("ALLOWED_HOSTS must name the portal's own hosts, not «*»."))
    elif not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        found.append(_("ALLOWED_HOSTS must contain the host of SITE_URL."))
    return found


def _of_transport(settings: Any) -> list[str]:
    found = []
    if not settings.SECURE_SSL_REDIRECT:
        found.append(_("SECURE_SSL_REDIRECT must stay on."))
    if not settings.SESSION_COOKIE_SECURE:
        found.append(_("SECURE_COOKIES must stay on."))
    if any(
        not origin.startswith("https://") for origin in settings.CSRF_TRUSTED_ORIGINS
    ):
        found.append(_("CSRF_TRUSTED_ORIGINS must name https:// addresses only."))
    return found


def _of_signing_in(settings: Any) -> list[str]:
    found = []
    if not settings.MFA_REQUIRED:
        found.append(_("MFA_REQUIRED must stay on: only the demo does without."))
    if not settings.SUDO_REQUIRED:
        found.append(_("SUDO_REQUIRED must stay on."))
    if settings.SESSION_ENGINE != SESSIONS:
        found.append(_("SESSION_ENGINE must stay as it is: sessions are ended by it."))
    if settings.SESSION_COOKIE_AGE > LONGEST_SESSION:
        found.append(_("SESSION_COOKIE_AGE must not be over 12 hours."))
    if not (settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY):
        found.append(_("The cookies of session and form must stay HttpOnly."))
    if settings.BEHIND_PROXY and not settings.TRUSTED_PROXY_COUNT:
        found.append(_("TRUSTED_PROXY_COUNT must say how many proxies stand in front."))
    return found


def _of_office(settings: Any) -> list[str]:
    found = []
    if any(f".{name}." in settings.EMAIL_BACKEND for name in NO_MAIL):
        found.append(_("EMAIL_URL must name a mail server (smtp+tls://…)."))
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        found.append(_("DEFAULT_FROM_EMAIL must be an address of the office."))
    if settings.TIME_ZONE not in ZONES:
        found.append(_("TIME_ZONE must be one of %s.") % ", ".join(sorted(ZONES)))
    return found


@register(Tags.security, deploy=True)
def weak_settings(**_kwargs: Any) -> list[Error]:
    """For `manage.py check --deploy`."""
    from django.conf import settings  # noqa: PLC0415  the settings import this module

    return [Error(sentence, id="portal.E001") for sentence in weaknesses(settings)]
