import pytest
from django.urls import reverse

from apps.businesses.models import SavedFilter
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory

pytestmark = pytest.mark.usefixtures("roles")
SAVE = reverse("businesses:save_filter")
LIST = reverse("admin:businesses_business_changelist")


def officer(agency):
    return UserFactory(agency=agency, roles=["registrar"])


def save(client, name="Tanpa NIB", query="without=nib&p=3", **more):
    typed = {"name": name, "query": query, "list_name": "businesses.business"}
    return client.post(SAVE, typed | more, follow=True)


def saved_in(client):
    return [each for each, _shown in client.get(LIST).context["saved_filters"]]


def test_a_list_is_kept_under_its_name_without_the_page(client, db):
    client.force_login(officer(AgencyFactory()))

    answer = save(client)

    saved = SavedFilter.objects.get()
    assert (saved.name, saved.query) == ("Tanpa NIB", "without=nib")
    assert answer.redirect_chain == [(f"{LIST}?without=nib", 302)]
    assert answer.context["saved_filters"] == [(saved, True)]


def test_saving_a_name_again_replaces_its_list(client, db):
    client.force_login(officer(AgencyFactory()))

    save(client)
    save(client, query="without=phone")

    assert SavedFilter.objects.get().query == "without=phone"


@pytest.mark.parametrize(("shared", "seen"), [(True, 1), (False, 0)])
def test_colleagues_see_what_is_shared(client, db, shared, seen):
    agency = AgencyFactory()
    client.force_login(officer(agency))
    save(client, **({"shared": "on"} if shared else {}))

    client.force_login(officer(agency))

    assert len(saved_in(client)) == seen


def test_another_agency_sees_nothing_of_it(client, db):
    client.force_login(officer(AgencyFactory()))
    save(client, shared="on")

    client.force_login(officer(AgencyFactory()))

    assert saved_in(client) == []


def test_a_colleague_does_not_delete_what_is_shared(client, db):
    agency = AgencyFactory()
    client.force_login(officer(agency))
    save(client, shared="on")
    address = reverse("businesses:forget_filter", args=[SavedFilter.objects.get().pk])

    client.force_login(officer(agency))
    refused = client.post(address)

    assert (refused.status_code, SavedFilter.objects.count()) == (404, 1)


def test_ones_own_is_forgotten(client, db):
    client.force_login(officer(AgencyFactory()))
    save(client)

    client.post(
        reverse("businesses:forget_filter", args=[SavedFilter.objects.get().pk])
    )

    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("number", ["0812-0000-0001", "3171004112850001"])
def test_a_number_of_a_person_is_never_saved(client, db, number):
    client.force_login(officer(AgencyFactory()))

    answer = save(client, query=f"q={number}")

    assert not SavedFilter.objects.exists()
    assert "no address holds one" in answer.content.decode()


def test_a_list_that_is_not_there_is_refused_in_words(client, db):
    client.force_login(officer(AgencyFactory()))

    answer = save(client, list_name="accounts.user")

    assert not SavedFilter.objects.exists()
    assert "There is no such list." in answer.content.decode()
