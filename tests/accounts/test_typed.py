"""What was typed is there again after a session ended: for its owner, for a while, never a secret."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts import typed
from apps.businesses.models import Person
from apps.documents.models import Letter
from apps.outbox.models import Occasion
from tests.businesses.test_admin import person_fields
from tests.documents.test_views import WORDS
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.documents import SignatoryFactory
from tests.factories.outbox import MessageFactory, OccasionFactory
from tests.forms import form_of

pytestmark = pytest.mark.django_db
ADD = "admin:businesses_person_add"
NAME = "Kanari Contoh"


@pytest.fixture
def user(roles):
    return UserFactory(roles=["data-administrator"])


def enter(client, user, page=None):
    sent = {"login": user.email, "password": PASSWORD}
    return client.post(
        reverse("account_login"), sent | ({"next": page} if page else {})
    )


def too_late(user, address, fields, client=None, **headers):
    """Send a form half an hour too late. Returns the browser, and where it is led."""
    client = client or Client()
    with time_machine.travel(timezone.now() - timedelta(minutes=31), tick=False):
        enter(client, user)
        client.get(reverse("admin:index"))
    return client, client.post(address, fields, **headers)


def typed_again(client):
    """What the page of what was typed would send, and where to."""
    page = client.get(reverse("accounts:typed"))
    return page.context["typed"], dict(page.context["typed"].fields)


def test_a_form_of_the_admin_comes_back_as_it_was_typed_and_is_saved_by_a_click(user):
    fields = person_fields(user.agency, name=NAME)
    client, sent = too_late(user, reverse(ADD), fields)
    assert reverse("accounts:typed").replace("/", "%2F") in sent["Location"]
    assert "kept for 15 minutes" in client.get(sent["Location"]).content.decode()
    back = enter(client, user, reverse("accounts:typed"))
    page = client.get(back["Location"])
    form = form_of(page, action=reverse(ADD))

    shown = client.post(reverse(ADD), form)

    assert back["Location"] == reverse("accounts:typed")
    assert "this is what you had typed" in shown.content.decode()
    again = form_of(shown, id="person_form")
    assert again["name"] == [NAME]
    assert not Person.objects.exists()
    client.post(reverse(ADD), again | {"_save": "1"})
    assert Person.objects.get().name == NAME


def test_a_letter_and_a_message_come_back_too(user):
    signatory = SignatoryFactory(agency=user.agency)
    occasion = OccasionFactory(agency=user.agency)
    MessageFactory(occasion=occasion)
    for address, fields in [
        (reverse("documents:write"), {**WORDS, "signatory": signatory.pk}),
        (
            reverse("outbox:reword", args=[occasion.pk]),
            {"subject": "Halo", "body": WORDS["body"]},
        ),
    ]:
        client, _sent = too_late(user, address, fields)
        enter(client, user)
        form, again = typed_again(client)

        page = client.post(form.address, again | {typed.LOOK: "1"}).content.decode()

        assert WORDS["body"] in page.split('<textarea name="body"')[1]
        assert "this is what you had typed" in page
    assert not Letter.objects.exists()
    assert Occasion.objects.get().body == occasion.body


def test_it_is_nobody_elses_and_ends_after_a_quarter_of_an_hour(user):
    too_late(user, reverse(ADD), person_fields(user.agency, name=NAME))
    other = UserFactory(agency=user.agency, roles=["registrar"])

    assert typed.kept_for(other) is None
    assert typed.kept_for(user).address == reverse(ADD)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert typed.kept_for(user) is None


def test_it_lies_sealed(user):
    too_late(user, reverse(ADD), person_fields(user.agency, name=NAME))

    assert NAME.encode() not in bytes(cache.get(f"typed-{user.pk}"))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (ADD, {"name": NAME, "password": "gunung-salak"}),
        (ADD, {"name": "x" * (typed.MOST + 1)}),
        ("account_change_password", {"oldpassword": PASSWORD}),
        ("businesses:search_by_number", {"number": "3174004507900003"}),
        ("accounts:end_sessions", {"name": NAME}),
    ],
)
def test_secrets_floods_and_what_no_page_shows_again_are_not_kept(user, name, fields):
    client, sent = too_late(user, reverse(name), fields)

    assert typed.kept_for(user) is None
    assert "was not saved. Sign in" in client.get(sent["Location"]).content.decode()


def test_what_another_site_sends_is_not_kept(user):
    strict = Client(enforce_csrf_checks=True)
    with time_machine.travel(timezone.now() - timedelta(minutes=31), tick=False):
        strict.force_login(user)
        strict.get(reverse("admin:index"))

    strict.post(reverse(ADD), {"name": NAME})

    assert typed.kept_for(user) is None


def test_a_fragment_is_not_kept(user):
    too_late(user, reverse(ADD), {"name": NAME}, HTTP_HX_REQUEST="true")

    assert typed.kept_for(user) is None


def test_where_nothing_is_kept_the_page_says_so(user):
    client = Client()
    enter(client, user)

    page = client.get(reverse("accounts:typed"), follow=True)

    assert "Nothing that you typed is kept any more." in page.content.decode()
