import json
from datetime import timedelta
from itertools import product

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils.timezone import localdate

from apps.businesses import showing
from apps.catalogue import (
    bitmaps,
    counting,
    finding,
    indexing,
    stretches,
    tallies,
    vocabulary,
)
from apps.catalogue.conditions import Asked
from apps.catalogue.finding import find
from apps.catalogue.loading import load
from apps.catalogue.models import CatalogueEntry, CatalogueState, Product
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory
from tests.factories.regions import RegionFactory
from tests.factories.sectors import CommodityGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words():
    load()
    vocabulary.fresh()


@pytest.fixture
def market():
    """Ten products of two makers in two districts of two cities."""
    food = CommodityGroupFactory(code="pangan", name="Pangan")
    craft = CommodityGroupFactory(code="kerajinan", name="Kerajinan")
    south = RegionFactory(code="3174", level=2, kind="city", name="Jakarta Selatan")
    tebet = RegionFactory(
        code="317401", level=3, kind="district", name="Tebet", parent=south
    )
    denpasar = RegionFactory(code="5171", level=2, kind="city", name="Denpasar")
    rina = BusinessFactory(
        listed=True, name="Dapur Rina", brand="", region=tebet, commodity_group=food
    )
    made = BusinessFactory(
        listed=True,
        name="Studio Made",
        brand="",
        region=denpasar,
        commodity_group=craft,
    )
    for name, price in [
        ("Keripik Pisang", 15_000),
        ("Keripik Singkong", 12_000),
        ("Dodol Durian", 40_000),
    ]:
        ProductFactory(business=rina, name=name, price=price, published=True)
    ProductFactory(
        business=made,
        name="Tas Anyaman Pandan",
        price=250_000,
        is_export_ready=True,
        published=True,
    )
    ProductFactory(
        business=made,
        name="Nampan Rotan",
        description="Untuk keripik dan kue.",
        published=True,
    )
    indexing.index_stale()
    counting.count_words()


def names(asked):
    rows = Product.objects.in_bulk(find(asked).ids)
    return [rows[pk].name for pk in find(asked).ids]


@pytest.mark.parametrize("step", ["", "keripik"])
def test_groups_in_an_area_are_found_there_alone(market, step):
    food = {"Keripik Pisang", "Keripik Singkong", "Dodol Durian"}
    for area, groups, expected in [
        ("3174", ("pangan",), food),
        ("317401", ("pangan", "kerajinan"), food),
        ("3174", ("kerajinan",), set()),
        ("5171", ("pangan", "kerajinan"), {"Tas Anyaman Pandan", "Nampan Rotan"}),
    ]:
        found = names(Asked(q=step, chosen={"g": groups}, area=area))
        said = {each for each in expected if not step or "Keripik" in each}
        if step and area == "5171":
            said = {"Nampan Rotan"}  # it says so in its description
        assert set(found) == said


def test_a_search_finds_by_roots_and_weighs_names_first(market):
    found = names(Asked(q="keripik"))

    assert set(found[:2]) == {"Keripik Pisang", "Keripik Singkong"}
    assert found[2:] == ["Nampan Rotan"]
    assert names(Asked(q="menganyam")) == ["Tas Anyaman Pandan"]
    assert names(Asked(q="kripik pisang")) == ["Keripik Pisang"]


def test_the_maker_and_the_place_are_found_too(market):
    assert set(names(Asked(q="rina"))) == {
        "Keripik Pisang",
        "Keripik Singkong",
        "Dodol Durian",
    }
    assert names(Asked(q="keripik pisang jakarta selatan")) == ["Keripik Pisang"]


def test_the_last_word_may_be_unfinished(market):
    assert names(Asked(q="keripik pis")) == ["Keripik Pisang"]


def test_if_no_product_has_all_words_any_will_do(market):
    found = find(Asked(q="keripik rotan tembaga"))

    assert found.is_loose
    assert found.count == 3


@pytest.mark.parametrize("typed", ["kerpiik", "kripk", "krpk"])
def test_a_mistyped_word_is_put_right(market, typed):
    found = find(Asked(q=typed))

    assert found.count == 0
    assert found.suggestion == "keripik"


def test_filters_count_what_they_would_leave(market):
    found = find(Asked(q="keripik", chosen={"g": ("pangan",)}))

    assert found.count == 2
    # The group's own filter does not hide the other groups.
    assert found.facets["g"] == {"pangan": 2, "kerajinan": 1}
    assert found.facets["a"] == {"3174": 2}
    for group, number in found.facets["g"].items():
        assert find(Asked(q="keripik", chosen={"g": (group,)})).count == number


def test_areas_are_cities_first_and_districts_inside(market):
    assert find(Asked()).facets["a"] == {"3174": 3, "5171": 2}
    inside = find(Asked(area="3174"))
    assert (inside.count, inside.facets["a"]) == (3, {"317401": 3})


def test_no_hit_with_filters_says_how_many_there_are_without(market):
    found = find(Asked(q="dodol", area="5171"))

    assert (found.count, found.beside) == (0, 1)


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("murah", "Keripik Singkong"),
        ("mahal", "Tas Anyaman Pandan"),
        ("nama", "Dodol Durian"),
        ("baru", "Nampan Rotan"),
    ],
)
def test_orders(market, order, first):
    assert names(Asked(order=order))[0] == first


def test_a_grade_that_ended_is_neither_found_nor_counted(market):
    CatalogueEntry.objects.update(grade_until=localdate() - timedelta(days=1))

    assert find(Asked()).facets["k"] == {}
    assert find(Asked(chosen={"k": ("B",)})).count == 0


@pytest.fixture
def small_bound(monkeypatch):
    """Any hits are many, more than two a long list: what a million do, with five."""
    monkeypatch.setattr(counting, "SMALL", 2)
    monkeypatch.setattr(tallies, "MOST_READ", 1)
    monkeypatch.setattr(tallies, "MOST_SORTED", 2)
    monkeypatch.setattr(tallies, "MOST_WEIGHED", 2)
    monkeypatch.setattr(tallies, "MOST_COUNTED", 3)
    monkeypatch.setattr(finding, "PER_PAGE", 2)
    monkeypatch.setattr(finding, "MOST_PAGES", 1)


CHOICES = [
    {},
    {"g": ("pangan",)},
    {"g": ("kerajinan",)},
    {"g": ("pangan", "kerajinan")},
    {"g": ("pangan",), "x": ("1",)},
    {"h": ("1", "2")},
]


@pytest.mark.parametrize("area", ["", "3174"])
@pytest.mark.parametrize("chosen", CHOICES)
@pytest.mark.parametrize("q", ["", "keripik", "ker", "keripik rina", "keripik zzzz"])
def test_of_many_the_numbers_are_the_same_as_of_few(market, request, q, chosen, area):
    asked = Asked(q=q, chosen=chosen, area=area)
    by_rows = find(asked)
    request.getfixturevalue("small_bound")
    assert counting.draw_bitmaps() == 1

    found = find(asked)

    assert (found.count, found.is_bounded) == (by_rows.count, False)
    assert found.beside == by_rows.beside
    assert offered(found) == offered(by_rows)


@pytest.mark.parametrize("chosen", [{}, {"k": ("B",)}, {"g": ("pangan",)}])
def test_of_many_a_grade_that_ended_is_not_counted(market, small_bound, chosen):
    counting.draw_bitmaps()
    ended = CatalogueEntry.objects.filter(group="pangan")
    with connection.cursor() as cursor:  # no trigger sees a day pass
        cursor.execute("SET LOCAL session_replication_role = replica")
        ended.update(grade_until=localdate() - timedelta(days=1))
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    found = find(Asked(chosen=chosen))

    assert found.facets["k"] == ({"B": 2} if "g" not in chosen else {})
    assert found.count == {"k": 2, "g": 3}.get(next(iter(chosen), ""), 5)
    assert len(found.ids) == 2


def test_however_many_there_are_the_database_is_asked_twice(
    market, small_bound, django_assert_num_queries
):
    """Which bitmaps hold, and the rows of the page: once a process has the bitmaps."""
    asked = Asked(q="keripik", chosen={"g": ("pangan", "kerajinan")}, order="nama")
    business = Product.objects.get(name="Dodol Durian").business

    for _more in range(2):
        ProductFactory.create_batch(3, business=business, published=True)
        indexing.index_stale()
        counting.draw_bitmaps()
        find(asked)
        with django_assert_num_queries(2):
            assert find(asked).ids


def test_of_many_those_at_an_exhibition_are_told(market, small_bound, monkeypatch):
    counting.draw_bitmaps()
    rina = Product.objects.get(name="Dodol Durian").business_id
    monkeypatch.setattr(showing.PROVIDERS, "present", lambda day: {rina})

    found = find(Asked(present=True))

    assert found.count == 3
    assert offered(found)["g"] == {"pangan": 3}


def test_pages_that_were_scrolled_come_back_together(market, small_bound, monkeypatch):
    monkeypatch.setattr(finding, "MOST_PAGES", 40)
    counting.draw_bitmaps()
    pages_of = [find(Asked(number=number)) for number in (1, 2, 3)]

    together = find(Asked(number=3, since=1))

    assert together.ids == [pk for found in pages_of for pk in found.ids]
    assert (together.first, together.number) == (1, 3)
    assert {found.next_key for found in pages_of} == {None}


def test_pages_follow_each_other_though_bitmaps_hold_no_longer(market, small_bound):
    counting.draw_bitmaps()
    first = find(Asked(order="nama"))
    CatalogueState.objects.update(bitmaps=None)

    second = find(Asked(order="nama", number=2, after=first.next_key))

    names_in_order = CatalogueEntry.objects.order_by("sort_name", "pk")
    expected = list(names_in_order.values_list("pk", flat=True)[:4])
    assert first.ids + second.ids == expected


def offered(found):
    """The numbers of values that a product has, without the value that is none."""
    return {
        facet: {value: number for value, number in values.items() if number}
        for facet, values in found.facets.items()
    }


def test_what_changed_since_is_counted_as_it_is_now(market, small_bound):
    counting.draw_bitmaps()
    Product.objects.filter(name="Dodol Durian").update(
        name="Keripik Durian", is_export_ready=True
    )
    Product.objects.filter(name="Nampan Rotan").update(state="draft")
    indexing.index_stale()

    found = find(Asked(q="keripik"))

    assert (found.count, found.is_bounded) == (3, False)
    assert found.facets["x"] == {"1": 1}
    assert found.facets["g"] == {"pangan": 3}
    assert counting.draw_bitmaps() == 1
    assert find(Asked(q="keripik")).facets == found.facets


def test_where_too_much_has_changed_it_says_that_there_are_more(
    market, small_bound, monkeypatch
):
    monkeypatch.setattr(bitmaps, "MOST_CHANGED", 2)
    counting.draw_bitmaps()
    Product.objects.update(description="keripik")
    indexing.index_stale()

    found = find(Asked(q="keripik"))

    assert (found.count, found.is_bounded) == (3, True)
    assert found.order == "baru"
    assert "g" in found.bounded_facets


@pytest.mark.parametrize("cut", [None, *product([1, 2, 4_096], [0, 1, 500])])
@pytest.mark.parametrize("order", ["baru", "nama", "murah", "mahal"])
def test_pages_of_a_long_list_follow_each_other_without_a_gap(
    market, small_bound, monkeypatch, cut, order
):
    """`cut`: how many entries a stretch of the order has, and how many of one are taken."""
    Product.objects.filter(name__startswith="Keripik").update(price=7_000)
    ProductFactory.create_batch(
        2, business=Product.objects.first().business, price=None, published=True
    )
    indexing.index_stale()
    if cut:
        monkeypatch.setattr(counting, "STRETCHED", cut[0])
        monkeypatch.setattr(stretches, "MOST_TAKEN", cut[1])
        assert counting.draw_bitmaps() == 1
        Product.objects.filter(name="Keripik Pisang").update(price=6_000)
        indexing.index_stale()
    found = find(Asked(order=order))
    seen, number = found.ids, 1

    while found.next_key:
        number += 1
        found = find(Asked(order=order, number=number, after=found.next_key))
        assert found.ids
        seen += found.ids

    entries = CatalogueEntry.objects.values_list("pk", flat=True)
    by = {
        "baru": ["-shown_at", "-pk"],
        "nama": ["sort_name", "pk"],
        "murah": ["price", "pk"],
        "mahal": [F("price").desc(nulls_last=True), "-pk"],
    }
    assert seen == list(entries.order_by(*by[order]))


@pytest.mark.parametrize("most", [None, (1, 1), (1, 2), (2, 2)])  # of two hits
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["Keripik Singkong", "Keripik Pisang"]),
        ("mahal", ["Keripik Pisang", "Keripik Singkong"]),
    ],
)
def test_a_page_is_the_same_however_it_is_found(
    market, monkeypatch, most, order, expected
):
    """`most`: how many are sorted, and weighed, where bitmaps are drawn."""
    if most:
        monkeypatch.setattr(counting, "SMALL", 1)
        monkeypatch.setattr(tallies, "MOST_READ", 1)
        monkeypatch.setattr(tallies, "MOST_SORTED", most[0])
        monkeypatch.setattr(tallies, "MOST_WEIGHED", most[1])
        assert counting.draw_bitmaps() == 1
    asked = Asked(q="keripik", chosen={"g": ("pangan",)}, order=order)

    assert names(asked) == expected
    assert find(asked).count == 2
    assert find(asked).facets["g"]["pangan"] == 2


def test_a_page_beyond_the_last_is_the_last(market):
    assert find(Asked(number=99_999)).number == 1


@pytest.mark.parametrize(
    "q",
    [
        "",
        " ",
        "'",
        "a:*&|!()",
        "\\",
        "x" * 10_000,
        "keripik " * 2_000,
        "٣",
        "🙂",
        "& | !",
        "dan",
    ],
)
@pytest.mark.parametrize("is_drawn", [False, True])
def test_whatever_is_typed_is_answered(market, request, q, is_drawn):
    if is_drawn:
        request.getfixturevalue("small_bound")
        counting.draw_bitmaps()

    found = find(Asked(q=q))

    assert len(found.ids) <= found.count


@pytest.mark.parametrize("is_drawn", [False, True])
@pytest.mark.parametrize("q", ["ke", "dan di", "***"])
def test_words_that_say_nothing_find_nothing(market, request, q, is_drawn):
    if is_drawn:
        request.getfixturevalue("small_bound")
        counting.draw_bitmaps()

    assert find(Asked(q=q)).ids == []


def test_the_command_prints_hits_terms_and_what_was_meant(market, capsys):
    call_command("search_catalogue", "kerpiik", "--json")
    report = json.loads(capsys.readouterr().out)
    assert report["suggestion"] == "keripik"

    call_command("search_catalogue", "keripik pisang")
    assert capsys.readouterr().out.startswith("Keripik Pisang · Dapur Rina")
