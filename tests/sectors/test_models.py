import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from apps.sectors.models import KbliCode
from tests.factories.sectors import (
    CommodityGroupFactory,
    CreativeSubsectorFactory,
    KbliCodeFactory,
    SectorAliasFactory,
)

pytestmark = pytest.mark.django_db


def test_a_subsector_stands_once_in_a_list():
    CreativeSubsectorFactory(list_version="16", code="kriya")
    CreativeSubsectorFactory(list_version="17", code="kriya")

    with (
        pytest.raises(IntegrityError, match="code_once_per_list"),
        transaction.atomic(),
    ):
        CreativeSubsectorFactory(list_version="16", code="kriya")


def test_a_code_stands_once_in_an_edition():
    KbliCodeFactory(version="2020", code="32906")
    KbliCodeFactory(version="2025", code="32906")

    with (
        pytest.raises(IntegrityError, match="kblicode_once_per_version"),
        transaction.atomic(),
    ):
        KbliCodeFactory(version="2020", code="32906")


def test_a_word_means_one_group():
    SectorAliasFactory(alias="Batik")

    with pytest.raises(IntegrityError, match="sectoralias_once"), transaction.atomic():
        SectorAliasFactory(alias="batik")


def test_a_recap_group_in_use_stays():
    group = CommodityGroupFactory()

    with pytest.raises(ProtectedError):
        group.recap_group.delete()


def test_manufacturing_is_divisions_10_to_33():
    for code in ("01111", "10794", "33121", "34111", "47111"):
        KbliCodeFactory(code=code)

    codes = KbliCode.objects.manufacturing().values_list("code", flat=True)
    assert list(codes) == ["10794", "33121"]


def test_a_term_speaks_the_language_of_the_page():
    group = CommodityGroupFactory(name="Pangan", name_en="Food")

    with translation.override("id"):
        indonesian = str(group)
    with translation.override("en"):
        assert (indonesian, str(group)) == ("Pangan", "Food")
