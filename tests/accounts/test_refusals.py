"""A refusal names the missing right, since when it is missing, and who can give it."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from apps.accounts.abilities import declared, words_of
from apps.accounts.refusals import explain, who_can_grant
from apps.accounts.roles import ROLES
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
SAVE = "imports.commit_importbatch"


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_page_names_the_right_the_role_and_who_can_grant_it(
    client, office, administrator
):
    client.force_login(UserFactory(agency=office, roles=["registrar"]))

    response = client.get(reverse("admin:accounts_user_add"))

    assert response.status_code == 403
    page = text_of(response)
    assert "Why can I not do this?" in page
    assert "register a colleague" in page
    assert "Your role does not include this: registrar." in page
    assert administrator.email in page
    assert "add_user" not in page


def test_a_refused_import_is_explained_in_words(client, office, administrator):
    client.force_login(UserFactory(agency=office, roles=["verifier"]))

    page = text_of(client.get(reverse("imports:upload")))

    assert "You may not do this yet: send lists to be imported." in page
    assert "data administrator, registrar" in page


def test_a_role_that_has_ended_is_named_with_its_day(office):
    user = UserFactory(agency=office)
    user.grants.create(
        group=Group.objects.get(name="approver"),
        valid_from=datetime.date(2026, 1, 1),
        valid_until=datetime.date(2026, 3, 3),
    )

    assert explain(user, SAVE).why == (
        "Your role «approver», which allows this, ended on 3 March 2026."
    )


def test_a_role_that_begins_later_is_named_with_its_day(office):
    user = UserFactory(agency=office)
    day = timezone.localdate() + datetime.timedelta(days=2)
    user.grants.create(group=Group.objects.get(name="approver"), valid_from=day)

    assert "begins on" in explain(user, SAVE).why


def test_roles_that_do_not_go_with_ones_own_are_not_advised(office):
    user = UserFactory(agency=office, roles=["verifier"])

    assert explain(user, SAVE).roles == ["data administrator", "registrar"]


def test_the_nearest_administrators_come_first_and_those_above_follow(office):
    branch = AgencyFactory(parent=office)
    above = UserFactory(agency=office, roles=["agency-administrator"])
    near = UserFactory(agency=branch, roles=["agency-administrator"])
    UserFactory(agency=branch, roles=["agency-administrator"], is_active=False)
    UserFactory(agency=AgencyFactory(), roles=["agency-administrator"])

    assert who_can_grant(UserFactory(agency=branch)) == [near, above]


def test_an_administrator_of_another_area_is_no_help(office):
    tebet, pancoran = RegionFactory(code="317401"), RegionFactory(code="317408")
    city = RegionFactory(code="3174")
    helper = UserFactory(agency=office, area=city, roles=["agency-administrator"])
    UserFactory(agency=office, area=pancoran, roles=["agency-administrator"])

    assert who_can_grant(UserFactory(agency=office, area=tebet)) == [helper]


def test_without_an_administrator_the_superusers_help(office):
    chief = UserFactory(superuser=True)

    assert who_can_grant(UserFactory(agency=office)) == [chief]


def test_the_letter_can_be_sent_as_it_is(office, administrator):
    user = UserFactory(agency=office, roles=["verifier"])

    letter = explain(user, SAVE).letter

    assert user.email in letter
    assert "save an import into the register" in letter


def test_every_declared_ability_is_a_permission_that_there_is():
    known = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.select_related("content_type")
    }

    assert set(declared()) <= known


def test_no_permission_of_a_role_is_told_by_its_code_name():
    told = {each: words_of(each) for role in ROLES for each in role.permissions}

    assert [each for each, words in told.items() if "_" in words or "%" in words] == []


def test_my_rights_tell_roles_ends_scope_and_what_is_missing(client, office):
    boss = UserFactory(agency=office, roles=["agency-administrator"])
    user = UserFactory(agency=office)
    user.grants.create(
        group=Group.objects.get(name="registrar"),
        valid_until=datetime.date(2099, 3, 3),
        granted_by=boss,
    )
    client.force_login(user)

    page = text_of(client.get(reverse("rights:mine")))

    assert "3 March 2099" in page
    assert f"All data of {office}." in page
    assert "<li>Register a business</li>" in page
    assert "Delete a business" in page
    assert boss.email in page
