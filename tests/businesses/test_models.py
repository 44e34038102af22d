"""Every constraint of the register is broken once: coverage cannot see them."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.businesses.models import Business, Person
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import (
    BusinessFactory,
    ClaimFactory,
    CoachingRelationFactory,
    ConsentFactory,
    PersonFactory,
    YearlyFiguresFactory,
)

pytestmark = pytest.mark.django_db
NIK = "3174004507900003"


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_a_nik_is_registered_once_in_an_agency():
    agency = AgencyFactory()
    PersonFactory(agency=agency, nik=NIK)
    PersonFactory(nik=NIK)

    with refused("businesses_person_nik_once_per_agency"):
        PersonFactory(agency=agency, nik=NIK)


def test_only_a_valid_nik_is_kept():
    person = PersonFactory(nik=NIK)

    with refused("businesses_person_only_valid_nik_is_kept"):
        Person.objects.filter(pk=person.pk).update(nik_status="damaged")


def test_a_damaged_nik_leaves_only_its_state():
    person = PersonFactory(nik="3.174E+15")

    assert (person.nik, person.nik_index, person.nik_status) == (None, None, "damaged")


def test_a_phone_is_kept_with_its_index():
    person = PersonFactory(phone="0812 0000 0001")

    with refused("businesses_person_phone_has_its_index"):
        Person.objects.filter(pk=person.pk).update(phone_index=None)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"nib": "913213210000"}, "businesses_business_nib_has_13_digits"),
        ({"kbli_code": "13134"}, "businesses_business_kbli_has_its_edition"),
        (
            {"kbli_code": "1313", "kbli_version": "2020"},
            "businesses_business_kbli_has_its_edition",
        ),
        ({"verified_at": timezone.now()}, "businesses_business_verified_by_somebody"),
        (
            {"listed_at": timezone.now(), "status": "closed"},
            "businesses_business_only_active_is_listed",
        ),
    ],
)
def test_a_business_that_cannot_be_is_refused(fields, constraint):
    with refused(constraint):
        BusinessFactory(**fields)


def test_a_nib_is_registered_once_in_an_agency():
    first = BusinessFactory(nib="9132132100001")

    with refused("businesses_business_nib_once_per_agency"):
        BusinessFactory(agency=first.agency, nib=first.nib)


def test_an_agency_coaches_once_through_a_channel():
    relation = CoachingRelationFactory()

    with refused("businesses_coachingrelation_one_current"):
        CoachingRelationFactory(business=relation.business)


def test_coaching_ends_after_it_begins():
    with refused("businesses_coachingrelation_ends_after_it_begins"):
        CoachingRelationFactory(since=date(2020, 1, 1), until=date(2019, 1, 1))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        (
            {"workers": 7, "workers_male": 1, "workers_female": 2},
            "businesses_yearlyfigures_workers_add_up",
        ),
        ({"investment": -1}, "businesses_yearlyfigures_investment_not_negative"),
        ({"sales": -1}, "businesses_yearlyfigures_sales_not_negative"),
        (
            {"production_value": -1},
            "businesses_yearlyfigures_production_value_not_negative",
        ),
        (
            {"raw_material_value": -1},
            "businesses_yearlyfigures_raw_material_value_not_negative",
        ),
    ],
)
def test_figures_that_cannot_be_are_refused(fields, constraint):
    with refused(constraint):
        YearlyFiguresFactory(**fields)


def test_a_year_has_its_figures_once():
    figures = YearlyFiguresFactory()

    with refused("businesses_yearlyfigures_once_a_year"):
        YearlyFiguresFactory(business=figures.business, year=figures.year)


def test_a_claim_is_recorded_once():
    claim = ClaimFactory(number="ID31110000000000001")

    with refused("businesses_claim_once"):
        ClaimFactory(business=claim.business, number=claim.number)


def test_consent_stands_once():
    consent = ConsentFactory()

    with refused("businesses_consent_one_standing"):
        ConsentFactory(business=consent.business)


def test_consent_is_not_withdrawn_before_it_was_given():
    with refused("businesses_consent_withdrawn_after_given"):
        ConsentFactory(withdrawn_at=timezone.make_aware(timezone.datetime(2001, 1, 1)))


def test_a_business_is_called_by_name_brand_or_owner():
    owner = PersonFactory(name="Agus Setyo")

    assert (
        BusinessFactory(owner=owner, name="").display_name == "Business of Agus Setyo"
    )
    assert (
        BusinessFactory(owner=owner, name="", brand="Ecoprint").display_name
        == "Ecoprint"
    )


def test_raw_sql_leaves_its_trace_in_the_history():
    business = BusinessFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE businesses_business SET name = 'Lain' WHERE id = %s", [business.pk]
        )

    labels = business.events.order_by("pgh_id").values_list("pgh_label", "name")

    assert list(labels) == [("insert", business.name), ("update", "Lain")]


def test_history_cannot_be_changed():
    event = BusinessFactory().events.get()

    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        event.delete()
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        type(event).objects.update(name="Lain")


def test_listed_hides_the_closed_and_the_unpublished():
    shown = BusinessFactory(listed=True)
    BusinessFactory()

    assert list(Business.objects.listed()) == [shown]
