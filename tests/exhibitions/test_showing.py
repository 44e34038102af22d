"""What visitors see of an exhibition: the published plan, and nobody who did not agree."""

import pytest
from django.urls import reverse

from apps.businesses.publishing import unpublish
from apps.exhibitions.placing import place
from apps.exhibitions.publishing import publish_plan
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.exhibitions import (
    BoothFactory,
    ExhibitionFactory,
    HallFactory,
    selected,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    exhibition = ExhibitionFactory(
        slug="gelar", title="Gelar Produk", opens_at="10:00", closes_at="17:00"
    )
    return HallFactory(exhibition=exhibition)


@pytest.fixture
def exhibitor(hall):
    business = BusinessFactory(
        agency=hall.exhibition.agency,
        listed=True,
        name="",
        brand="Dodol Betawi Bang Udin",
    )
    return selected(
        exhibition=hall.exhibition, business=business, products="dodol durian"
    )


@pytest.fixture
def published(hall, exhibitor):
    place(exhibitor, BoothFactory(hall=hall, code="A-01"), by=None)
    publish_plan(hall.exhibition, by=UserFactory())
    return hall.exhibition


def page(client, **query):
    response = client.get(reverse("public:exhibition", args=["gelar"]), query)
    return response.content.decode()


def test_an_exhibition_is_hidden_until_its_plan_is_published(client, hall):
    assert client.get(reverse("public:exhibition", args=["gelar"])).status_code == 404
    assert (
        "Gelar Produk" not in client.get(reverse("public:exhibitions")).content.decode()
    )


def test_visitors_see_the_published_plan_and_not_the_draft(
    client, published, exhibitor
):
    second = BoothFactory(hall=published.halls.get(), code="A-02", x=10, y=10)
    place(exhibitor, second, by=None)

    text = page(client)

    assert "Dodol Betawi Bang Udin" in text
    assert "A-01: Dodol Betawi Bang Udin" in text
    assert "A-02: Dodol" not in text
    publish_plan(published, by=UserFactory())
    assert "A-02: Dodol Betawi Bang Udin" in page(client)


def test_a_booth_is_pointed_at_and_a_product_is_found(client, published):
    assert "booth--chosen" in page(client, stan="A-01")
    assert "booth--chosen" not in page(client, stan="Z-99")
    assert "exhibitor__booth" in page(client, q="dodol")
    assert "exhibitor__booth" not in page(client, q="keramik")


def test_who_withdraws_consent_is_not_named_any_more(client, published, exhibitor):
    unpublish(exhibitor.business)

    text = page(client)

    assert "Dodol Betawi" not in text
    assert "dodol durian" not in text
    assert "A-01" in text


def test_the_calendar_has_a_day_for_each_day(client, published):
    address = reverse("public:exhibition_calendar", args=["gelar"])
    response = client.get(address)
    lines = response.content.decode().split("\r\n")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert lines.count("BEGIN:VEVENT") == 4
    assert "DTSTART:20191125T030000Z" in lines  # 10.00 WIB
    assert "DTEND:20191128T100000Z" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
