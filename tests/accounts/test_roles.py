from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, Permission

from apps.accounts.models import RoleConflict
from apps.accounts.roles import (
    ADMINISTRATOR,
    CONFLICTS,
    NAMES,
    ROLES,
    is_edited,
    load_roles,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def permissions_of(code):
    group = Group.objects.get(name=code)
    return {
        f"{app}.{codename}"
        for app, codename in group.permissions.values_list(
            "content_type__app_label", "codename"
        )
    }


def test_roles_have_exactly_their_permissions(roles):
    assert {role.code: permissions_of(role.code) for role in ROLES} == {
        role.code: set(role.permissions) for role in ROLES
    }


@pytest.fixture
def next_version(monkeypatch):
    """Ships the auditors' right to reveal a NIK, which the version before did not."""

    def ship():
        later = [
            replace(role, permissions=(*role.permissions, "businesses.reveal_nik"))
            if role.code == "auditor"
            else role
            for role in ROLES
        ]
        monkeypatch.setattr("apps.accounts.roles.ROLES", later)
        load_roles()

    return ship


def test_loading_roles_again_keeps_what_an_installation_edited(roles, next_version):
    auditor = Group.objects.get(name="auditor")
    auditor.permissions.set(Permission.objects.filter(codename="view_business"))

    load_roles()
    next_version()

    assert permissions_of("auditor") == {"businesses.view_business"}


def test_a_role_that_nobody_edited_gets_what_a_later_version_ships(roles, next_version):
    next_version()

    assert "businesses.reveal_nik" in permissions_of("auditor")
    assert "businesses.reveal_nik" not in permissions_of("leadership")


def test_an_edited_role_that_was_put_back_follows_again(roles, next_version):
    auditor = Group.objects.get(name="auditor")
    auditor.permissions.clear()
    auditor.shipped.put_back()

    next_version()

    assert "businesses.reveal_nik" in permissions_of("auditor")


def test_a_right_that_is_gone_is_no_edit(roles, next_version):
    Permission.objects.get(codename="view_claim").delete()

    assert not is_edited(Group.objects.get(name="auditor"))


@pytest.mark.parametrize("code", ["leadership", "auditor"])
def test_who_only_reads_cannot_write(roles, code):
    writing = [label for label in permissions_of(code) if ".view_" not in label]

    assert writing == []


def test_a_user_may_do_what_his_roles_may(roles):
    user = UserFactory(roles=["registrar"])

    assert user.has_perm("businesses.add_business")
    assert not user.has_perm("businesses.delete_business")
    assert not user.has_perm("businesses.reveal_nik")


def test_every_role_has_a_name():
    assert all(NAMES.values())
    assert len(NAMES) == 11


@pytest.mark.parametrize("code", sorted(set(NAMES) - {ADMINISTRATOR}))
def test_no_role_widens_its_own_reach(roles, code):
    """Who stands above whom, and who belongs where, decides who sees what."""
    deciding = ("accounts.", "auth.")

    written = [label for label in permissions_of(code) if ".view_" not in label]

    assert [label for label in written if label.startswith(deciding)] == []
    assert [label for label in written if label.endswith("_agency")] == []


def test_no_role_of_an_agency_says_who_stands_above_whom(roles):
    deciding = [label for label in permissions_of(ADMINISTRATOR) if "agency" in label]

    assert deciding == ["agencies.view_agency"]


def test_incompatible_roles_are_known_to_the_database_once(roles):
    load_roles()

    pairs = RoleConflict.objects.values_list("first__name", "second__name")
    assert sorted(pairs) == sorted((each.first, each.second) for each in CONFLICTS)


def test_roles_that_a_role_hands_out_exist():
    assert {code for role in ROLES for code in role.grants} <= set(NAMES)
