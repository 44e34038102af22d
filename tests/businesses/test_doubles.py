"""Records that may be one: found, put to somebody, and never asked about twice."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.businesses.doubles import (
    find_doubles,
    keep_apart,
    known_elsewhere,
    likely_doubles,
)
from apps.businesses.models import Business, DuplicateCandidate, Merge
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

pytestmark = pytest.mark.django_db
NIK, PHONE = "3174004507900003", "081200000001"


@pytest.fixture
def officer(roles):
    return UserFactory(agency=AgencyFactory(), roles=["data-administrator"])


@pytest.fixture
def kripcis(officer):
    owner = PersonFactory(agency=officer.agency, name="Siti Rahmawati", phone=PHONE)
    return BusinessFactory(
        agency=officer.agency, owner=owner, name="KRIPCIS", products="keripik"
    )


@pytest.fixture
def twins(kripcis):
    owner = PersonFactory(
        agency=kripcis.agency, name="Hj. Siti Rahmawati", phone="+62 812-0000-0001"
    )
    other = BusinessFactory(agency=kripcis.agency, owner=owner, name="Kripcis")
    find_doubles(kripcis.agency)
    return kripcis, other


def test_what_is_typed_finds_its_double_with_the_evidence(officer, kripcis):
    typed = {"owner_name": "Hj. SITI RAHMAWATI", "phone": PHONE, "brand": "Kripcis"}

    (likely,) = likely_doubles(typed, by=officer)

    assert likely.business == kripcis
    assert likely.is_sure
    assert {"phone", "name", "owner"} <= set(likely.evidence)


def test_an_owners_name_alone_is_no_evidence(officer, kripcis):
    assert likely_doubles({"owner_name": "Siti Rahmawati"}, by=officer) == []


def test_a_double_of_another_agency_is_hinted_at_and_not_shown(officer):
    owner = PersonFactory(nik=NIK)
    business = BusinessFactory(agency=owner.agency, owner=owner)
    typed = {"owner_name": "Siti", "nik": NIK}

    assert likely_doubles(typed, by=officer) == []
    (hint,) = known_elsewhere(typed, by=officer)
    assert (hint.agency, hint.business) == (business.agency, business.pk)


def test_the_search_for_doubles_is_repeatable(twins):
    pair = DuplicateCandidate.objects.get(first_person=None)

    assert (pair.first_business, pair.second_business) == twins
    assert find_doubles(twins[0].agency) == 0


def test_not_the_same_is_remembered(officer, twins):
    keep_apart(DuplicateCandidate.objects.all(), by=officer, reason="Kakak adik")

    assert find_doubles(twins[0].agency) == 0
    assert not DuplicateCandidate.objects.waiting().exists()


def test_the_command_saves_only_if_told(kripcis, twins, capsys):
    DuplicateCandidate.objects.all().delete()

    call_command("find_doubles", agency=kripcis.agency.code)
    assert not DuplicateCandidate.objects.exists()
    call_command("find_doubles", agency=kripcis.agency.code, commit=True)

    assert DuplicateCandidate.objects.count() == 2  # the businesses, and their owners
    assert "2 pairs found, not saved." in capsys.readouterr().out


def test_an_officer_merges_a_pair_and_takes_it_apart(client, officer, twins):
    pair = DuplicateCandidate.objects.get(first_person=None)
    client.force_login(officer)
    page = client.get(reverse("businesses:double", args=[pair.pk])).content.decode()

    client.post(
        reverse("businesses:double", args=[pair.pk]),
        {"deed": "merge", "take_name": "absorbed"},
    )

    assert "the same phone number" in page
    assert Business.objects.get().name == "Kripcis"
    client.post(reverse("businesses:undo_merge", args=[Merge.objects.get().pk]))
    assert Business.objects.count() == 2


def test_the_other_record_may_be_the_one_that_stays(client, officer, twins):
    pair = DuplicateCandidate.objects.get(first_person=None)
    client.force_login(officer)
    address = reverse("businesses:double", args=[pair.pk])
    page = client.get(address, {"tetap": "kedua"})

    client.post(address, {"deed": "merge", "tetap": "kedua"})

    assert page.context["first"] == twins[1]
    assert Business.objects.get() == twins[1]


def test_people_of_one_name_and_phone_are_put_into_the_queue(officer, twins):
    pair = DuplicateCandidate.objects.get(first_business=None)

    assert (pair.first_person, pair.second_person) == (
        twins[0].owner,
        twins[1].owner,
    )


def test_a_household_with_one_phone_is_not_one_person(officer):
    for name in ("Siti Rahmawati", "Bambang Wijaya"):
        PersonFactory(agency=officer.agency, name=name, phone=PHONE)

    assert find_doubles(officer.agency) == 0


def test_who_may_not_merge_may_keep_apart(client, roles, twins):
    pair = DuplicateCandidate.objects.get(first_person=None)
    client.force_login(UserFactory(agency=twins[0].agency, roles=["registrar"]))
    address = reverse("businesses:double", args=[pair.pk])

    refused = client.post(address, {"deed": "merge"})
    client.post(address, {"deed": "different", "reason": "Kakak adik"})

    assert refused.status_code == 403
    pair.refresh_from_db()
    assert (pair.state, pair.reason) == ("different", "Kakak adik")


def test_the_queue_and_the_comparison_say_what_speaks_against_it(client, officer):
    first, second = BusinessFactory.create_batch(2, agency=officer.agency)
    pair = DuplicateCandidate.objects.create(
        first_business=first,
        second_business=second,
        score=0.7,
        evidence={"agrees": ["phone", "name"], "against": ["nik", "product"]},
    )
    client.force_login(officer)

    for address in ("businesses:doubles", ("businesses:double", pair.pk)):
        name, *args = [address] if isinstance(address, str) else address
        page = client.get(reverse(name, args=args)).content.decode()
        assert "the same phone number, the same name or brand" in page
        assert "another NIK, other products" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_the_same_queries_for_any_number(
    client, officer, django_assert_num_queries, count
):
    for _ in range(count):
        first, second = BusinessFactory.create_batch(2, agency=officer.agency)
        DuplicateCandidate.objects.create(
            first_business=first, second_business=second, score=0.7
        )
    client.force_login(officer)
    client.get(reverse("businesses:doubles"))

    with django_assert_num_queries(QUERIES):
        page = client.get(reverse("businesses:doubles"))

    assert len(page.context["pairs"]) == count


QUERIES = 10
