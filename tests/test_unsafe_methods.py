"""A5: cookies that other sites cannot use, and no change by GET."""

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from apps.accounts.models import AttemptCount, UserSession
from tests.factories.accounts import PASSWORD, UserFactory
from tests.makers import MAKERS
from tests.matrix import names

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# They count what is asked, or are the very record of it.
COUNTERS = {UserSession, AttemptCount}


def state():
    """How many rows there are of everything, history included."""
    return {
        model: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model not in COUNTERS and not model._meta.proxy
    }


def addresses(rows):
    for name in sorted(set(names())):
        for arguments in ([], [rows["businesses.Business"].pk], ["x", "y"]):
            try:
                yield name, reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            break


def test_no_get_changes_anything(roles, client):
    user = UserFactory(superuser=True)
    rows = {label: make(agency=UserFactory().agency) for label, make in MAKERS.items()}
    client.force_login(user)
    client.get(reverse("admin:index"))
    before, changed, seen = state(), [], 0

    for name, address in addresses(rows):
        client.get(address)
        seen += 1
        if (after := state()) != before:
            changed.append(name)
            before = after

    assert changed == []
    assert seen > 100


def posts():
    """Every address, as a form of another site would send to it: without the token."""
    for name in sorted(set(names())):
        for arguments in ([], [1], ["x", "y"]):
            try:
                yield name, reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            break


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_unsafe_goes_without_the_token_of_the_form(roles, method):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(superuser=True))

    open_doors = [
        name
        for name, address in posts()
        if getattr(client, method)(address).status_code not in (403, 404, 405)
    ]

    assert open_doors == []


def test_over_tls_every_cookie_is_secure(client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    user = UserFactory()
    sent = {"login": user.email, "password": PASSWORD}
    client.post(reverse("account_login"), sent, secure=True)
    client.get(reverse("account_change_password"), secure=True)

    assert {
        name: bool(morsel["secure"])
        for name, morsel in client.cookies.items()
        if name != "messages"
    } == dict.fromkeys(
        (
            settings.SESSION_COOKIE_NAME,
            settings.CSRF_COOKIE_NAME,
            settings.DEVICE_COOKIE_NAME,
        ),
        True,
    )


def test_cookies_are_for_scripts_of_nobody(client):
    user = UserFactory()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.get(reverse("account_change_password"))

    assert {
        name: (morsel["httponly"], morsel["samesite"], morsel["domain"], morsel["path"])
        for name, morsel in client.cookies.items()
        if name != "messages"
    } == dict.fromkeys(
        (
            settings.SESSION_COOKIE_NAME,
            settings.CSRF_COOKIE_NAME,
            settings.DEVICE_COOKIE_NAME,
        ),
        (True, "Lax", "", "/"),
    )
