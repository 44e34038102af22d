"""Two officers have one record open: whoever saves second is told, and sees both values."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from apps.businesses.models import Business, Person, YearlyFigures
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory
from tests.forms import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def business(roles):
    return BusinessFactory(agency=AgencyFactory(), name="Dodol Rina", brand="Rina")


def officer(business, name):
    client = Client()
    roles = ["data-administrator"]
    client.force_login(UserFactory(agency=business.agency, name=name, roles=roles))
    return client


def address(row):
    return reverse(f"admin:businesses_{row._meta.model_name}_change", args=[row.pk])


def opened(client, row):
    return form_of(client.get(address(row)), id=f"{row._meta.model_name}_form")


def save(client, row, form, **typed):
    typed = {name: [value] for name, value in typed.items()}
    return client.post(address(row), form | typed)


def test_the_second_officer_sees_both_values_and_decides(business):
    ayu, bayu = officer(business, "Ayu"), officer(business, "Bayu")
    ayus, bayus = opened(ayu, business), opened(bayu, business)
    assert save(ayu, business, ayus, name="Dodol Ayu").status_code == 302

    response = save(bayu, business, bayus, name="Dodol Bayu")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ayu changed this record on" in page
    assert "Meanwhile «Dodol Ayu» was saved here" in page
    assert 'value="Dodol Bayu"' in page
    assert Business.objects.get().name == "Dodol Ayu"
    again = form_of(response, id="business_form")
    assert save(bayu, business, again).status_code == 302
    assert Business.objects.get().name == "Dodol Bayu"


def test_what_the_second_officer_left_alone_is_taken_over(business):
    ayu, bayu = officer(business, "Ayu"), officer(business, "Bayu")
    ayus, bayus = opened(ayu, business), opened(bayu, business)
    save(ayu, business, ayus, name="Dodol Ayu")

    response = save(bayu, business, bayus, brand="Cap Bayu")

    assert "«Dodol Ayu» was saved here meanwhile" in response.content.decode()
    again = form_of(response, id="business_form")
    assert save(bayu, business, again).status_code == 302
    saved = Business.objects.get()
    assert (saved.name, saved.brand) == ("Dodol Ayu", "Cap Bayu")


def test_a_row_of_an_inline_is_not_saved_over_unseen(business):
    YearlyFigures.objects.create(business=business, year=2019, workers=2)
    ayu, bayu = officer(business, "Ayu"), officer(business, "Bayu")
    ayus, bayus = opened(ayu, business), opened(bayu, business)
    field = "yearly_figures-0-workers"
    assert ayus[field] == ["2"]
    assert save(ayu, business, ayus, **{field: "3"}).status_code == 302

    response = save(bayu, business, bayus, **{field: "4"})

    assert "Meanwhile «3» was saved here" in response.content.decode()
    assert YearlyFigures.objects.get().workers == 3
    again = form_of(response, id="business_form")
    assert save(bayu, business, again).status_code == 302
    assert YearlyFigures.objects.get().workers == 4


def test_a_number_that_is_never_shown_is_not_saved_over_unseen(roles):
    person = PersonFactory(agency=AgencyFactory())
    ayu, bayu = officer(person, "Ayu"), officer(person, "Bayu")
    ayus, bayus = opened(ayu, person), opened(bayu, person)
    save(ayu, person, ayus, phone_typed="0812-0000-0001")
    before = Person.objects.get().phone_masked

    response = save(bayu, person, bayus, phone_typed="0812-0000-0002")

    assert response.status_code == 409
    assert Person.objects.get().phone_masked == before


@pytest.mark.parametrize("version", ["", "[1]", '{"": 3}', "x"])
def test_without_marks_of_what_was_shown_the_last_one_wins(business, version):
    ayu = officer(business, "Ayu")
    form = opened(ayu, business)
    Business.objects.update(name="Dodol Lama")

    answer = save(ayu, business, form, name="Dodol Ayu", version=version)

    assert (answer.status_code, Business.objects.get().name) == (302, "Dodol Ayu")


def test_what_is_the_same_now_is_no_conflict(business):
    ayu, bayu = officer(business, "Ayu"), officer(business, "Bayu")
    ayus, bayus = opened(ayu, business), opened(bayu, business)
    save(ayu, business, ayus, name="Dodol Ayu")

    answer = save(bayu, business, bayus, name="Dodol Ayu", brand="Rina")

    assert answer.status_code == 302


def test_the_form_carries_marks_and_not_the_values(business):
    form = opened(officer(business, "Ayu"), business)

    marks = json.loads(form["version"][0])

    assert "name" in marks[""]
    assert "Dodol" not in form["version"][0]
