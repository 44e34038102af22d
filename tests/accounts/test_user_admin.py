"""The administrator's page of a colleague: what it offers, what it takes, what it ignores."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from apps.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.regions import RegionFactory
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, administrator):
    sign_in(client, administrator)
    return client


def address(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def form_of(user, *grants, **fields):
    """What a browser sends of a colleague's page, with new roles (code, until)."""
    data = {
        "email": user.email,
        "name": user.name,
        "is_active": "on",
        "grants-TOTAL_FORMS": len(grants),
        "grants-INITIAL_FORMS": 0,
    }
    for number, (code, until) in enumerate(grants):
        group = Group.objects.filter(name=code).first()
        data[f"grants-{number}-group"] = group.pk if group else ""
        data[f"grants-{number}-valid_until"] = until
    return data | fields


def roles_of(user):
    return sorted(user.grants.values_list("group__name", flat=True))


def test_a_role_is_given_on_the_page_of_a_colleague(page, administrator, colleague):
    response = page.post(
        address(colleague), form_of(colleague, ("registrar", "2030-03-03"))
    )

    assert response.status_code == 302, response.context["errors"]
    grant = colleague.grants.get()
    assert (grant.group.name, str(grant.valid_until)) == ("registrar", "2030-03-03")
    assert grant.granted_by == administrator


def test_a_role_is_taken_back_and_its_end_moved(page, administrator, colleague):
    [first, second] = [
        colleague.grants.create(group=Group.objects.get(name=code))
        for code in ("registrar", "trainer")
    ]
    data = form_of(colleague, ("registrar", ""), ("trainer", "2031-01-01"))
    data |= {"grants-INITIAL_FORMS": 2, "grants-0-DELETE": "on"}
    data |= {"grants-0-id": first.pk, "grants-1-id": second.pk}

    assert page.post(address(colleague), data).status_code == 302
    assert roles_of(colleague) == ["trainer"]
    assert str(colleague.grants.get().valid_until) == "2031-01-01"


def test_incompatible_roles_are_refused_in_a_sentence(page, colleague):
    response = page.post(
        address(colleague), form_of(colleague, ("registrar", ""), ("approver", ""))
    )

    assert response.status_code == 200
    assert "cannot be with the same person" in response.content.decode()
    assert roles_of(colleague) == []


def test_changing_a_user_asks_for_the_password_again(
    client, administrator, colleague, settings
):
    settings.SUDO_REQUIRED = True
    client.force_login(administrator)

    response = client.post(address(colleague), form_of(colleague, name="Lain"))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/akun/konfirmasi/")
    assert User.objects.get(pk=colleague.pk).name == colleague.name


@pytest.mark.parametrize("name", ["is_superuser", "is_staff", "user_permissions"])
def test_what_is_not_on_the_form_is_ignored(page, colleague, name):
    User.objects.filter(pk=colleague.pk).update(is_staff=False)
    other = AgencyFactory()
    extra = {name: "1", "agency": other.pk, "password": "x", "groups": "1"}

    page.post(address(colleague), form_of(colleague, name="Baru", **extra))

    saved = User.objects.get(pk=colleague.pk)
    assert (saved.name, saved.agency) == ("Baru", colleague.agency)
    assert not saved.is_superuser
    assert not saved.is_staff
    assert not saved.user_permissions.exists()
    assert saved.check_password("x") is False
    assert roles_of(saved) == []


def test_nobody_changes_himself(page, administrator):
    response = page.post(
        address(administrator), form_of(administrator, ("curator", ""))
    )

    assert response.status_code == 403
    assert roles_of(administrator) == ["agency-administrator"]


def test_an_administrator_of_an_area_gives_only_areas_inside(client, office):
    city, tebet = RegionFactory(code="3174"), RegionFactory(code="317401")
    elsewhere = RegionFactory(code="317301")
    boss = UserFactory(agency=office, area=city, roles=["agency-administrator"])
    colleague = UserFactory(agency=office, area=tebet)
    sign_in(client, boss)

    for area in (elsewhere.pk, ""):
        response = client.post(address(colleague), form_of(colleague, area=area))
        assert response.status_code == 200
    assert User.objects.get(pk=colleague.pk).area == tebet


def test_users_are_deactivated_and_never_deleted(page, colleague, client):
    delete = reverse("admin:accounts_user_delete", args=[colleague.pk])
    client.force_login(UserFactory(superuser=True))

    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=colleague.pk).exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_tells_roles_and_states_in_constant_queries(
    page, office, count, django_assert_max_num_queries
):
    for _number in range(count):
        UserFactory(agency=office, roles=["registrar"])

    with django_assert_max_num_queries(16):
        response = page.get(reverse("admin:accounts_user_changelist"))

    text = response.content.decode()
    assert text.count('field-roles_now">registrar') == count
    assert "never signed in" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=deactivated", "gone"),
        ("state=ended", "over"),
        ("role=curator", "curator"),
    ],
)
def test_the_list_is_narrowed_by_state_and_role(page, office, query, found):
    UserFactory(agency=office, name="gone", is_active=False)
    UserFactory(agency=office, name="over", valid_until="2020-01-01")
    UserFactory(agency=office, name="curator", roles=["curator"])

    response = page.get(reverse("admin:accounts_user_changelist") + f"?{query}")

    assert [user.name for user in response.context["cl"].result_list] == [found]


def test_the_page_says_in_words_what_a_colleague_may_do_and_see(page, office):
    colleague = UserFactory(agency=office, roles=["verifier"])

    text = page.get(address(colleague)).content.decode()

    assert "Record a check on site" in text
    assert f"All data of {office}." in text
