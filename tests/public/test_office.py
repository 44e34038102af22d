import pytest
from django.contrib import admin
from django.urls import reverse

from apps.accounts.models import User
from apps.businesses.models import Business, Person
from ikmportal.admin_site import GROUPS
from ikmportal.dashboard import dashboard
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, ConsentFactory
from tests.factories.sectors import CommodityGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(roles):
    return UserFactory(roles=["registrar"])


def figures(user):
    fresh = User.objects.get(pk=user.pk)
    return {tile.label: tile.value for tile in dashboard(fresh).tiles}


def test_dashboard_counts_own_rows_only(registrar):
    BusinessFactory(listed=True)
    BusinessFactory(agency=registrar.agency, listed=True, verified=True)
    agreed = BusinessFactory(agency=registrar.agency)
    ConsentFactory(business=agreed)

    assert figures(registrar) == {
        "businesses registered": 2,
        "in the public directory": 1,
        "agreed, but not published yet": 1,
        "not checked on site yet": 1,
        "not mapped yet": 2,
        "owners without a valid NIK": 2,
    }


def test_bars_sum_to_all_with_the_unknown(registrar):
    BusinessFactory.create_batch(2, agency=registrar.agency)
    BusinessFactory(agency=registrar.agency, commodity_group=CommodityGroupFactory())

    board = dashboard(registrar)

    assert (board.groups.total, board.areas.total) == (3, 3)


@pytest.mark.parametrize("count", [1, 3])
def test_dashboard_takes_the_same_queries_for_any_number(
    registrar, django_assert_num_queries, count
):
    BusinessFactory.create_batch(
        count, agency=registrar.agency, commodity_group=CommodityGroupFactory()
    )
    user = User.objects.get(pk=registrar.pk)

    # two for permissions; agencies; businesses, people, imports; two for groups; areas
    with django_assert_num_queries(9):
        dashboard(user)


def test_every_figure_leads_to_its_list(client, registrar):
    client.force_login(registrar)

    statuses = {
        client.get(tile.href).status_code for tile in dashboard(registrar).tiles
    }

    assert statuses == {200}


def test_who_may_not_see_the_register_gets_no_figures(client):
    nobody = UserFactory()
    client.force_login(nobody)

    response = client.get(reverse("admin:index"))

    assert dashboard(nobody) is None
    assert b"Your role opens nothing here yet" in response.content


def test_admin_groups_tasks_and_hides_nothing(client):
    client.force_login(UserFactory(superuser=True))

    groups = client.get(reverse("admin:index")).context["app_list"]

    named = [group["app_label"] for group in groups]
    models = [model["model"] for group in groups for model in group["models"]]
    assert named[0] == "ikm"
    assert {Business, Person, User} <= set(models)
    assert len(models) == len(set(models))


def test_header_says_who_works_for_whom(client, roles):
    agency = AgencyFactory(short_name="Sudin Jakbar")
    client.force_login(UserFactory(name="Ratna", agency=agency, roles=["verifier"]))

    text = client.get(reverse("admin:index")).content.decode()

    assert "Ratna" in text
    assert "Verifier · Sudin Jakbar" in text


def test_every_list_of_the_admin_belongs_to_a_group_of_tasks():
    """What no group names is a package's machinery, in English: nobody's work."""
    named = {label for group in GROUPS for label in group.models}

    assert {model._meta.label for model in admin.site._registry} - named == set()
