import pytest
from django.http import QueryDict
from django.urls import reverse

from apps.businesses.models import Business
from apps.businesses.publishing import unpublish
from apps.public import queries
from tests.factories.businesses import BusinessFactory
from tests.factories.regions import RegionFactory
from tests.factories.sectors import CommodityGroupFactory

pytestmark = pytest.mark.django_db
DIRECTORY = "public:directory"


def found(**query):
    asked = QueryDict(mutable=True)
    asked.update(query)
    return queries.directory(asked)


def brands(directory):
    return [card.name for card in directory.cards]


@pytest.fixture
def city():
    province = RegionFactory(
        code="31", level=1, kind="province", name="DKI", parent=None
    )
    return RegionFactory(
        code="3174", level=2, kind="city", name="Selatan", parent=province
    )


@pytest.fixture
def village(city):
    district = RegionFactory(
        code="317401", level=3, kind="district", name="Kebayoran Baru", parent=city
    )
    return RegionFactory(
        code="3174011001", level=4, kind="kelurahan", name="Melawai", parent=district
    )


@pytest.mark.parametrize("count", [1, 3])
def test_directory_takes_the_same_queries_for_any_number(
    client, django_assert_num_queries, count, village
):
    BusinessFactory.create_batch(
        count, listed=True, region=village, commodity_group=CommodityGroupFactory()
    )

    # groups, counts, keys, page, names of areas, their points;
    # three for the time-out
    with django_assert_num_queries(9):
        response = client.get(reverse(DIRECTORY))

    assert len(response.context["directory"].cards) == count


def test_directory_shows_only_what_is_listed_and_trading(client):
    BusinessFactory(brand="Rahasia")
    closed = BusinessFactory(brand="Tutup", listed=True)
    Business.objects.filter(pk=closed.pk).update(status="closed", listed_at=None)
    taken_back = BusinessFactory(brand="Ditarik", listed=True)
    unpublish(taken_back)
    BusinessFactory(brand="Dodol Rina", listed=True)

    response = client.get(reverse(DIRECTORY))

    assert brands(response.context["directory"]) == ["Dodol Rina"]
    text = response.content.decode()
    assert [name for name in ("Rahasia", "Tutup", "Ditarik") if name in text] == []


def test_unlisted_businesses_are_in_no_count(village):
    group = CommodityGroupFactory(code="pangan")
    BusinessFactory(region=village, commodity_group=group)
    BusinessFactory(region=village, commodity_group=group, listed=True)

    directory = found()

    assert [choice.count for choice in directory.groups] == [1]
    assert [choice.count for choice in directory.area.choices] == [1]


@pytest.mark.parametrize("text", ["dodol", "RINA", "geplak", "rina geplak"])
def test_search_finds_every_word_in_name_brand_or_products(text):
    BusinessFactory(listed=True, name="Keripik Siti", products="keripik")
    BusinessFactory(
        listed=True, name="UD Rina", brand="Dodol Betawi", products="dodol, geplak"
    )

    assert brands(found(q=text)) == ["Dodol Betawi"]


def test_area_leads_from_city_down_to_village(village):
    BusinessFactory(listed=True, region=village)

    steps = [found(wilayah=code).area for code in ("", "3174", "317401", "3174011001")]

    inside = [[choice.label for choice in area.choices] for area in steps]
    assert inside == [["Selatan"], ["Kebayoran Baru"], ["Melawai"], []]
    assert [str(region) for region in steps[3].path] == [
        "Selatan",
        "Kebayoran Baru",
        "Melawai",
    ]


def test_counts_of_a_filter_ignore_that_filter_and_obey_the_other(village):
    food, craft = (
        CommodityGroupFactory(code="pangan"),
        CommodityGroupFactory(code="kriya"),
    )
    BusinessFactory(listed=True, commodity_group=food, region=village)
    BusinessFactory(listed=True, commodity_group=craft, region=village)
    BusinessFactory(listed=True, commodity_group=craft)

    directory = found(kelompok="pangan", wilayah="3174")

    counts = {
        choice.value: (choice.count, choice.chosen) for choice in directory.groups
    }
    assert counts == {"pangan": (1, True), "kriya": (1, False)}
    assert directory.page.paginator.count == 1


@pytest.mark.parametrize(
    "query",
    [{"kelompok": "tak-ada"}, {"wilayah": "x';--"}, {"hal": "999"}, {"urut": "?"}],
)
def test_nonsense_in_the_address_is_not_obeyed(query):
    BusinessFactory(listed=True, brand="Dodol Rina")

    assert brands(found(**query)) == ["Dodol Rina"]


def test_order_is_by_what_visitors_see():
    BusinessFactory(listed=True, name="A", brand="Zaitun")
    BusinessFactory(listed=True, name="Melati")

    assert brands(found()) == ["Melati", "Zaitun"]


def test_chip_takes_one_filter_away():
    CommodityGroupFactory(code="pangan")

    directory = found(q="dodol", kelompok="pangan")

    assert [chip.query for chip in directory.chips] == ["kelompok=pangan", "q=dodol"]


def test_htmx_gets_the_results_and_history_the_whole_page(client):
    fragment = client.get(reverse(DIRECTORY), headers={"HX-Request": "true"})
    restored = client.get(
        reverse(DIRECTORY),
        headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
    )

    assert b"<html" not in fragment.content
    assert b"<html" in restored.content
    assert "HX-Request" in fragment["Vary"]
