"""Two administrators give one person two incompatible roles at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from apps.accounts.models import RoleGrant
from apps.accounts.roles import load_roles
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PAIR = ["registrar", "approver"]


def give_both_at_once(user):
    """Each gives one role and ends only after the other has given, or waits for him."""
    groups = [Group.objects.get(name=code) for code in PAIR]
    together = Barrier(len(groups), timeout=2)

    def give(group):
        try:
            with transaction.atomic():
                together.wait()
                RoleGrant.objects.create(user=user, group=group)
                waited(together)
        except IntegrityError as error:
            return type(error.__cause__).__name__
        finally:
            connection.close()
        return "given"

    with ThreadPoolExecutor(len(groups)) as threads:
        return sorted(threads.map(give, groups))


def waited(together):
    """Meet the other, unless the database makes him wait until we are through."""
    try:
        together.wait(timeout=0.5)
    except BrokenBarrierError:
        return


def test_of_two_incompatible_roles_given_at_once_one_stays():
    load_roles()
    user = UserFactory()

    assert give_both_at_once(user) == ["ExclusionViolation", "given"]
    assert user.grants.count() == 1


def test_without_the_lock_both_would_have_been_given():
    """The negative control: the same trigger that does not wait for the user's row."""
    load_roles()
    user = UserFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger "
            "WHERE tgrelid = 'accounts_rolegrant'::regclass AND tgname LIKE '%compatible%'"
        )
        [definition] = cursor.fetchone()
        lock = "PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;"
        assert lock in definition
        cursor.execute(definition.replace(lock, ""))
        try:
            assert give_both_at_once(user) == ["given", "given"]
        finally:
            cursor.execute(definition)
