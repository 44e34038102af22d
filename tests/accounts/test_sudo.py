from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.sudo import BY_ALLAUTH, NEEDS_SUDO, SOUNDS_GUARDED, UNGUARDED
from tests.accounts.totp import give_app
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.matrix import names
from tests.signing_in import NO_ROLES

pytestmark = pytest.mark.django_db
ASKING = ("account_reauthenticate", "mfa_reauthenticate")


@pytest.fixture
def administrator(client, settings):
    settings.SUDO_REQUIRED = True
    user = UserFactory(superuser=True)
    client.force_login(user)
    return user


def address(name):
    for arguments in ([], [1]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return reverse(name, args=["1", "1"])


def asks(response):
    return response.status_code == 302 and response["Location"].startswith(
        tuple(reverse(name) for name in ASKING)
    )


def confirm(client, response):
    return client.post(response["Location"], {"password": PASSWORD})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted({*NEEDS_SUDO, *BY_ALLAUTH}))
def test_guarded_pages_ask_again_who_is_there(client, administrator, name, method):
    if name in BY_ALLAUTH - {"mfa_activate_totp"}:
        give_app(administrator)

    answer = getattr(client, method)(address(name))

    assert asks(answer) or answer.status_code == 405
    assert asks(answer) or method == "post"


def test_every_page_that_sounds_guarded_is_listed():
    known = {*NEEDS_SUDO, *BY_ALLAUTH, *UNGUARDED}

    forgotten = [
        name
        for name in sorted(set(names()))
        if SOUNDS_GUARDED.search(name) and name not in known
    ]

    assert forgotten == []


def test_the_list_names_only_pages_that_there_are():
    gone = {*NEEDS_SUDO, *BY_ALLAUTH, *UNGUARDED} - set(names())

    assert gone == set()


def test_after_the_password_the_page_opens_for_15_minutes(client, administrator):
    page = reverse("admin:accounts_user_add")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        back = confirm(client, client.get(page))
        assert back["Location"] == page
        assert client.get(page).status_code == 200
        clock.shift(timedelta(minutes=14))
        assert client.get(page).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert asks(client.get(page))


def test_a_wrong_password_opens_nothing(client, administrator):
    page = reverse("admin:accounts_user_add")
    asked = client.get(page)

    client.post(asked["Location"], {"password": "salah-salah-salah"})

    assert asks(client.get(page))


@pytest.mark.parametrize("query", ["", "?_changelist_filters=q%3Dsiti"])
def test_what_was_typed_is_done_after_the_password(client, administrator, query):
    page = reverse("admin:accounts_user_add") + query
    agency = AgencyFactory()
    fields = {"email": "made@demo.invalid", "name": "Made", "agency": agency.pk}
    fields |= NO_ROLES

    confirm(client, client.post(page, fields))

    user = User.objects.get(email="made@demo.invalid")
    assert (user.name, user.agency) == ("Made", agency)


def test_passwords_are_not_laid_by_while_asking(client, administrator):
    fields = {
        "oldpassword": PASSWORD,
        "password1": "gunung-salak-sore",
        "password2": "x",
    }

    client.post(reverse("account_change_password"), fields)

    assert "gunung" not in str(dict(client.session))


def test_who_only_reads_users_is_not_asked(client, roles, settings):
    settings.SUDO_REQUIRED = True
    auditor = UserFactory(roles=["auditor"])
    client.force_login(auditor)

    page = client.get(reverse("admin:accounts_user_change", args=[auditor.pk]))

    assert page.status_code == 200


def test_an_unlock_is_written_down(client, administrator):
    user = UserFactory()
    from apps.accounts.lockout import BY_PAIR, count  # noqa: PLC0415

    count(BY_PAIR, user.email, "203.0.113.7")
    chosen = {"action": "unlock_sign_in", "_selected_action": [user.pk]}
    client.post(reverse("admin:accounts_user_changelist"), chosen)

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (administrator, str(user.pk))
