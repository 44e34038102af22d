"""Who may give whom which role until when."""

import datetime

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.backends import DatedBackend
from apps.accounts.grants import grant_role, refusal_of_area, revoke_role
from apps.accounts.models import User
from apps.accounts.roles import CONFLICTS
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def role(code):
    return Group.objects.get(name=code)


def again(user):
    return User.objects.get(pk=user.pk)


def test_a_colleague_may_do_what_he_was_given(administrator, colleague):
    grant = grant_role(colleague, role("registrar"), by=administrator, reason="SK 3")

    assert again(colleague).has_perm("businesses.add_business")
    assert (grant.granted_by, grant.reason) == (administrator, "SK 3")
    assert grant.events.count() == 1


def test_a_role_that_has_ended_allows_nothing(administrator, colleague):
    today = timezone.localdate()
    grant_role(colleague, role("registrar"), by=administrator, valid_until=today)
    assert again(colleague).has_perm("businesses.add_business")
    assert colleague in DatedBackend().with_perm("businesses.add_business")

    with time_machine.travel(timezone.now() + DAY):
        assert not again(colleague).has_perm("businesses.add_business")
        assert not again(colleague).has_module_perms("businesses")
        assert colleague not in DatedBackend().with_perm("businesses.add_business")


def test_a_role_ends_at_midnight_here_and_not_in_greenwich(administrator, colleague):
    grant_role(
        colleague,
        role("registrar"),
        by=administrator,
        valid_until=datetime.date(2030, 3, 3),
    )

    with time_machine.travel("2030-03-03 23:30 +0700", tick=False):
        assert again(colleague).has_perm("businesses.add_business")
    with time_machine.travel("2030-03-04 00:30 +0700", tick=False):
        assert not again(colleague).has_perm("businesses.add_business")


def test_an_account_that_has_ended_opens_nothing(client, colleague):
    colleague.grants.create(group=role("registrar"))
    client.force_login(colleague)
    User.objects.filter(pk=colleague.pk).update(valid_until=timezone.localdate() - DAY)

    assert client.get("/admin/").status_code == 302
    assert not again(colleague).has_perm("businesses.view_business")
    assert list(User.objects.visible_to(again(colleague))) == []


def test_the_account_of_a_superuser_does_not_end_by_itself(roles):
    """Else the last administrator would be locked out by the calendar."""
    with pytest.raises(IntegrityError, match="accounts_user_superuser_has_no_end"):
        UserFactory(superuser=True, valid_until=timezone.localdate())


def test_nobody_changes_his_own_roles(administrator):
    with pytest.raises(ValidationError, match="Nobody changes his own roles"):
        grant_role(administrator, role("registrar"), by=administrator)
    with pytest.raises(ValidationError, match="Nobody changes his own roles"):
        revoke_role(administrator.grants.get(), by=administrator)


def test_the_database_too_refuses_a_role_that_somebody_gives_himself(administrator):
    with pytest.raises(IntegrityError, match="accounts_rolegrant_given_by_another"):
        administrator.grants.create(group=role("curator"), granted_by=administrator)


@pytest.mark.parametrize("code", ["registrar", "data-administrator", "auditor"])
def test_only_administrators_hand_out_roles(office, colleague, code):
    with pytest.raises(ValidationError):
        grant_role(
            colleague, role("curator"), by=UserFactory(agency=office, roles=[code])
        )

    assert not colleague.grants.exists()


def test_a_role_of_the_offices_own_making_is_handed_out_by_superusers_only(
    administrator, colleague
):
    special = Group.objects.create(name="Tim khusus")
    with pytest.raises(ValidationError, match="Tim khusus"):
        grant_role(colleague, special, by=administrator)

    assert grant_role(colleague, special, by=UserFactory(superuser=True)).pk


def test_who_has_more_than_an_administrator_can_give_is_left_alone(
    administrator, colleague
):
    colleague.grants.create(group=Group.objects.create(name="Tim khusus"))

    with pytest.raises(ValidationError, match="outside your agency"):
        grant_role(colleague, role("registrar"), by=administrator)
    assert colleague not in User.objects.kept_by(administrator)


def test_people_of_other_agencies_and_superusers_are_out_of_reach(administrator):
    head = UserFactory(agency=AgencyFactory())
    everybody = UserFactory(agency=administrator.agency, is_superuser=True)

    for user in (head, everybody):
        with pytest.raises(ValidationError, match="outside your agency"):
            grant_role(user, role("registrar"), by=administrator)


def test_the_administrator_of_the_head_office_reaches_its_branches(administrator):
    branch = AgencyFactory(parent=administrator.agency)

    assert grant_role(
        UserFactory(agency=branch), role("registrar"), by=administrator
    ).pk


def test_nobody_gives_longer_than_he_has(administrator, colleague):
    last = timezone.localdate() + 30 * DAY
    administrator.grants.update(valid_until=last)

    for day in (None, last + DAY):
        with pytest.raises(ValidationError, match="Your own role ends on"):
            grant_role(colleague, role("registrar"), by=administrator, valid_until=day)
    assert grant_role(
        colleague, role("registrar"), by=administrator, valid_until=last
    ).pk


def test_an_administrator_whose_own_role_has_ended_hands_out_nothing(
    administrator, colleague
):
    administrator.grants.update(
        valid_from="2020-01-01", valid_until=timezone.localdate() - DAY
    )

    with pytest.raises(ValidationError, match="cannot hand out"):
        grant_role(colleague, role("registrar"), by=administrator)


def test_areas_are_given_inside_the_own_area(administrator):
    jakarta = RegionFactory(code="3174")
    tebet = RegionFactory(code="317401")
    assert refusal_of_area(administrator, None) == ""

    administrator.area = tebet

    assert refusal_of_area(administrator, tebet) == ""
    assert "inside your own" in refusal_of_area(administrator, jakarta)
    assert "inside your own" in refusal_of_area(administrator, None)


@pytest.mark.parametrize(
    "pair", CONFLICTS, ids=lambda pair: f"{pair.first}-{pair.second}"
)
def test_incompatible_roles_are_refused_with_their_reason(roles, pair):
    chief = UserFactory(superuser=True)
    for one, other in [(pair.first, pair.second), (pair.second, pair.first)]:
        user = UserFactory(roles=[one])
        with pytest.raises(ValidationError, match=str(pair.reason)):
            grant_role(user, role(other), by=chief)
        with (
            pytest.raises(IntegrityError, match="incompatible roles"),
            transaction.atomic(),
        ):
            user.groups.add(role(other))


def test_a_role_that_has_ended_is_in_nobodys_way(administrator, colleague):
    yesterday = timezone.localdate() - DAY
    colleague.grants.create(
        group=role("registrar"), valid_from=yesterday - DAY, valid_until=yesterday
    )

    assert grant_role(colleague, role("approver"), by=administrator).pk


def test_giving_a_role_again_gives_it_another_end(administrator, colleague):
    yesterday = timezone.localdate() - DAY
    old = colleague.grants.create(
        group=role("registrar"), valid_from=yesterday - DAY, valid_until=yesterday
    )

    grant = grant_role(colleague, role("registrar"), by=administrator)

    assert (grant.pk, grant.valid_until) == (old.pk, None)
    assert grant.valid_from == timezone.localdate()


def test_a_role_taken_back_is_gone_and_remembered(administrator, colleague):
    grant = grant_role(colleague, role("registrar"), by=administrator)

    grant_key = grant.pk
    revoke_role(grant, by=administrator)

    assert not again(colleague).has_perm("businesses.add_business")
    events = apps.get_model("accounts", "RoleGrantEvent").objects
    labels = events.filter(pgh_obj_id=grant_key).values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]
