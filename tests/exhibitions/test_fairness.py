"""Whether places go round, counted."""

from datetime import date

import pytest
from django.utils import timezone

from apps.exhibitions.fairness import fairness_of
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.exhibitions import (
    ExhibitionFactory,
    ParticipationFactory,
    selected,
)
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(roles):
    return UserFactory(roles=["organiser"])


def edition(organiser, year, businesses):
    exhibition = ExhibitionFactory(
        agency=organiser.agency,
        starts_on=date(year, 11, 25),
        ends_on=date(year, 11, 28),
    )
    for business in businesses:
        selected(exhibition=exhibition, business=business)
    return exhibition


def test_places_exhibitors_and_who_came_most(organiser):
    made = [BusinessFactory(agency=organiser.agency) for _ in range(4)]
    edition(organiser, 2016, made[3:])
    edition(organiser, 2018, made[:2])
    last = edition(organiser, 2019, [made[0], made[3]])
    ParticipationFactory(exhibition=last, business=made[2])  # applied, stood nowhere

    found = fairness_of(organiser)

    assert found.until == date(2019, 11, 28)
    assert (found.in_12_months, found.in_24_months, found.exhibitors) == (2, 4, 3)
    assert found.often == [(made[0], 2)]
    assert found.first_timers_percent == 67  # the fourth was there in 2016
    assert found.few_have == 50


def test_who_is_approved_and_was_never_there(organiser):
    approved = {"approved_at": timezone.now(), "verified_at": timezone.now()}
    people = {"approved_by": UserFactory(), "verified_by": UserFactory()}
    there, never = (
        BusinessFactory(agency=organiser.agency, **approved, **people) for _ in range(2)
    )
    BusinessFactory(agency=organiser.agency)  # not approved
    edition(organiser, 2019, [there])

    found = fairness_of(organiser)

    assert (found.never_count, found.never) == (1, [never])


def test_a_kecamatan_with_few_exhibitors_stands_first(organiser):
    RegionFactory(code="31", level=1, kind="province", name="DKI", parent=None)
    RegionFactory(code="3174", level=2, kind="city", name="Selatan", parent_id="31")
    for code in ("317401", "317402"):
        RegionFactory(code=code, level=3, kind="district", name=code, parent_id="3174")
        for number in range(2):
            village = RegionFactory(
                code=f"{code}100{number}",
                level=4,
                kind="kelurahan",
                name="K",
                parent_id=code,
            )
            business = BusinessFactory(agency=organiser.agency, region=village)
    edition(organiser, 2019, [business])

    rates = [(each.name, each.rate) for each in fairness_of(organiser).districts]

    assert rates == [("317401", 0), ("317402", 50)]


def test_without_any_exhibition_nothing_is_said_of_shares(organiser):
    found = fairness_of(organiser)

    assert (found.in_24_months, found.few_have, found.first_timers_percent) == (
        0,
        None,
        None,
    )
