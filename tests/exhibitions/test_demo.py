"""The exhibitions of the demo say what the newspapers said."""

import pytest
from django.utils import translation

from apps.businesses.demo import load_businesses
from apps.exhibitions.demo import load_exhibitions
from apps.exhibitions.models import BoothAssignment, Exhibition
from apps.exhibitions.proposing import propose
from apps.exhibitions.recap import recap_of
from tests.city import build_city
from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demo(roles, settings):
    settings.DEMO_PASSWORD = PASSWORD
    build_city()
    load_businesses()
    assert load_exhibitions() == 7


def recap(slug):
    return recap_of(Exhibition.objects.get(slug=slug))


def test_the_recaps_are_the_sentences_of_the_newspapers(demo):
    with translation.override("id"):
        gelar = recap("gelar-produk-ikm-kreatif-2019")
        jakcraft = recap("jakcraft-2019")

        assert gelar.sentence == (
            "64 IKM: 38 makanan dan minuman, 13 fesyen, 13 kerajinan; dari binaan lima "
            "wilayah, Dekranasda dan PKT; transaksi Rp187.350.000 per pukul 13.00 WIB, "
            "24.10.2019."
        )
        assert "46 IKM" in jakcraft.sentence
        assert "transaksi Rp235.947.000 per pukul 13.00 WIB" in jakcraft.sentence
    for found in (gelar, jakcraft):
        for parts in (found.groups, found.channels, found.areas):
            assert sum(part.count for part in parts) == found.total
        assert 80 < found.sales.rate < 100
    assert {part.key: part.count for part in jakcraft.channels} == {
        "craft_council": 26,
        "entrepreneurship": 12,
        "other": 8,
    }


def test_everybody_has_a_booth_of_its_zone_and_the_journeys_exist(demo):
    gelar = Exhibition.objects.get(slug="gelar-produk-ikm-kreatif-2019")
    places = BoothAssignment.objects.filter(exhibition=gelar)

    assert places.count() == 64
    for each in places.select_related("booth__zone", "participation__recap_group"):
        assert each.participation.recap_group in each.booth.zone.groups.all()
    away = Exhibition.objects.filter(place="away").order_by("starts_on")
    assert [each.edition for each in away] == [
        "Pontianak 2017",
        "Bali 2017",
        "Solo 2017",
    ]
    assert load_exhibitions() == 7


def test_one_runs_today_and_one_can_be_selected_and_placed(demo):
    running = Exhibition.objects.running().get()
    assert BoothAssignment.objects.filter(exhibition=running).count() == 24
    assert recap_of(running).sales.reported > 10

    report = propose(Exhibition.objects.get(state="selecting"))

    assert len(report["selected"]) == len(report["placements"]) == 40
    assert report["optimal"]
    assert len(report["reserve"]) == 16
