import pytest
from django.test import RequestFactory
from django.urls import reverse

from apps.accounts.middleware import channel_of
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "channel"),
    [
        ("/admin/businesses/person/add/", "admin"),
        ("/en/admin/", "admin"),
        ("/kerja/impor/3/", "kerja"),
        ("/", "public"),
    ],
)
def test_the_channel_is_where_the_change_was_made(path, channel):
    assert channel_of(RequestFactory().post(path)) == channel


def test_pages_of_somebody_signed_in_are_not_stored(client):
    client.force_login(UserFactory())

    assert client.get(reverse("admin:index"))["Cache-Control"] == "no-store"


def test_signing_in_by_email_and_password(client):
    user = UserFactory()

    response = client.post(
        reverse("account_login"), {"login": user.email.upper(), "password": PASSWORD}
    )

    assert response.headers["Location"] == reverse("admin:index")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_admin_asks_to_sign_in_on_our_page(client):
    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
