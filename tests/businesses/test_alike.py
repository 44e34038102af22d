import pytest
from django.urls import reverse

from apps.businesses.counter import begin, keep
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

ALIKE = reverse("businesses:alike")
NIK = "3171004112850001"


@pytest.fixture
def officer(roles):
    return UserFactory(agency=AgencyFactory(), roles=["registrar"])


@pytest.fixture
def known(officer):
    owner = PersonFactory(
        agency=officer.agency, name="Siti Rahayu", phone="0812-0000-0001", nik=NIK
    )
    return BusinessFactory(agency=officer.agency, owner=owner, brand="Dapur Siti Asli")


def likely(client, officer, **typed):
    client.force_login(officer)
    answer = client.post(ALIKE, typed)
    assert answer.status_code == 200
    return [each.business for each in answer.context["likely"]]


@pytest.mark.parametrize(
    "typed",
    [
        {"owner_name": "SITI RAHAYU", "phone": "+62 812 0000 0001"},
        {"owner_name": "Hj. Siti Rahayu", "business_name": "Dapur Siti Asli"},
        {"nik": NIK},
    ],
)
def test_what_is_typed_finds_the_known_record(client, officer, known, typed):
    assert likely(client, officer, **typed) == [known]


def test_the_owner_who_was_chosen_is_compared(client, officer, known):
    found = likely(client, officer, owner=known.owner_id, brand="Dapur Siti Asli")

    assert found == [known]


def test_the_steps_before_are_compared_too(client, officer, known):
    draft = begin(officer)
    keep(draft, {"owner_name": "Siti Rahayu", "phone": "081200000001"})

    assert likely(client, officer, draft=str(draft.key), brand="Lain") == [known]


def test_anothers_draft_says_nothing(client, officer, known):
    draft = begin(UserFactory(agency=officer.agency, roles=["registrar"]))
    keep(draft, {"owner_name": "Siti Rahayu", "phone": "081200000001"})

    assert likely(client, officer, draft=str(draft.key)) == []


def test_another_agencys_record_is_not_shown(client, known, roles):
    stranger = UserFactory(agency=AgencyFactory(), roles=["registrar"])

    assert likely(client, stranger, owner_name="Siti Rahayu", nik=NIK) == []


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"products": "keripik"},
        {"owner_name": "\x00", "draft": "no key", "owner": "x", "region": "\x00"},
        {"owner_name": "x" * 5_000_000},
    ],
)
def test_what_tells_nothing_finds_nothing(client, officer, known, typed):
    assert likely(client, officer, **typed) == []
