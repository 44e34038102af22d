from datetime import date

import pytest
from django.urls import reverse

from apps.businesses.journey import journey_of_person
from tests.factories.accounts import UserFactory
from tests.factories.businesses import (
    BusinessFactory,
    PersonFactory,
    ServiceRecordFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(roles):
    person = PersonFactory()
    for name, day in [("Dodol", date(2019, 3, 1)), ("Batik", date(2021, 3, 1))]:
        business = BusinessFactory(agency=person.agency, owner=person, name=name)
        ServiceRecordFactory(business=business, kind="logo", happened_on=day)
    return person


def test_the_line_of_time_of_a_person_is_that_of_all_his_businesses(person):
    services = [
        (business.name, step.day)
        for business, step in journey_of_person(person)
        if step.kind == "service"
    ]

    assert services == [("Batik", date(2021, 3, 1)), ("Dodol", date(2019, 3, 1))]


def test_his_page_shows_it(client, person):
    client.force_login(UserFactory(agency=person.agency, roles=["registrar"]))

    page = client.get(reverse("admin:businesses_person_change", args=[person.pk]))

    text = page.content.decode()
    assert text.index("logo design") > text.index("What happened")
