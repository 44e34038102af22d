from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts import devices
from apps.accounts.lockout import unlock
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
WRONG = "salah-salah-salah"
HOME, STRANGER = "203.0.113.7", "198.51.100.20"


def sign_in(email, password=WRONG, address=HOME, client=None, **headers):
    return (client or Client()).post(
        reverse("account_login"),
        {"login": email, "password": password},
        REMOTE_ADDR=address,
        **headers,
    )


def is_in(response):
    return response.status_code == 302


def test_ten_bad_passwords_for_one_account_close_it_for_a_while():
    user = UserFactory()

    answers = [sign_in(user.email) for _ in range(25)]

    assert [each.status_code for each in answers] == [200] * 10 + [429] * 15
    assert not is_in(sign_in(user.email, PASSWORD))
    assert 0 < int(answers[-1]["Retry-After"]) <= 15 * 60


def test_it_opens_again_by_itself():
    user = UserFactory()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        [sign_in(user.email) for _ in range(11)]
        clock.shift(timedelta(minutes=16))

        assert is_in(sign_in(user.email, PASSWORD))


def test_a_stranger_cannot_lock_the_owner_out():
    user = UserFactory()

    [sign_in(user.email, address=STRANGER) for _ in range(25)]

    assert is_in(sign_in(user.email, PASSWORD, HOME))


def test_many_strangers_cannot_lock_out_a_device_that_was_in_before():
    user, at_home = UserFactory(), Client()
    sign_in(user.email, PASSWORD, client=at_home)
    at_home.post(reverse("account_logout"))

    for number in range(7):
        [sign_in(user.email, address=f"198.51.100.{number}") for _ in range(10)]

    assert sign_in(user.email, PASSWORD, "203.0.113.99").status_code == 429
    assert is_in(sign_in(user.email, PASSWORD, client=at_home))


def test_a_forged_device_gets_no_count_of_its_own():
    user, forger = UserFactory(), Client()
    answers = []
    for number in range(11):  # another device each time, signed by somebody else
        known = {devices._name(user.email): f"d{number}"}
        cookie = signing.dumps(known, key="x" * 50, salt=devices.SALT, compress=True)
        forger.cookies["device"] = cookie
        answers.append(sign_in(user.email, client=forger))

    assert answers[-1].status_code == 429


def test_a_known_device_is_counted_too():
    user, device = UserFactory(), Client()
    sign_in(user.email, PASSWORD, client=device)
    device.post(reverse("account_logout"))

    answers = [sign_in(user.email, client=device) for _ in range(11)]

    assert answers[-1].status_code == 429


def test_one_address_has_twenty_tries_an_hour_over_all_accounts():
    users = UserFactory.create_batch(21)

    answers = [sign_in(user.email, address=STRANGER) for user in users]

    assert [each.status_code for each in answers] == [200] * 20 + [429]
    assert is_in(sign_in(users[0].email, PASSWORD, HOME))


def test_an_address_does_not_buy_tries_with_an_account_of_its_own():
    own, users = UserFactory(), UserFactory.create_batch(20)
    for user in users:
        sign_in(user.email, address=STRANGER)
        if user is users[10]:
            assert is_in(sign_in(own.email, PASSWORD, STRANGER))

    assert sign_in(users[0].email, address=STRANGER).status_code == 429


def test_a_spoofed_header_makes_no_new_address():
    users = UserFactory.create_batch(21)

    answers = [
        sign_in(user.email, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
        for number, user in enumerate(users)
    ]

    assert answers[-1].status_code == 429


def test_known_and_unknown_accounts_are_answered_alike():
    user, nobody = UserFactory(), "nobody@demo.invalid"
    with time_machine.travel(timezone.now(), tick=False):  # the answer names the minute
        known = [sign_in(user.email) for _ in range(11)]
        unknown = [sign_in(nobody, address=STRANGER) for _ in range(11)]

    for position in (0, 10):
        texts = [
            answers[position].content.decode().replace(email, "")
            for answers, email in (
                (known, user.email),
                (unknown, "nobody@demo.invalid"),
            )
        ]
        first, second = (without_tokens(text) for text in texts)
        assert first == second


def without_tokens(text):
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]


def test_the_page_says_when_it_ends_and_whom_to_ask():
    user = UserFactory()
    page = [sign_in(user.email) for _ in range(11)][-1].content.decode()

    assert "It can be tried again at" in page
    assert "in 15 minutes" in page
    assert "ask the administrator of your agency to unlock" in page


def test_the_administrator_unlocks():
    user = UserFactory()
    [sign_in(user.email) for _ in range(11)]

    assert unlock(user)
    assert is_in(sign_in(user.email, PASSWORD))
    assert not unlock(UserFactory())


class CountingHasher(MD5PasswordHasher):
    algorithm = "counting"
    done = 0

    def encode(self, password, salt):
        CountingHasher.done += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("kind", ["known", "unknown", "invited", "closed"])
def test_every_account_costs_one_hash(settings, kind):
    """Hashing is nearly all of the time that a try takes: alike for all, nothing is told."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    user = UserFactory(is_active=kind != "closed")
    if kind == "invited":
        user.set_unusable_password()
        user.save()
    email = "nobody@demo.invalid" if kind == "unknown" else user.email
    CountingHasher.done = 0

    sign_in(email)

    assert CountingHasher.done == 1
