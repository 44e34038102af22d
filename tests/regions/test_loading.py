from datetime import date

import pytest
import time_machine
from django.utils import timezone

from apps.regions.loading import load_aliases, load_regions
from apps.regions.models import OfficialRegion, Region, RegionAlias
from apps.regions.official import OfficialRow, kind_of, level_of, parent_of
from tests.factories.agencies import AgencyFactory
from tests.factories.regions import RegionAliasFactory, RegionFactory

pytestmark = pytest.mark.django_db
NAMES = {"31": "Jakarta", "3174": "Kota Jakarta Selatan", "317401": "Tebet"}
EVENT = Region.pgh_event_models["update"]


def listed(names, **others):
    return [
        OfficialRow(
            code,
            level_of(code),
            kind_of(code, name),
            name,
            others.get("short_name", ""),
            parent_of(code),
            "",
            others.get("postal_code", ""),
        )
        for code, name in names.items()
    ]


def test_load_regions_adds_the_list_with_its_tree():
    load_regions(listed(NAMES))

    assert list(Region.objects.values_list("code", "name", "parent_id", "level")) == [
        ("31", "Jakarta", None, 1),
        ("3174", "Kota Jakarta Selatan", "31", 2),
        ("317401", "Tebet", "3174", 3),
    ]


def test_load_regions_again_changes_nothing():
    load_regions(listed(NAMES))
    before = list(Region.objects.values())

    load_regions(listed(NAMES))

    assert list(Region.objects.values()) == before
    assert EVENT.objects.count() == 0


def test_an_officers_correction_survives_the_next_list():
    load_regions(listed(NAMES))
    Region.objects.filter(code="317401").update(name="Tebet Raya", postal_code="12810")

    load_regions(listed(NAMES, short_name="Tbt"))

    tebet = Region.objects.get(code="317401")
    assert (tebet.name, tebet.postal_code, tebet.short_name) == (
        "Tebet Raya",
        "12810",
        "Tbt",
    )


def test_a_new_official_name_replaces_the_old_one():
    load_regions(listed(NAMES))
    Region.objects.filter(code="317401").update(name="Tebet Raya")

    load_regions(listed(NAMES | {"317401": "Tebet Baru"}))

    assert Region.objects.get(code="317401").name == "Tebet Baru"


def test_a_vanished_region_that_nothing_uses_is_deleted_with_its_shipped_aliases():
    load_regions(listed(NAMES))
    RegionAliasFactory(region=Region.objects.get(code="317401"))

    load_regions(listed({"31": "Jakarta"}))

    assert list(Region.objects.values_list("code", flat=True)) == ["31"]
    assert list(OfficialRegion.objects.values_list("code", flat=True)) == ["31"]


@time_machine.travel("2026-03-01T05:00Z")
def test_a_vanished_region_in_use_ends_and_so_do_those_round_it():
    load_regions(listed(NAMES))
    AgencyFactory(region_id="317401")

    load_regions(listed({"31": "Jakarta"}))

    ended = Region.objects.exclude(valid_until=None)
    assert list(ended.values_list("code", "valid_until")) == [
        ("3174", date(2026, 3, 1)),
        ("317401", date(2026, 3, 1)),
    ]


def test_a_vanished_region_with_an_officers_alias_ends():
    load_regions(listed({"31": "Jakarta"}))
    RegionAliasFactory(region=Region.objects.get(), source=RegionAlias.Source.OFFICER)

    load_regions([])

    assert Region.objects.get().valid_until == timezone.localdate()


def test_a_region_that_comes_back_is_valid_again():
    load_regions(listed(NAMES))
    AgencyFactory(region_id="317401")
    load_regions([])

    load_regions(listed(NAMES))

    assert Region.objects.exclude(valid_until=None).count() == 0


def test_a_region_that_an_officer_added_stays():
    load_regions(listed(NAMES))
    RegionFactory(code="3174011099")

    load_regions(listed(NAMES))

    assert Region.objects.get(code="3174011099").valid_until is None


def test_a_shipped_point_fills_only_a_missing_one():
    load_regions(listed({"31": "Jakarta", "32": "Jawa Barat"}))
    Region.objects.filter(code="32").update(latitude=-6.9, longitude=107.6)

    load_regions(
        row._replace(latitude="-6.2", longitude="106.8")
        for row in listed({"31": "Jakarta", "32": "Jawa Barat"})
    )

    assert list(Region.objects.values_list("code", "latitude")) == [
        ("31", -6.2),
        ("32", -6.9),
    ]


def test_load_aliases_adds_those_of_known_regions_once():
    RegionFactory(code="3174")

    load_aliases()
    load_aliases()

    aliases = RegionAlias.objects.filter(alias="Jaksel")
    assert list(aliases.values_list("region_id", "source")) == [("3174", "reference")]
    assert set(RegionAlias.objects.values_list("region_id", flat=True)) == {
        "31",
        "3174",
    }
