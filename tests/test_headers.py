"""O1: what every answer tells the browser not to do, whatever page it is and however it went."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from apps.public import queries
from tests.factories.accounts import UserFactory
from tests.makers import MAKERS
from tests.matrix import PAGES, admin_names, names

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# A browser's PDF viewer is a page of its own, which our policy would stop.
PDF = {"documents:pdf", "documents:preview"}


def policy_of(response):
    parts = response.headers.get("Content-Security-Policy", "").split("; ")
    return dict(part.split(" ", 1) for part in parts if part)


def faults(response, *, signed_in):
    """What an answer should say and does not."""
    wanted = OTHERS | ({"Cache-Control": "no-store"} if signed_in else {})
    wrong = [
        name for name, value in wanted.items() if response.headers.get(name) != value
    ]
    return wrong + (["policy"] if policy_of(response) != POLICY else [])


def addresses(rows):
    for name in sorted(set(names())):
        label = getattr(PAGES.get(name), "row", "") or "businesses.Business"
        for arguments in ([], [rows[label].pk], ["x", "y"]):
            try:
                yield name, reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            break


@pytest.mark.slow
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_address_answers_with_them(roles, client, signed_in):
    agency = UserFactory().agency
    rows = {label: make(agency=agency) for label, make in MAKERS.items()}
    wrong, seen = {}, set()
    for name, address in addresses(rows):
        if signed_in:
            client.force_login(UserFactory(superuser=True))
        response = client.get(address)
        seen.add(response.status_code)
        inside = signed_in and not name.startswith(("healthz", "readyz"))
        found = faults(response, signed_in=inside and "static" not in name)
        if name in PDF and response.headers["Content-Type"] == "application/pdf":
            found.remove("policy")
        if found:
            wrong[name] = (response.status_code, found)

    assert wrong == {}
    assert seen >= ({200, 302, 404, 405} if signed_in else {200, 302, 404})
    assert len(admin_names()) > 40


def broken():
    raise RuntimeError


@pytest.mark.parametrize("path", ["/tidak-ada/", "/admin/tidak-ada/", "/"])
def test_pages_of_errors_answer_with_them_too(client, monkeypatch, path):
    monkeypatch.setattr(queries, "home", broken)
    client.raise_request_exception = False

    response = client.get(path, follow=True)

    assert faults(response, signed_in=False) == []


def test_a_form_without_its_token_is_refused_with_them():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory(superuser=True))

    response = strict.post(reverse("admin:accounts_user_add"))

    assert response.status_code == 403
    assert faults(response, signed_in=True) == []


def test_over_tls_a_browser_never_comes_without_it_again(settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    response = Client().get("/healthz", secure=True)

    assert response["Strict-Transport-Security"].startswith(
        "max-age=31536000; includeSubDomains"
    )
