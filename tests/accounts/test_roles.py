import pytest
from django.contrib.auth.models import Group

from apps.accounts.roles import NAMES, ROLES, load_roles
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


def test_loading_roles_again_takes_back_what_was_added_by_hand(roles):
    auditor = Group.objects.get(name="auditor")
    auditor.permissions.set(Group.objects.get(name="registrar").permissions.all())

    load_roles()

    assert "businesses.change_business" not in permissions_of("auditor")


@pytest.mark.parametrize(
    "code", ["leadership", "auditor", "organiser", "trainer", "curator"]
)
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
    assert len(NAMES) == 10


@pytest.mark.parametrize("code", NAMES)
def test_no_role_widens_its_own_reach(roles, code):
    """Who stands above whom, and who belongs where, decides who sees what."""
    deciding = ("accounts.", "auth.")

    written = [label for label in permissions_of(code) if ".view_" not in label]

    assert [label for label in written if label.startswith(deciding)] == []
    assert [label for label in written if label.endswith("_agency")] == []
