"""What an installation refuses to start with."""

import base64
import os
import secrets
import subprocess
import sys
from types import SimpleNamespace

import pytest

from ikmportal.checks import weaknesses
from ikmportal.embedded import BASE_DIR

STRONG = {
    "MFA_REQUIRED": True,
    "SUDO_REQUIRED": True,
    "SESSION_ENGINE": "apps.accounts.sessions",
    "SESSION_COOKIE_AGE": 12 * 60 * 60,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "BEHIND_PROXY": True,
    "TRUSTED_PROXY_COUNT": 1,
    "DEMO": False,
    "DEBUG": False,
    "SITE_URL": "https://ikm.example.go.id",
    "ALLOWED_HOSTS": ["ikm.example.go.id"],
    "CSRF_TRUSTED_ORIGINS": [],
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "portal@example.go.id",
    "TIME_ZONE": "Asia/Makassar",
}


def test_strong_settings_are_let_through():
    assert weaknesses(SimpleNamespace(**STRONG)) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"DEBUG": True}, "DEBUG"),
        ({"SITE_URL": "http://ikm.example.go.id"}, "SITE_URL"),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["other.go.id"]}, "ALLOWED_HOSTS"),
        ({"CSRF_TRUSTED_ORIGINS": ["http://a.go.id"]}, "CSRF_TRUSTED_ORIGINS"),
        ({"SECURE_SSL_REDIRECT": False}, "SECURE_SSL_REDIRECT"),
        ({"SESSION_COOKIE_SECURE": False}, "SECURE_COOKIES"),
        (
            {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
            "EMAIL_URL",
        ),
        ({"DEFAULT_FROM_EMAIL": "portal@localhost"}, "DEFAULT_FROM_EMAIL"),
        ({"TIME_ZONE": "UTC"}, "TIME_ZONE"),
        ({"MFA_REQUIRED": False}, "MFA_REQUIRED"),
        ({"SUDO_REQUIRED": False}, "SUDO_REQUIRED"),
        (
            {"SESSION_ENGINE": "django.contrib.sessions.backends.cache"},
            "SESSION_ENGINE",
        ),
        ({"SESSION_COOKIE_AGE": 14 * 24 * 60 * 60}, "SESSION_COOKIE_AGE"),
        ({"TRUSTED_PROXY_COUNT": 0}, "TRUSTED_PROXY_COUNT"),
    ],
)
def test_each_weak_setting_is_named(change, named):
    (sentence,) = weaknesses(SimpleNamespace(**STRONG | change))

    assert sentence.startswith(named)


def test_the_demo_and_ones_own_machine_are_let_through():
    home = {"SITE_URL": "http://127.0.0.1:8000", "ALLOWED_HOSTS": ["*"]}

    assert weaknesses(SimpleNamespace(**STRONG | home | {"DEMO": True})) == []
    assert weaknesses(SimpleNamespace(**STRONG | home | {"DEBUG": True})) == []
    assert weaknesses(SimpleNamespace(**STRONG | home)) != []


def on_a_server():
    """The variables of an installation, as strong as they should be."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "BLIND_INDEX_KEY": secrets.token_urlsafe(48),
        "FIELD_ENCRYPTION_KEYS": "k1:" + base64.b64encode(os.urandom(32)).decode(),
        "SITE_URL": "https://ikm.example.go.id",
        "ALLOWED_HOSTS": "ikm.example.go.id",
        "EMAIL_URL": "smtp+tls://mail.example.go.id:587",
        "DEFAULT_FROM_EMAIL": "portal@example.go.id",
    }


def start(**variables):
    """Let gunicorn load the portal as it does when it starts."""
    return run("-m", "gunicorn", "--check-config", "ikmportal.wsgi", **variables)


def run(*arguments, **variables):
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=BASE_DIR,
        env=on_a_server() | variables,
    )


@pytest.mark.slow
def test_the_web_server_starts_only_when_strong():
    assert start().returncode == 0

    refused = start(ALLOWED_HOSTS="*", EMAIL_URL="consolemail://")

    assert refused.returncode != 0
    assert "ALLOWED_HOSTS" in refused.stderr
    assert "EMAIL_URL" in refused.stderr


SHOWN = """
from django.conf import settings
names = ["SESSION", "CSRF", "DEVICE"]
print([getattr(settings, f"{name}_COOKIE_NAME") for name in names])
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE)
print(settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS)
"""


@pytest.mark.slow
def test_a_server_speaks_tls_alone_and_its_cookies_stay_with_it():
    shown = run("-c", SHOWN, DJANGO_SETTINGS_MODULE="ikmportal.settings")

    assert shown.stdout.splitlines() == [
        "['__Host-session', '__Host-csrf', '__Host-device']",
        "True True",
        "31536000 True",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "weak",
    [
        {"SECRET_KEY": "Xq7Wz"},
        {"SECRET_KEY": "demo-only-" + "abcdefghijklmnopq" * 4},
        {"BLIND_INDEX_KEY": "a" * 60},
        {"SEAL_KEY": "kR8fLm2"},
    ],
)
def test_the_web_server_refuses_weak_secrets(weak):
    refused = start(**weak)

    assert refused.returncode != 0
    assert "ImproperlyConfigured" in refused.stderr
    assert str(next(iter(weak.values()))) not in refused.stderr
