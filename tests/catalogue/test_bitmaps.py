"""Bitmaps say what the rows say: of every query, however the catalogue is cut and has changed."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from apps.catalogue import bitmaps, counting, indexing
from apps.catalogue.models import CatalogueEntry, CatalogueState, Product, TermBitmap
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory

pytestmark = pytest.mark.django_db

WORDS = ["batik", "batu", "bambu", "kopi", "ko", "kue", "=g:pangan", "=a:3174"]
TERMS = st.sampled_from([*WORDS, "zzz"]).map("'{}'".format)
BEGINNINGS = st.sampled_from(["ba", "bat", "k", "kopi", "zz"]).map("'{}':*".format)
QUERIES = st.recursive(
    TERMS | BEGINNINGS,
    lambda inner: st.builds(
        lambda operator, pieces: f"({f' {operator} '.join(pieces)})",
        st.sampled_from("&|"),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=8,
)


@pytest.fixture
def shelf(monkeypatch):
    """Sixteen entries, each with other words, in parts of five products."""
    monkeypatch.setattr(counting, "SMALL", 2)
    monkeypatch.setattr(counting, "PART", 5)
    business = BusinessFactory(listed=True)
    products = ProductFactory.create_batch(16, business=business, published=True)
    indexing.index_stale()
    for number, product in enumerate(products):
        rewrite(product.pk, [w for n, w in enumerate(WORDS) if number >> n % 4 & 1])
    counting.draw_bitmaps()
    return products


def rewrite(product, words):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalogue_catalogueentry SET words = array_to_tsvector(%s::text[]) "
            "WHERE product_id = %s",
            [words, product],
        )


def found(query):
    entries = (
        CatalogueEntry.objects.found_by(query) if query else CatalogueEntry.objects
    )
    return set(entries.values_list("pk", flat=True))


@settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=QUERIES)
def test_answers_are_those_of_the_rows(shelf, query):
    assert set(bitmaps.answers(query, bitmaps.drawn())) == found(query)


def test_everything_answers_to_nothing(shelf):
    assert set(bitmaps.answers("", bitmaps.drawn())) == found("")


def test_both_operators_without_parentheses_bind_as_in_postgresql(shelf):
    query = "'kopi' | 'batik' & 'batu' | 'kue'"

    assert set(bitmaps.answers(query, bitmaps.drawn())) == found(query)


def test_what_has_changed_is_left_out_until_it_is_drawn(shelf):
    first, second, *_rest = shelf
    rewrite(first.pk, ["baru"])
    CatalogueEntry.objects.filter(pk=second.pk).delete()

    by = bitmaps.drawn()
    assert set(by.changed) == {first.pk, second.pk}
    assert not bitmaps.answers("", by) & by.changed

    drawn = counting.draw_bitmaps()

    assert drawn == len({first.pk // 5, second.pk // 5})
    assert set(bitmaps.answers("'baru'", bitmaps.drawn())) == {first.pk}
    assert second.pk not in bitmaps.answers("", bitmaps.drawn())


def test_rows_of_bitmaps_that_say_the_same_are_not_written_again(shelf):
    """Where each row lies, for what is written again lies elsewhere."""

    def places():
        rows = TermBitmap.objects.extra(select={"place": "ctid::text"})
        return set(rows.values_list("term", "part", "place"))

    words = [word for word in WORDS if shelf[1].pk in found(f"'{word}'")]
    before = places()
    rewrite(shelf[1].pk, [*words, "baru"])

    counting.draw_bitmaps()

    written = {(term, part) for term, part, _place in places() ^ before}
    assert written == {("baru", shelf[1].pk // 5)}
    assert counting.draw_bitmaps() == 0


def test_orders_are_cut_anew_when_the_catalogue_has_doubled(shelf, monkeypatch):
    monkeypatch.setattr(counting, "STRETCHED", 4)
    counting.draw_bitmaps(anew=True)
    assert CatalogueState.objects.get().bounds[counting.CUT] == 4
    business = Product.objects.get(pk=shelf[0].pk).business

    ProductFactory.create_batch(16, business=business, published=True)
    indexing.index_stale()
    counting.draw_bitmaps()
    assert CatalogueState.objects.get().bounds[counting.CUT] == 4

    ProductFactory.create_batch(4, business=business, published=True)
    indexing.index_stale()
    counting.draw_bitmaps()
    assert CatalogueState.objects.get().bounds[counting.CUT] == 9


def test_pages_drawn_while_too_much_had_changed_are_drawn_again(shelf, monkeypatch):
    monkeypatch.setattr(bitmaps, "MOST_CHANGED", 1)
    monkeypatch.setattr(counting, "MOST_CHANGED", 1)
    rewrite(shelf[0].pk, ["baru"])
    rewrite(shelf[1].pk, ["baru"])
    version = indexing.version()
    assert bitmaps.drawn() is None

    counting.draw_bitmaps()

    assert indexing.version() != version
    assert bitmaps.drawn() is not None


def test_a_catalogue_that_has_become_small_has_no_bitmaps(shelf):
    Product.objects.exclude(pk=shelf[0].pk).update(state="draft")

    counting.draw_bitmaps()

    assert bitmaps.drawn() is None
    assert not TermBitmap.objects.exists()
    assert CatalogueState.objects.get().bitmaps is None


def test_numbers_are_of_the_values_that_are_offered(shelf):
    by = bitmaps.drawn()
    hits = bitmaps.answers("", by)

    numbers = bitmaps.numbers(hits, "g", by, "pangan".__eq__)

    assert numbers == {"pangan": len(found("'=g:pangan'"))}
    assert bitmaps.numbers(BitMap(), "g", by, bool) == {}
    assert bitmaps.numbers(hits, "g", by, "kopi".__eq__) == {}


def test_a_process_that_kept_bitmaps_asks_for_those_drawn_since(shelf):
    assert shelf[0].pk not in bitmaps.answers("'batik'", bitmaps.drawn())
    rewrite(shelf[0].pk, ["batik"])

    counting.draw_bitmaps()

    assert shelf[0].pk in bitmaps.answers("'batik'", bitmaps.drawn())
