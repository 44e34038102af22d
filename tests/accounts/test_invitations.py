import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from apps.accounts import invitations
from apps.accounts.attempts import LINKS_FROM
from apps.accounts.models import Invitation, User
from tests.accounts.totp import give_app
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.signing_in import NO_ROLES

pytestmark = pytest.mark.django_db
CHOSEN = "gunung-salak-sore-hari"
TWICE = {"new_password1": CHOSEN, "new_password2": CHOSEN}


@pytest.fixture
def invited():
    user = UserFactory(name="Siti Aminah")
    user.set_unusable_password()
    user.save()
    return user


def path_of(address):
    return address.removeprefix("http://127.0.0.1:8000")


@pytest.fixture
def path(invited):
    return path_of(invitations.invite(invited, by=UserFactory())[1])


def may_sign_in(client, user):
    sent = {"login": user.email, "password": CHOSEN}
    return client.post(reverse("account_login"), sent).status_code == 302


def test_the_link_lets_one_choose_a_password_and_sign_in(client, invited, path):
    page = client.get(path).content.decode()
    client.post(path, TWICE)

    assert "Siti Aminah" in page
    assert invited.email in page
    assert may_sign_in(client, invited)


def test_looking_does_not_use_the_link_up(client, invited, path):
    for _ in range(3):
        client.get(path)
        client.head(path)

    client.post(path, TWICE)
    assert may_sign_in(client, invited)


def test_the_link_works_once(client, invited, path):
    client.post(path, TWICE)

    again = client.post(path, dict.fromkeys(TWICE, PASSWORD))

    assert again.status_code == 410
    invited.refresh_from_db()
    assert invited.check_password(CHOSEN)


def test_the_link_ends_after_72_hours(client, path):
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        assert client.get(path).status_code == 410
        assert client.post(path, TWICE).status_code == 410


def test_a_newer_link_takes_the_place_of_the_older(client, invited, path):
    _invitation, newer = invitations.invite(invited, by=None)

    assert client.get(path).status_code == 410
    assert client.get(path_of(newer)).status_code == 200


def test_a_link_taken_back_is_dead(client, invited, path):
    assert invitations.revoke(invited) == 1

    assert client.post(path, TWICE).status_code == 410
    assert invitations.revoke(invited) == 0


def test_whoever_is_signed_in_here_cannot_use_the_link_of_another(
    client, invited, path
):
    inviter = UserFactory(superuser=True)
    client.force_login(inviter)

    answers = [client.get(path), client.post(path, TWICE)]

    assert [each.status_code for each in answers] == [403, 403]
    assert "Siti Aminah" in answers[0].content.decode()
    invited.refresh_from_db()
    assert not invited.has_usable_password()


def test_the_owner_is_told_by_letter_that_a_link_was_used(
    client, invited, path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, TWICE, REMOTE_ADDR="203.0.113.9")

    (letter,) = mail.outbox
    assert letter.to == [invited.email]
    assert "203.0.113.9" in letter.body


def test_links_are_tried_so_often_from_one_address(client):
    tries = [
        client.get(reverse("accounts:invitation", args=[f"x{number}"])).status_code
        for number in range(LINKS_FROM.most + 1)
    ]

    assert tries == [410] * LINKS_FROM.most + [429]


def test_who_was_deactivated_meanwhile_does_not_get_in(client, invited, path):
    User.objects.filter(pk=invited.pk).update(is_active=False)

    assert client.post(path, TWICE).status_code == 410
    with pytest.raises(ValidationError, match=r"tidak aktif|not active"):
        invitations.invite(invited, by=None)


@pytest.mark.parametrize("password", ["kurang", "UMKMDinasKota2024", "siti-aminah-xx"])
def test_a_weak_password_is_refused_and_the_link_lives_on(client, path, password):
    page = client.post(path, dict.fromkeys(TWICE, password))

    assert page.status_code == 200
    assert page.context["form"].errors
    assert client.get(path).status_code == 200


def test_the_database_does_not_know_the_link(path):
    secret = path.rstrip("/").rsplit("/", 1)[1]

    assert secret not in str(Invitation.objects.values().get())


def test_the_letter_is_in_the_language_of_its_reader(invited, indonesian):
    for language in ("id", "en"):
        invited.language = language
        invited.save(update_fields=["language"])
        invitation, address = invitations.invite(invited, by=None)
        invitations.send(invitation, address)

    first, second = mail.outbox
    assert "akun Anda" in first.subject
    assert "/akun/undangan/" in first.body
    assert "your account" in second.subject
    assert "/en/akun/undangan/" in second.body


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_use_a_link_once(invited):
    _invitation, address = invitations.invite(invited, by=None)
    secret = address.rstrip("/").rsplit("/", 1)[1]
    barrier, found = threading.Barrier(8), []

    def run(number):
        barrier.wait()
        found.append(invitations.accept(secret, f"{CHOSEN}-{number}"))
        connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sum(user is not None for user in found) == 1


@pytest.fixture
def administrator(client):
    user = UserFactory(superuser=True)
    client.force_login(user)
    return user


def test_a_new_user_gets_a_link_and_no_password(
    client, administrator, django_capture_on_commit_callbacks
):
    fields = {
        "email": "Made@demo.invalid",
        "name": "Made",
        "agency": AgencyFactory().pk,
        **NO_ROLES,
    }
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("admin:accounts_user_add"), fields, follow=True)

    user = User.objects.get(email__iexact="made@demo.invalid")
    shown = re.search(r"/akun/undangan/[\w-]+/", page.content.decode()).group()
    assert not user.has_usable_password()
    assert shown in mail.outbox[0].body
    assert mail.outbox[0].to == [user.email]


def test_nobody_sets_the_password_of_another(client, administrator):
    user = UserFactory()
    page = client.get(reverse("admin:accounts_user_change", args=[user.pk]))

    assert "password" not in page.context["adminform"].form.fields
    assert client.get(f"/admin/accounts/user/{user.pk}/password/").status_code in (
        302,
        404,
    )
    client.post(
        f"/admin/accounts/user/{user.pk}/password/",
        {"password1": CHOSEN, "password2": CHOSEN},
    )
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "action",
    ["send_invitation", "take_back_invitation", "unlock_sign_in", "take_away_factors"],
)
def test_the_actions_answer_for_whom_they_did_nothing_too(
    client, administrator, action
):
    user = UserFactory(name="Siti Aminah")
    chosen = {"action": action, "_selected_action": [user.pk]}

    page = client.post(reverse("admin:accounts_user_changelist"), chosen, follow=True)

    assert "Siti Aminah" in "".join(map(str, page.context["messages"]))


def test_the_owner_is_told_who_took_the_second_factor_away(
    client, administrator, django_capture_on_commit_callbacks
):
    user = UserFactory()
    give_app(user)
    chosen = {"action": "take_away_factors", "_selected_action": [user.pk]}

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:accounts_user_changelist"), chosen)

    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert administrator.name in letter.body


def test_the_first_administrator_is_made_by_a_command(client):
    out = StringIO()
    call_command("create_administrator", "ratna@demo.invalid", "Ratna", stdout=out)

    client.post(path_of(out.getvalue().strip()), TWICE)

    user = User.objects.get()
    assert user.is_superuser
    assert may_sign_in(client, user)


def test_the_command_gives_a_new_link_until_one_is_used(client):
    out = StringIO()
    call_command("create_administrator", "ratna@demo.invalid", "Ratna", stdout=out)
    call_command("create_administrator", "ratna@demo.invalid", "Ratna", stdout=out)
    first, second = map(path_of, out.getvalue().split())

    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_the_command_refuses_a_second_administrator_unless_asked(client):
    UserFactory(superuser=True)

    with pytest.raises(CommandError, match="--another"):
        call_command("create_administrator", "made@demo.invalid", "Made")
    call_command(
        "create_administrator",
        "made@demo.invalid",
        "Made",
        another=True,
        stdout=StringIO(),
    )

    assert User.objects.filter(is_superuser=True).count() == 2


def test_reference_data_bring_no_users():
    call_command("load_reference_data", verbosity=0, stdout=StringIO())

    assert User.objects.count() == 0
