import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.regions.models import Region
from tests.factories.regions import RegionAliasFactory, RegionFactory

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    "fields",
    [{"level": 1}, {"level": 3}, {"code": "31744", "level": 2}, {"parent": None}],
)
def test_a_regions_level_fits_its_code(fields):
    parent = RegionFactory(code="31")

    with refused("regions_region_level_fits_code"), transaction.atomic():
        Region.objects.create(
            **{
                "code": "3174",
                "level": 2,
                "kind": "city",
                "name": "x",
                "parent": parent,
            }
            | fields
        )


def test_a_point_is_whole():
    with refused("regions_region_point_is_whole"), transaction.atomic():
        RegionFactory(code="31", latitude=-6.2)


def test_an_alias_stands_once_for_a_region():
    alias = RegionAliasFactory(alias="Jaksel")

    with refused("regions_regionalias_once_per_region"), transaction.atomic():
        RegionAliasFactory(alias="JAKSEL", region=alias.region)


def test_an_alias_may_mean_two_regions():
    RegionAliasFactory(alias="Tangerang", region__code="3671")

    RegionAliasFactory(alias="Tangerang", region__code="3603")


def test_within_is_the_region_and_all_inside_it():
    RegionFactory(code="317401")
    RegionFactory(code="3275")

    codes = Region.objects.within("3174").values_list("code", flat=True)

    assert list(codes) == ["3174", "317401"]


def test_valid_leaves_out_what_has_ended():
    RegionFactory(code="31", valid_until="2020-01-01")
    RegionFactory(code="32")

    assert [region.code for region in Region.objects.valid()] == ["32"]


def test_a_region_is_called_by_its_short_name():
    named = RegionFactory(
        code="31", name="Daerah Khusus Ibukota Jakarta", short_name="DKI"
    )

    assert [str(named), str(RegionFactory(code="51", name="Bali"))] == ["DKI", "Bali"]


@pytest.mark.parametrize("code", ["3", "317", "31.74", "31740"])
def test_a_code_has_two_four_six_or_ten_digits(code):
    with pytest.raises(ValidationError) as refusal:
        Region(code=code, level=2, kind="city", name="x").full_clean()

    assert "code" in refusal.value.error_dict
