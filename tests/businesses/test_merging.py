"""Two records become one, with relations of every kind; and two again, as before."""

import threading
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from apps.businesses.merge_rules import RULES, relations_to
from apps.businesses.merging import choices_between, merge, preview, take_apart
from apps.businesses.models import Business, BusinessName, Claim, Merge, Person
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import (
    AttachmentFactory,
    BusinessFactory,
    BusinessNameFactory,
    ClaimFactory,
    ClosureFactory,
    CoachingRelationFactory,
    CoachingRequestFactory,
    ConsentFactory,
    DuplicateCandidateFactory,
    GroupMembershipFactory,
    MoveFactory,
    PersonFactory,
    PersonNameFactory,
    ServiceRecordFactory,
    SubjectRequestFactory,
    YearlyFiguresFactory,
)
from tests.factories.imports import ImportBatchFactory, ImportRowFactory
from tests.factories.sectors import CommodityGroupFactory

pytestmark = pytest.mark.django_db
NIK, OTHER = "3174004507900003", "3174004507900004"
LOG = {"businesses_merge"}


@pytest.fixture
def officer(db):
    return UserFactory(agency=AgencyFactory())


@pytest.fixture
def pair(officer):
    owner = PersonFactory(agency=officer.agency)
    kept = BusinessFactory(agency=officer.agency, owner=owner, name="Dodol Rina")
    absorbed = BusinessFactory(
        agency=officer.agency, owner=owner, name="Dodol Bu Rina", products="dodol"
    )
    return kept, absorbed


@pytest.mark.parametrize("model", [Business, Person])
def test_every_relation_says_what_becomes_of_it(model):
    undeclared = {name for name, _column in relations_to(model)} - RULES.keys()

    assert undeclared == set()


def everything():
    """Every row of the register's tables as the database writes it, without histories."""
    tables = [
        table
        for table in connection.introspection.table_names()
        if table.startswith(("businesses_", "imports_")) and "event" not in table
    ]
    found = {}
    with connection.cursor() as cursor:
        for table in set(tables) - LOG:
            cursor.execute(f"SELECT to_jsonb(row)::text FROM {table} AS row ORDER BY 1")
            found[table] = [text for (text,) in cursor.fetchall()]
    return found


def with_relations_of_every_kind(business, number):
    agency = business.agency
    CoachingRelationFactory(business=business)
    YearlyFiguresFactory(business=business, year=2019, workers=number)
    YearlyFiguresFactory(business=business, year=2020 + number, sales=7)
    ClaimFactory(business=business, number="ID31110000000000001")
    ClaimFactory(business=business, scheme="pirt", number=f"215317401000{number}-28")
    ConsentFactory(business=business)
    BusinessNameFactory(business=business, name=f"Lama {number}")
    ClosureFactory(
        business=business, reopened_on=date(2024, 4, 1), reopening_reason="x"
    )
    MoveFactory(business=business)
    GroupMembershipFactory(business=business)
    ServiceRecordFactory(business=business)
    AttachmentFactory(business=business)
    CoachingRequestFactory(business=business)
    DuplicateCandidateFactory(
        first_business=business, second_business=BusinessFactory(agency=agency)
    )
    business.secondary_groups.add(CommodityGroupFactory())
    ImportRowFactory(batch=ImportBatchFactory(agency=agency), business=business)


def test_a_merge_with_relations_of_every_kind_is_undone_without_a_trace(officer, pair):
    kept, absorbed = pair
    for number, business in enumerate(pair, start=1):
        with_relations_of_every_kind(business, number)
    before = everything()

    merged = merge(kept, absorbed, choices={"name": "absorbed"}, by=officer)

    assert not Business.objects.filter(pk=absorbed.pk).exists()
    assert everything() != before
    assert take_apart(merged, by=officer) == []
    assert everything() == before


def test_rows_move_and_what_stands_twice_fills_what_is_missing(officer, pair):
    kept, absorbed = pair
    ClaimFactory(business=kept, number="ID31110000000000001", source="")
    ClaimFactory(business=absorbed, number="ID31110000000000001", source="Daftar 2019")
    ClaimFactory(business=absorbed, scheme="pirt", number="2153174010001-28")
    told = preview(kept, absorbed)

    merge(kept, absorbed, choices={}, by=officer)

    assert (told.moves["claims"], told.doubles["claims"]) == (1, 1)
    rows = Claim.objects.filter(business=kept).order_by("scheme")
    assert [(row.scheme, row.source) for row in rows] == [
        ("halal", "Daftar 2019"),
        ("pirt", ""),
    ]


def test_the_chosen_fields_are_taken_and_names_stay_findable(officer, pair):
    kept, absorbed = pair
    different = [column.name for column in choices_between(kept, absorbed)]

    merge(kept, absorbed, choices={"products": "absorbed"}, by=officer)

    kept.refresh_from_db()
    assert different == ["name", "products"]
    assert (kept.name, kept.products) == ("Dodol Rina", "dodol")
    assert list(Business.objects.matching("dodol bu rina")) == [kept]
    assert BusinessName.objects.get().name == "Dodol Bu Rina"


def test_what_somebody_changed_since_stays_when_it_is_taken_apart(officer, pair):
    kept, absorbed = pair
    merged = merge(kept, absorbed, choices={"name": "absorbed"}, by=officer)
    Business.objects.filter(pk=kept.pk).update(name="Dodol Rina Asli")

    stays = take_apart(merged, by=officer)

    assert stays == ["name"]
    assert Business.objects.get(pk=kept.pk).name == "Dodol Rina Asli"
    assert Business.objects.get(pk=absorbed.pk).name == "Dodol Bu Rina"


def test_people_are_merged_with_what_is_theirs_and_undone(officer):
    kept = PersonFactory(agency=officer.agency, name="Rina", phone="0812-0000-0001")
    absorbed = PersonFactory(agency=officer.agency, nik=NIK, phone="0812-0000-0002")
    BusinessFactory(agency=officer.agency, owner=absorbed)
    PersonNameFactory(person=absorbed)
    SubjectRequestFactory(person=absorbed)
    before = everything()

    merged = merge(kept, absorbed, choices={}, by=officer)

    one = Person.objects.get(pk=kept.pk)
    assert one.nik.reveal() == NIK
    assert list(Person.objects.with_phone("+6281200000002")) == [one]
    assert Business.objects.get().owner == one
    take_apart(merged, by=officer)
    assert everything() == before


def test_two_different_niks_are_two_people(officer):
    one, other = (PersonFactory(agency=officer.agency, nik=nik) for nik in (NIK, OTHER))

    with pytest.raises(ValidationError, match="two different people"):
        merge(one, other, choices={}, by=officer)


def test_records_of_two_agencies_are_not_merged(officer, pair):
    with pytest.raises(ValidationError, match="Two agencies"):
        merge(pair[0], BusinessFactory(), choices={}, by=officer)


def test_a_merge_is_taken_apart_once(officer, pair):
    merged = merge(*pair, choices={}, by=officer)
    take_apart(merged, by=officer)

    with pytest.raises(ValidationError, match="already"):
        take_apart(merged, by=officer)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_merges_of_overlapping_pairs_one_gets_a_sentence():
    agency = AgencyFactory()
    by = UserFactory(agency=agency, password=make_password(None))
    owner = PersonFactory(agency=agency)
    first, shared, last = BusinessFactory.create_batch(3, agency=agency, owner=owner)
    barrier, said = threading.Barrier(2), []

    def attempt(kept, absorbed):
        barrier.wait()
        try:
            merge(kept, absorbed, choices={}, by=by)
            said.append("merged")
        except ValidationError as error:
            said.append(" ".join(error.messages))
        finally:
            connection.close()

    pairs = [(first, shared), (last, shared)]
    threads = [threading.Thread(target=attempt, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    refusal = next(each for each in said if each != "merged")
    assert "just merged" in refusal
    assert Merge.objects.count() == 1
    assert Business.objects.count() == 2


def test_the_old_pages_lead_to_the_kept_record(client, roles, officer, pair):
    kept, absorbed = pair
    merge(kept, absorbed, choices={}, by=officer)
    client.force_login(UserFactory(agency=officer.agency, roles=["registrar"]))

    answer = client.get(reverse("admin:businesses_business_change", args=[absorbed.pk]))

    assert answer["Location"] == reverse(
        "admin:businesses_business_change", args=[kept.pk]
    )


def test_the_old_public_address_leads_to_the_kept_profile(client, officer):
    owner = PersonFactory(agency=officer.agency)
    kept, absorbed = (
        BusinessFactory(agency=officer.agency, owner=owner, listed=True)
        for _ in range(2)
    )
    merge(kept, absorbed, choices={}, by=officer)

    answer = client.get(reverse("public:profile", args=[absorbed.slug]))

    assert answer.status_code == 301
    assert answer["Location"] == reverse("public:profile", args=[kept.slug])
