"""One box: names old and new, owners, numbers; NIKs and phones stand in no address."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.models import AccessRecord
from apps.businesses.models import Business
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import (
    BusinessFactory,
    BusinessGroupFactory,
    ClaimFactory,
    CoachingRelationFactory,
    GroupMembershipFactory,
    PersonFactory,
    PersonNameFactory,
    YearlyFiguresFactory,
)

pytestmark = pytest.mark.django_db
NIK = "3174004507900003"


@pytest.fixture
def kripcis(db):
    owner = PersonFactory(name="Siti Rahmawati", nik=NIK, phone="0812-0000-0001")
    business = BusinessFactory(
        agency=owner.agency, owner=owner, name="Kripcis", brand="KRIPCIS Pedas"
    )
    PersonNameFactory(person=owner, name="Hj. Siti R.")
    ClaimFactory(business=business, scheme="pirt", number="2153174010001-28")
    return business


@pytest.mark.parametrize(
    "text",
    ["kripcis", "PEDAS krip", "siti rahma", "hj siti", "2153174010001-28", "215317401"],
)
def test_a_business_is_found_by_any_of_its_words(kripcis, text):
    BusinessFactory(name="Dodol")

    assert list(Business.objects.matching(text)) == [kripcis]


def test_a_changed_name_still_finds_it(kripcis):
    Business.objects.filter(pk=kripcis.pk).update(name="Renyah Jaya")

    assert list(Business.objects.matching("kripcis")) == [kripcis]
    assert list(Business.objects.matching("renyah")) == [kripcis]


def test_an_old_phone_still_finds_its_owner(kripcis):
    owner = kripcis.owner
    owner.set_phone("0812-0000-0009")
    owner.save()

    found = type(owner).objects

    assert list(found.with_phone("+6281200000001")) == [owner]
    assert list(found.with_phone("+6281200000009")) == [owner]


def test_a_deleted_business_leaves_no_words(kripcis):
    kripcis.delete()

    assert not Business.objects.matching("kripcis").exists()


@pytest.fixture
def officer(client, roles, kripcis):
    user = UserFactory(agency=kripcis.agency, roles=["registrar"])
    client.force_login(user)
    return user


def test_names_go_to_the_list(client, officer):
    answer = client.post(reverse("businesses:find"), {"q": "kripcis"})

    assert answer["Location"].endswith("/admin/businesses/business/?q=kripcis")


@pytest.mark.parametrize("number", [NIK, "3174 0045 0790 0003", "0812 0000 0001"])
def test_a_persons_number_is_answered_in_place_and_written_down(
    client, officer, kripcis, number
):
    answer = client.post(reverse("businesses:find"), {"q": number})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Siti Rahmawati" in page
    assert "Kripcis" in page
    assert NIK not in page
    assert AccessRecord.objects.filter(kind="search").count() == 1


LIST = "admin:businesses_business_changelist"


def listed(client, **query):
    return list(client.get(reverse(LIST), query).context["cl"].result_list)


def test_food_without_halal_is_one_filter(client, officer, kripcis):
    halal = BusinessFactory(agency=kripcis.agency, owner=kripcis.owner)
    ClaimFactory(business=halal, scheme="halal")

    assert listed(client, permit="-halal") == [kripcis]
    assert listed(client, permit="halal") == [halal]


def test_members_of_a_group_are_a_filter(client, officer, kripcis):
    alone, left, beginner = BusinessFactory.create_batch(3, agency=kripcis.agency)
    ours = BusinessGroupFactory(agency=kripcis.agency, kind="joint_group")
    GroupMembershipFactory(group=ours, business=kripcis)
    GroupMembershipFactory(group=ours, business=left, until=date(2020, 1, 1))
    programme = BusinessGroupFactory(agency=kripcis.agency, kind="new_entrepreneurs")
    GroupMembershipFactory(group=programme, business=beginner)
    GroupMembershipFactory(business=alone)  # of another agency's group

    def found(asked):
        return {row.pk for row in listed(client, group=asked)}

    assert found("any") == {kripcis.pk, beginner.pk}
    assert found("none") == {alone.pk, left.pk}
    assert found("joint_group") == {kripcis.pk}
    assert found("cooperative") == set()
    assert len(found("other")) == 4  # asks nothing


@pytest.mark.parametrize("gap", ["nib", "kbli", "village", "products"])
def test_gaps_are_filters(client, officer, kripcis, gap):
    assert listed(client, without=gap) == [kripcis]


def test_the_size_of_the_newest_figures_is_a_filter(client, officer, kripcis):
    from apps.businesses.loading import load  # noqa: PLC0415

    load()
    YearlyFiguresFactory(business=kripcis, year=2018, workers=3, investment=5)
    YearlyFiguresFactory(
        business=kripcis, year=2019, workers=13, investment=1_200_000_000
    )

    assert listed(client, size="medium") == [kripcis]
    assert listed(client, size="small") == []


def test_rows_of_other_agencies_are_not_found(client, officer):
    BusinessFactory(agency=AgencyFactory(), name="Kripcis Lain")

    assert len(listed(client, q="kripcis")) == 1


def test_whoever_coaches_it_finds_it_as_long_as_that_lasts(client, roles, kripcis):
    coach = UserFactory(agency=AgencyFactory(), roles=["registrar"])
    client.force_login(coach)
    assert listed(client, q="kripcis") == []

    relation = CoachingRelationFactory(business=kripcis, agency=coach.agency)
    assert listed(client, q="kripcis") == [kripcis]

    relation.delete()
    assert listed(client, q="kripcis") == []


def test_the_search_knows_whose_words_they_are(kripcis):
    coach = UserFactory(agency=AgencyFactory())
    entries = type(kripcis.search_entry).objects
    assert entries.get().reached_by == [kripcis.agency_id]

    CoachingRelationFactory(business=kripcis, agency=coach.agency)

    assert entries.get().reached_by == sorted([kripcis.agency_id, coach.agency_id])
    assert list(Business.objects.matching("kripcis", by=coach)) == [kripcis]
