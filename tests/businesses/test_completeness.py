"""The database and the code agree on how much is known, and what to ask next."""

import pytest

from apps.businesses.completeness import FACTS, score_of, unknown_of
from apps.businesses.models import Business, Person
from tests.factories.businesses import BusinessFactory, PersonFactory
from tests.factories.regions import RegionFactory
from tests.factories.sectors import CommodityGroupFactory

pytestmark = pytest.mark.django_db
NIK = "3174004507900003"


def rich(agency):
    owner = PersonFactory(
        agency=agency, nik=NIK, phone="0812-0000-0001", sex="f", birth_date="1990-07-05"
    )
    return BusinessFactory(
        agency=agency,
        owner=owner,
        products="dodol",
        commodity_group=CommodityGroupFactory(),
        address="Jl. Contoh 1",
        region=RegionFactory(code="3174011001"),
        nib="0123456789012",
        kbli_version="2020",
        kbli_code="10792",
        established_year=1998,
    )


def stored(business):
    return Business.objects.select_related("owner").get(pk=business.pk)


def test_the_points_of_all_facts_are_a_hundred():
    assert sum(fact.points for fact in FACTS) == 100


LOSSES = [
    {},
    {"name": ""},
    {"products": ""},
    {"commodity_group": None},
    {"address": ""},
    {"region": "3174"},
    {"nib": ""},
    {"kbli_code": "", "kbli_version": ""},
    {"established_year": None},
]


@pytest.mark.parametrize("lost", LOSSES, ids=str)
def test_the_database_scores_as_the_code_does(lost):
    business = rich(PersonFactory().agency)
    if "region" in lost:
        lost = {"region": RegionFactory(code=lost["region"])}
    Business.objects.filter(pk=business.pk).update(**lost)

    found = stored(business)

    assert found.completeness == score_of(found)
    assert found.completeness == 100 - sum(fact.points for fact in unknown_of(found))


def test_what_becomes_known_of_the_owner_counts_too():
    owner = PersonFactory()
    business = BusinessFactory(owner=owner, agency=owner.agency)
    before = stored(business)
    owner.set_nik(NIK)
    owner.set_phone("0812-0000-0001")
    owner.save()

    after = stored(business)

    assert after.completeness == before.completeness + 30 == score_of(after)
    assert not before.is_identified
    assert not before.is_reachable
    assert after.is_identified
    assert after.is_reachable


def test_a_business_is_reached_by_its_own_phone_or_by_its_owners():
    owner = PersonFactory()
    business = BusinessFactory(owner=owner, agency=owner.agency)
    business.set_contact_phone("0812-0000-0002")
    business.save()
    assert stored(business).is_reachable

    business.set_contact_phone("")
    business.save()
    assert not stored(business).is_reachable


def test_a_score_is_no_change_of_the_record():
    owner = PersonFactory()
    business = BusinessFactory(owner=owner, agency=owner.agency)
    Person.objects.filter(pk=owner.pk).update(sex="f", birth_date="1990-07-05")

    assert Business.pgh_event_model.objects.filter(pgh_obj=business).count() == 1
