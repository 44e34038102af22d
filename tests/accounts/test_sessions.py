from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User, UserSession
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import AgencyFactory

pytestmark = pytest.mark.django_db
HOME = "admin:index"


@pytest.fixture
def user(roles):
    return UserFactory(roles=["registrar"])


def signed_in(user):
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client):
    return client.get(reverse(HOME)).status_code == 200


def test_the_session_gets_another_id_by_signing_in(user, client):
    client.get(reverse("account_login"))
    client.session["before"] = True
    before = client.session.session_key

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert client.session.session_key not in (None, before)
    assert not UserSession.objects.filter(session_key=before).exists()


def test_half_an_hour_without_work_ends_a_session(user):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(user)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=31))
        assert not is_in(client)


def test_twelve_hours_end_a_session_however_busy(user):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(user)
        for _ in range(36):
            assert is_in(client)
            clock.shift(timedelta(minutes=20))
        clock.shift(timedelta(minutes=1))
        assert not is_in(client)


def test_after_an_idle_time_the_work_goes_on_where_it_was(user):
    address = reverse("admin:businesses_business_add") + "?name=Dodol"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(user)
        clock.shift(timedelta(minutes=31))
        asked = client.get(address)
        page = client.get(asked["Location"]).content.decode()
        back = client.post(
            asked["Location"],
            {"login": user.email, "password": PASSWORD, "next": address},
        )

    assert "Sign in, and you are back where you were." in page
    assert back["Location"] == address


def test_a_form_sent_too_late_says_so_and_leads_back_to_itself(user):
    address = reverse("rights:mine")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(user)
        clock.shift(timedelta(minutes=31))
        sent = client.post(
            reverse("accounts:end_sessions"),
            HTTP_REFERER=f"http://testserver{address}",
        )
        page = client.get(sent["Location"]).content.decode()

    assert "What you sent was not saved." in page
    assert f'value="{address}"' in page


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "http://testserver/nowhere"],
)
def test_nobody_is_led_elsewhere_after_signing_in(user, elsewhere):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(user)
        clock.shift(timedelta(minutes=31))
        sent = client.post(reverse("imports:upload"), HTTP_REFERER=elsewhere)
    back = Client().post(
        reverse("account_login") + f"?next={elsewhere}",
        {"login": user.email, "password": PASSWORD, "next": elsewhere},
    )

    assert "evil" not in sent["Location"] + back["Location"].replace(
        "http://testserver/nowhere", ""
    )
    assert "nowhere" not in sent["Location"]


def test_a_fragment_sends_the_whole_page_to_sign_in(user):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(user)
        clock.shift(timedelta(minutes=31))
        answer = client.get(
            reverse("imports:list"),
            HTTP_HX_REQUEST="true",
            HTTP_HX_CURRENT_URL="http://testserver/admin/",
        )

    assert answer.status_code == 204
    assert answer["HX-Redirect"] == reverse("account_login") + "?next=%2Fadmin%2F"


def sign_out(user, client):
    client.post(reverse("account_logout"))


def sign_out_of_the_admin(user, client):
    client.post(reverse("admin:logout"))


def deactivate(user, client):
    User.objects.filter(pk=user.pk).update(is_active=False)


def change_the_password(user, client):
    user.set_password("gunung-salak-sore-hari")
    user.save(update_fields=["password"])


def move_to_another_agency(user, client):
    User.objects.filter(pk=user.pk).update(agency=AgencyFactory())


def take_a_role_back(user, client):
    user.grants.all().delete()


def give_another_role(user, client):
    user.groups.add(Group.objects.get(name="curator"))


def let_the_account_end(user, client):
    User.objects.filter(pk=user.pk).update(valid_until=timezone.localdate())


def make_a_superuser(user, client):
    User.objects.filter(pk=user.pk).update(is_superuser=True)


@pytest.mark.parametrize(
    "deed",
    [
        *(sign_out, sign_out_of_the_admin, deactivate, change_the_password),
        *(move_to_another_agency, make_a_superuser, let_the_account_end),
        *(take_a_role_back, give_another_role),
    ],
)
def test_it_ends_every_session_of_the_user_at_once(user, deed):
    office, phone, colleague = signed_in(user), signed_in(user), UserFactory()
    other = signed_in(colleague)

    deed(user, office)

    assert not is_in(office)
    assert not is_in(phone)
    assert is_in(other)


def test_what_ends_no_session(user):
    client = signed_in(user)

    User.objects.filter(pk=user.pk).update(name="Siti", last_login=timezone.now())

    assert is_in(client)


def test_changing_ones_own_password_ends_the_others(user):
    office, phone = signed_in(user), signed_in(user)

    office.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "gunung-salak-sore-hari",
            "password2": "gunung-salak-sore-hari",
        },
    )

    assert is_in(office)
    assert not is_in(phone)


def test_one_sees_ones_own_sessions_and_ends_the_others(user):
    office, phone = signed_in(user), signed_in(user)
    phone.get(reverse(HOME), HTTP_USER_AGENT="Mozilla/5.0 (Android 14) Firefox/140")

    page = office.get(reverse("mfa_index")).content.decode()
    office.post(reverse("accounts:end_sessions"))

    assert "This browser" in page
    assert "End the others" in page
    assert is_in(office)
    assert not is_in(phone)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/141.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        ("curl/8", "Another browser"),
    ],
)
def test_a_browser_is_named_so_that_one_knows_it_again(agent, name):
    assert UserSession(browser=agent).browser_name == name
