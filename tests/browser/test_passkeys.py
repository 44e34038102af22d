"""Passkeys in a real browser, by Chromium's virtual authenticator, under the strict policy."""

import pytest

from tests.factories.accounts import PASSWORD

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
# WebAuthn knows no IP addresses; browsers take this name for a secure place.
NAME = "localhost"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(visit, portal, stage):
    page = visit(locale="en")
    stage.officer.set_password(PASSWORD)  # by the hasher of the tests
    stage.officer.save(update_fields=["password"])
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


@pytest.fixture
def home(portal):
    return portal.replace("127.0.0.1", NAME) + "/en"


def sign_in_by_password(page, home, user):
    page.goto(f"{home}/akun/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/admin/")


def test_a_passkey_is_added_and_then_signs_in_alone(page, home, stage, settings):
    settings.SUDO_REQUIRED = False
    sign_in_by_password(page, home, stage.officer)
    page.goto(f"{home}/akun/keamanan/passkey/add/")
    page.fill("[name=name]", "Laptop kantor")
    page.check("[name=passwordless]")
    page.click("passkey-form button")
    page.wait_for_url("**/kode-pemulihan/")
    assert page.locator(".security__codes li").count() == 10
    assert page.evaluate("window.refused") == []

    page.context.clear_cookies()
    page.goto(f"{home}/akun/login/")
    page.click("passkey-form button")
    page.wait_for_url("**/admin/")
    assert page.evaluate("window.refused") == []

    page.context.clear_cookies()  # and as a second factor, after the password
    page.goto(f"{home}/akun/login/")
    page.fill("[name=login]", stage.officer.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/akun/keamanan/kode/")
    page.click("passkey-form button")
    page.wait_for_url("**/admin/")
    assert page.evaluate("window.refused") == []
