import threading
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.factors import needs_factor, reseal_factors, sees_personal_data
from apps.accounts.models import UserSession
from apps.accounts.roles import ROLES
from ikmportal import encryption
from tests.accounts.totp import code_of, give_app, opened, sealed_in
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN, CODE, HOME = "account_login", "mfa_authenticate", "admin:index"


@pytest.fixture
def user(roles, settings):
    settings.MFA_REQUIRED = True
    return UserFactory(roles=["registrar"])


def with_password(user, client=None):
    client = client or Client()
    sent = {"login": user.email, "password": PASSWORD}
    client.post(reverse(LOGIN), sent, REMOTE_ADDR=f"10.0.0.{user.pk % 250}")
    return client


def with_code(client, code):
    return client.post(reverse(CODE), {"code": code})


def is_in(client):
    return client.get(reverse(HOME)).status_code == 200


@pytest.mark.parametrize("code", [role.code for role in ROLES])
def test_who_sees_personal_data_needs_a_factor(roles, settings, code):
    settings.MFA_REQUIRED = True
    user = UserFactory(roles=[code])

    reaches = any(user.has_perm(name) for name in PERSONAL)
    assert needs_factor(user) == sees_personal_data(user) == reaches


PERSONAL = [
    *("businesses.view_person", "businesses.reveal_nik", "imports.view_importbatch"),
    *("accounts.add_user", "accounts.change_user", "accounts.add_rolegrant"),
]


def test_the_demo_does_without(user, settings):
    settings.MFA_REQUIRED = False

    assert not needs_factor(user)
    assert is_in(with_password(user))


def test_without_a_factor_every_page_leads_to_setting_it_up(user):
    client = with_password(user)

    for name in (HOME, "imports:list", "admin:businesses_person_changelist"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (
            302,
            reverse("accounts:second_factor"),
        )
    assert client.get(reverse("accounts:second_factor")).status_code == 200
    assert client.get(reverse("public:home")).status_code == 200


def set_up_an_app(client):
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    if "password" in page.context["form"].fields:
        page = client.post(
            page.request["PATH_INFO"] + "?next=" + reverse("mfa_activate_totp"),
            {"password": PASSWORD},
            follow=True,
        )
    secret = page.context["form"].secret

    return client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


def test_setting_up_an_app_opens_the_work(user):
    client = with_password(user)

    done = set_up_an_app(client)

    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert is_in(client)
    assert len(client.get(done["Location"]).context["unused_codes"]) == 10


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_stops_nobody(user, settings, caplog):
    """What the letter tells of is done, and ends what is open elsewhere, all the same."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    elsewhere, client = with_password(user), with_password(user)

    done = set_up_an_app(client)

    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert is_in(client)
    assert not UserSession.objects.filter(pk=elsewhere.session.session_key).exists()
    assert "mfa/email/totp_activated could not be sent" in caplog.text
    assert user.email not in caplog.text


def test_signing_in_takes_password_and_code(user):
    give_app(user)
    client = with_password(user)
    assert not is_in(client)
    before = client.session.session_key

    with_code(client, code_of())

    assert is_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_may_be_one_step_early_or_late(user, steps):
    give_app(user)
    with time_machine.travel(timezone.now(), tick=False):
        client = with_password(user)
        with_code(client, code_of(steps=steps))

        assert is_in(client)


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_may_not_be_two_steps_off(user, steps):
    give_app(user)
    with time_machine.travel(timezone.now(), tick=False):
        client = with_password(user)
        with_code(client, code_of(steps=steps))

        assert not is_in(client)


@pytest.mark.parametrize("seconds", [0, 35, 59])
def test_a_code_is_not_taken_twice(user, seconds):
    give_app(user)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = code_of(steps=1)
        with_code(with_password(user), code)
        clock.shift(timedelta(seconds=seconds))
        thief = with_password(user)
        page = with_code(thief, f" {code[:3]} {code[3:]} ")

        assert not is_in(thief)
        assert page.context["form"].errors


def test_allauth_alone_would_take_a_code_twice(user):
    """Why there is a count of our own: allauth forgets a used code after 30 seconds."""
    give_app(user)
    app = TOTP(Authenticator.objects.get(user=user, type="totp"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = code_of(steps=1)
        assert app.validate_code(code)
        clock.shift(timedelta(seconds=35))
        assert app.validate_code(code)


def test_ten_wrong_codes_close_the_second_factor_for_a_while(user):
    give_app(user)
    client = with_password(user)

    answers = [with_code(client, "000000") for _ in range(11)]

    assert [each.status_code for each in answers] == [200] * 10 + [429]
    assert with_code(client, code_of()).status_code == 429


def test_a_recovery_code_opens_once_and_its_use_is_told(user):
    code = give_app(user)[3]

    first, second = with_password(user), with_password(user)
    with_code(first, code)
    with_code(second, code)

    assert is_in(first)
    assert not is_in(second)
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert "9 kode" in mail.outbox[0].body


def test_a_new_password_does_not_pass_the_second_factor(user):
    give_app(user)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    form = client.get(link, follow=True)
    chosen = {"password1": "gunung-salak-sore", "password2": "gunung-salak-sore"}
    client.post(form.request["PATH_INFO"], chosen, follow=True)
    assert not is_in(client)

    sent = {"login": user.email, "password": "gunung-salak-sore"}
    answer = client.post(reverse(LOGIN), sent)

    assert answer["Location"] == reverse(CODE)
    assert not is_in(client)


def test_the_last_factor_of_who_needs_one_stays(user):
    give_app(user)
    client = with_password(user)
    with_code(client, code_of())

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_secrets_lie_sealed_and_only_open_where_they_belong(user):
    codes = give_app(user)
    sealed = sealed_in(user)
    stored = str([row.data for row in Authenticator.objects.all()])

    assert "JBSWY3DP" not in stored
    assert not any(code in stored for code in codes)
    assert opened(sealed).startswith("JBSWY3DP")
    with pytest.raises(ValueError, match="cannot be opened"):
        encryption.unseal(encryption.base64.b64decode(sealed), "another.column")


def test_secrets_take_part_in_key_rotation(user, settings):
    codes = give_app(user)
    new = "k2:" + "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY="
    settings.FIELD_ENCRYPTION_KEYS = [new, *settings.FIELD_ENCRYPTION_KEYS]
    encryption.keys.cache_clear()
    try:
        assert (reseal_factors(), reseal_factors()) == (2, 0)
        settings.FIELD_ENCRYPTION_KEYS = [new]
        encryption.keys.cache_clear()
        client = with_password(user)
        with_code(client, codes[0])
        assert is_in(client)
    finally:
        encryption.keys.cache_clear()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_code_at_eight_doors_opens_one(user):
    give_app(user)
    code, barrier, found = code_of(), threading.Barrier(8), []
    clients = [with_password(user) for _ in range(8)]

    def run(client):
        barrier.wait()
        with_code(client, code)
        found.append(is_in(client))
        connection.close()

    threads = [threading.Thread(target=run, args=[client]) for client in clients]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sum(found) == 1
