import pytest
from django.db import IntegrityError

from apps.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_everyone_but_a_superuser_works_for_an_agency():
    UserFactory(superuser=True)

    with pytest.raises(IntegrityError, match="accounts_user_works_for_an_agency"):
        UserFactory(agency=None)


def test_an_email_signs_in_once_whatever_its_capitals():
    UserFactory(email="siti@demo.invalid")

    with pytest.raises(IntegrityError, match="accounts_user_email_once"):
        UserFactory(email="Siti@demo.invalid")


def test_a_superuser_is_made_by_djangos_command(django_user_model):
    user = User.objects.create_superuser("Admin@demo.invalid", PASSWORD, name="Admin")

    assert (user.email, user.is_superuser, user.is_staff) == (
        "admin@demo.invalid",
        True,
        True,
    )
    assert user.check_password(PASSWORD)


def test_the_history_of_a_user_holds_no_password():
    user = UserFactory()

    assert not hasattr(user.events.first(), "password")


def test_a_new_installation_has_no_users():
    assert User.objects.count() == 0
