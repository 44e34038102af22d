import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.models import RoleGroup, RolePermission
from apps.accounts.role_admin import rights
from apps.accounts.roles import ROLES, label_of
from ikmportal.tablefiles import read_csv
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client, roles):
    client.force_login(UserFactory(superuser=True))
    return client


def address(view, *arguments):
    return reverse(f"admin:accounts_rolegroup_{view}", args=arguments)


def role(code):
    return Group.objects.get(name=code)


def rights_of(code):
    return set(role(code).permissions.values_list("codename", flat=True))


def trial(client, text):
    file = SimpleUploadedFile("roles.csv", text.encode())
    fields = {"import_file": file, "format": "0", "resource": "0"}
    return client.post(address("import"), fields)


def upload(client, text):
    form = trial(client, text).context["confirm_form"]
    client.post(address("process_import"), form.initial)


def export(client):
    return client.post(address("export"), {"format": "1", "resource": "0"}).content


def test_every_shipped_right_can_be_given_by_hand(roles):
    offered = {label_of(permission) for permission in rights()}

    assert {label for role in ROLES for label in role.permissions} <= offered


def test_a_superuser_edits_what_a_role_may_do(superuser):
    wanted = Permission.objects.get(codename="view_person")

    superuser.post(address("change", role("curator").pk), {"rights": [wanted.pk]})

    assert rights_of("curator") == {"view_person"}
    assert "curator" in superuser.get(address("changelist")).content.decode()


def test_every_change_of_a_role_leaves_its_trace(superuser):
    superuser.post(address("change", role("curator").pk), {"rights": []})

    last = RolePermission.pgh_event_model.objects.order_by("pk").last()
    assert (last.group_id, last.pgh_label) == (role("curator").pk, "delete")
    assert last.pgh_context.metadata["channel"] == "admin"


def test_what_is_exported_comes_back_as_it_left(superuser):
    before = export(superuser)

    upload(superuser, before.decode("utf-8-sig"))

    assert export(superuser) == before
    assert len(read_csv(before)) == Group.objects.count()


def test_an_import_changes_one_role_adds_another_and_leaves_the_rest(superuser):
    kept = rights_of("registrar")

    rows = 'curator,businesses.view_person\npengawas,"regions.view_region"\n'
    upload(superuser, f"name,permissions\n{rows}")

    assert rights_of("curator") == {"view_person"}
    assert rights_of("pengawas") == {"view_region"}
    assert rights_of("registrar") == kept


def test_an_import_says_which_right_does_not_exist(superuser):
    answer = trial(superuser, "name,permissions\ncurator,businesses.fly\n")

    assert "There is no right «businesses.fly»." in answer.content.decode()
    assert rights_of("curator") != set()


@pytest.mark.parametrize("code", ["data-administrator", "auditor"])
def test_who_sees_users_sees_roles_and_changes_none(client, roles, code):
    client.force_login(UserFactory(roles=[code]))
    page = address("change", role(code).pk)
    before = rights_of(code)

    answers = [
        client.get(address("changelist")).status_code,
        client.get(page).status_code,
        client.post(page, {"rights": []}).status_code,
        client.get(address("add")).status_code,
        client.get(address("import")).status_code,
    ]

    assert answers == [200, 200, 403, 403, 403]
    assert rights_of(code) == before


def test_even_the_right_to_change_roles_makes_no_superuser(client, roles):
    user = UserFactory(roles=["data-administrator"])
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_group"))
    client.force_login(user)

    answer = client.post(address("change", role("auditor").pk), {"rights": []})

    assert answer.status_code == 403


@pytest.mark.parametrize("code", ["pengawas", "curator"])
def test_a_role_that_is_in_use_or_shipped_is_not_deleted(superuser, code):
    RoleGroup.objects.get_or_create(name=code)
    UserFactory(roles=["pengawas"])

    one = superuser.post(address("delete", role(code).pk), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [role(code).pk]}
    superuser.post(address("changelist"), {**chosen, "post": "yes"})

    assert one.status_code == 403
    assert Group.objects.filter(name=code).exists()


def test_a_role_that_nobody_has_is_deleted(superuser):
    unused = RoleGroup.objects.create(name="pengawas")

    superuser.post(address("delete", unused.pk), {"post": "yes"})

    assert not Group.objects.filter(name="pengawas").exists()


def test_an_edited_role_is_put_back(superuser):
    before = rights_of("curator")
    role("curator").permissions.clear()

    chosen = {"action": "put_back", "_selected_action": [role("curator").pk]}
    superuser.post(address("changelist"), chosen)

    assert rights_of("curator") == before


def test_roles_and_rights_are_said_in_indonesian(superuser, indonesian):
    page = superuser.get(address("change", role("registrar").pk)).content.decode()

    assert "petugas" in page.lower()
    assert "Can view" not in page
    assert "Can add" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_constant_queries(superuser, django_assert_num_queries, count):
    for number in range(count):
        RoleGroup.objects.create(name=f"peran-{number}")
        UserFactory(roles=[f"peran-{number}"])

    superuser.get(address("changelist"))  # the first request writes its session down

    with django_assert_num_queries(9):
        superuser.get(address("changelist"))
