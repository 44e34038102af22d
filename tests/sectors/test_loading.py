import pytest

from apps.sectors.loading import load
from apps.sectors.models import (
    CommodityGroup,
    CreativeSubsector,
    KbliCode,
    RecapGroup,
    SectorAlias,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists(db):
    return load()


def test_every_list_is_there():
    groups = CommodityGroup.objects.values_list("code", flat=True)
    subsectors = CreativeSubsector.objects
    counts = [
        subsectors.filter(list_version=version).count() for version in ("16", "17")
    ]

    assert len(groups) == 10
    assert counts == [16, 17]
    assert SectorAlias.objects.count() > 150
    assert KbliCode.objects.filter(version="2020").count() > 120
    assert KbliCode.objects.filter(version="2025").count() > 120


def test_every_term_has_an_english_name():
    unnamed = [
        row
        for model in (RecapGroup, CommodityGroup, CreativeSubsector)
        for row in model.objects.filter(name_en="")
    ]

    assert unnamed == []


def test_loading_again_adds_nothing(lists):
    assert load() == lists


def test_loading_again_keeps_what_an_office_changed():
    CommodityGroup.objects.filter(code="pangan").update(name="Pangan olahan")
    KbliCode.objects.filter(version="2020", code="10794").update(title="Official title")

    load()

    assert CommodityGroup.objects.get(code="pangan").name == "Pangan olahan"
    assert KbliCode.objects.get(version="2020", code="10794").title == "Official title"


@pytest.mark.parametrize(
    ("code", "successors"),
    [
        ("10391", "10307"),  # tempe
        ("13134", "13133"),  # batik
        ("31001", "31011"),  # wooden furniture
        ("10794", "10794"),
        ("32903", "32903"),
        ("32906", ""),  # radioisotopes left; false hair has the number now
    ],
)
def test_codes_of_2020_name_their_successors(code, successors):
    assert KbliCode.objects.get(version="2020", code=code).successor_codes == successors


def test_every_successor_is_in_the_list_of_2025():
    known = set(KbliCode.objects.filter(version="2025").values_list("code", flat=True))
    old = KbliCode.objects.filter(version="2020").exclude(successor_codes="")
    named = {code for row in old for code in row.successor_codes.split(",")}

    assert named - known == set()


@pytest.mark.parametrize("code", ["32906", "10772", "10793", "11040", "10762"])
def test_a_number_with_another_meaning_is_not_its_own_successor(code):
    assert code not in KbliCode.objects.get(version="2020", code=code).successor_codes
