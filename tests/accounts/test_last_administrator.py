import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory

pytestmark = pytest.mark.django_db
RULE = "accounts_user_last_administrator"


@pytest.fixture
def last():
    UserFactory(superuser=True, is_active=False)
    invited = UserFactory(superuser=True)
    User.objects.filter(pk=UserFactory(superuser=True).pk).update(is_active=False)
    invited.set_unusable_password()
    only = UserFactory(superuser=True)
    invited.save()
    return only


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"is_superuser": False, "agency_id": None},
        {"password": "!unusable"},
        {"valid_until": "2099-12-31"},
    ],
)
def test_the_database_keeps_the_last_administrator(last, change):
    if "agency_id" in change:
        change = {**change, "agency_id": AgencyFactory().pk}

    with pytest.raises(IntegrityError, match=RULE), transaction.atomic():
        User.objects.filter(pk=last.pk).update(**change)


def test_the_last_administrator_is_not_deleted(last):
    with pytest.raises(IntegrityError, match=RULE), transaction.atomic():
        User.objects.filter(pk=last.pk).delete()


def test_one_statement_does_not_remove_them_all(last):
    UserFactory.create_batch(2, superuser=True)

    with pytest.raises(IntegrityError, match=RULE), transaction.atomic():
        User.objects.filter(is_superuser=True).update(is_active=False)


def test_the_refusal_is_a_sentence(last):
    last.is_active = False

    with pytest.raises(ValidationError, match="is the last administrator"):
        last.full_clean()


def test_another_administrator_frees_the_last(last):
    UserFactory(superuser=True)
    last.is_active = False

    last.full_clean()
    last.save(update_fields=["is_active"])


def test_the_page_refuses_and_offers_no_deleting(client, last):
    client.force_login(last)
    page = reverse("admin:accounts_user_change", args=[last.pk])
    answer = client.post(page, {"email": last.email, "name": last.name})

    assert "is the last administrator" in answer.content.decode()
    assert (
        client.get(reverse("admin:accounts_user_delete", args=[last.pk])).status_code
        == 403
    )
    last.refresh_from_db()
    assert last.is_active


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["deactivate", "delete"])
def test_two_administrators_cannot_remove_each_other_at_once(deed):
    users, barrier, refused = (
        UserFactory.create_batch(2, superuser=True),
        threading.Barrier(2),
        [],
    )

    def run(user):
        row = User.objects.filter(pk=user.pk)
        try:
            with transaction.atomic():
                barrier.wait()
                row.delete() if deed == "delete" else row.update(is_active=False)
        except IntegrityError:
            refused.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[user]) for user in users]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(refused) == 1
    assert User.objects.administrators().count() == 1
