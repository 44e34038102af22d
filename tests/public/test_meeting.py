"""Where to meet a maker, in the catalogue: as the exhibitions have published it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from apps.catalogue import indexing
from apps.catalogue.loading import load
from apps.exhibitions.placing import place
from apps.exhibitions.publishing import publish_plan
from apps.exhibitions.selecting import withdraw
from apps.public import kept_pages
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory
from tests.factories.exhibitions import (
    BoothFactory,
    ExhibitionFactory,
    HallFactory,
    selected,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words():
    load()
    kept_pages.forget_all()


def shown(name):
    return ProductFactory(
        business=BusinessFactory(listed=True), published=True, name=name
    )


@pytest.fixture
def chips():
    return shown("Keripik Singkong")


def page(client, address):
    indexing.index_stale()
    return client.get(address, secure=True).content.decode()


def stands(chips, *, starts_in=0):
    """The maker has a place in an exhibition whose plan is published."""
    day = localdate() + timedelta(days=starts_in)
    exhibition = ExhibitionFactory(
        slug="gelar",
        title="Gelar Produk",
        venue="Balai Kota",
        starts_on=day,
        ends_on=day + timedelta(days=1),
    )
    each = selected(exhibition=exhibition, business=chips.business)
    booth = BoothFactory(hall=HallFactory(exhibition=exhibition), code="A-01")
    place(each, booth, by=None)
    publish_plan(exhibition, by=UserFactory())
    return each


def test_a_maker_at_an_exhibition_is_found_by_it_until_he_withdraws(client, chips):
    other = shown("Tas Rotan")
    each = stands(chips)

    found = page(client, "/katalog/?pameran=1")
    assert chips.slug in found
    assert other.slug not in found
    product = page(client, f"/katalog/{chips.slug}/")
    assert "/pameran/gelar/?stan=A-01" in product
    assert "Balai Kota" in product

    withdraw(each, by=UserFactory())

    assert chips.slug not in page(client, "/katalog/?pameran=1")
    assert "Gelar Produk" not in page(client, f"/katalog/{chips.slug}/")


def test_what_is_to_come_is_told_and_is_not_now(client, chips):
    stands(chips, starts_in=3)

    assert "Gelar Produk" in page(client, f"/katalog/{chips.slug}/")
    assert chips.slug not in page(client, "/katalog/?pameran=1")


def test_what_is_over_is_told_no_longer(client, chips):
    stands(chips, starts_in=-7)

    assert "Gelar Produk" not in page(client, f"/katalog/{chips.slug}/")


def test_an_exhibition_that_is_called_off_is_told_nowhere(client, chips, roles):
    exhibition = stands(chips).exhibition
    organiser = UserFactory(agency=exhibition.agency, roles=["organiser"])
    assert "Gelar Produk" in page(client, f"/katalog/{chips.slug}/")
    type(exhibition).objects.update(state="confirmed")
    client.force_login(organiser)
    client.post(
        f"/kerja/pameran/{exhibition.pk}/lanjut/", {"to": "cancelled"}, secure=True
    )
    client.logout()

    assert "Gelar Produk" not in page(client, f"/katalog/{chips.slug}/")
    assert chips.slug not in page(client, "/katalog/?pameran=1")
