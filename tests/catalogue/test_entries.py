import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils.timezone import localdate

from apps.businesses.life import close_business
from apps.businesses.models import Business
from apps.businesses.publishing import withdraw_of
from apps.catalogue import indexing, publishing
from apps.catalogue.loading import load
from apps.catalogue.models import CatalogueEntry, Product, SearchWord, StaleEntry
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory

pytestmark = pytest.mark.django_db


def shown_product(**values):
    business = values.pop("business", None) or BusinessFactory(listed=True)
    product = ProductFactory(business=business, published=True, **values)
    indexing.index_stale()
    return product


def entries():
    return set(CatalogueEntry.objects.values_list("pk", flat=True))


def test_what_is_published_is_indexed_and_nothing_else():
    product = shown_product()
    ProductFactory(business=product.business)
    ProductFactory(published=True)  # of a business that is not listed
    indexing.index_stale()

    assert entries() == {product.pk}
    assert not StaleEntry.objects.exists()


HIDES = {
    "withdrawn": publishing.withdraw,
    "its business closes": lambda product: close_business(
        product.business, on=localdate(), reason="stopped", by=None
    ),
    "its maker takes consent back": lambda product: withdraw_of(
        product.business, purposes=["publication"]
    ),
    "SQL takes the consent back": lambda product: sql(
        "UPDATE businesses_consent SET withdrawn_at = clock_timestamp() WHERE business_id = %s",
        product.business_id,
    ),
    "SQL closes the business": lambda product: sql(
        "UPDATE businesses_business SET listed_at = NULL, status = 'closed' WHERE id = %s",
        product.business_id,
    ),
    "SQL withdraws": lambda product: sql(
        "UPDATE catalogue_product SET state = 'withdrawn' WHERE id = %s", product.pk
    ),
    "it goes to another business": lambda product: Product.objects.filter(
        pk=product.pk
    ).update(business=BusinessFactory()),
    "it is deleted": lambda product: product.delete(),
}


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("deed", HIDES.values(), ids=HIDES)
def test_what_may_no_longer_be_shown_is_gone_in_the_same_moment(deed):
    product, other = shown_product(), shown_product()
    before = indexing.version()

    deed(product)

    assert entries() == {other.pk}
    assert indexing.version() != before


def test_a_business_that_is_listed_again_brings_its_products_back():
    product = shown_product()
    Business.objects.filter(pk=product.business_id).update(listed_at=None)
    assert entries() == set()

    Business.objects.filter(pk=product.business_id).update(
        listed_at="2026-01-02T10:00Z"
    )
    indexing.index_stale()

    assert entries() == {product.pk}


def test_another_name_is_found_after_the_next_indexing():
    product = shown_product(name="Wajik")
    Product.objects.filter(pk=product.pk).update(name="Jenang")
    indexing.index_stale()

    assert CatalogueEntry.objects.found_by("jenang").exists()
    assert not CatalogueEntry.objects.found_by("wajik").filter(pk=product.pk).exists()


def test_a_grade_that_has_ended_is_no_longer_in_the_entry():
    product = shown_product()
    assert CatalogueEntry.objects.found_by("'=k:B'").exists()
    yesterday = localdate() - timedelta(days=1)
    CatalogueEntry.objects.update(grade_until=yesterday)
    Product.objects.filter(pk=product.pk).update(
        graded_on=yesterday, grade_until=yesterday
    )
    StaleEntry.objects.all().delete()

    indexing.note_what_the_clock_changed()
    indexing.index_stale()

    assert not CatalogueEntry.objects.found_by("'=k:B'").exists()


def test_a_new_spelling_has_everything_analysed_anew():
    load()
    indexing.note_all_if_words_changed()
    product = shown_product(name="Kembang Goyang")
    indexing.note_all_if_words_changed()
    assert not CatalogueEntry.objects.found_by("'kuetradisi'").exists()

    SearchWord.objects.create(kind="variant", word="goyang", stands_for="kuetradisi")
    assert indexing.note_all_if_words_changed()
    indexing.index_stale()

    assert CatalogueEntry.objects.found_by("'kuetradisi'").get().pk == product.pk


@pytest.mark.django_db(transaction=True)
def test_who_hides_a_business_while_it_is_indexed_has_the_last_word():
    """The indexer reads, the business is closed, the indexer writes: nothing is left over."""
    product = ProductFactory(business=BusinessFactory(listed=True), published=True)
    read, closed = threading.Event(), threading.Event()

    def close():
        read.wait(5)
        try:
            Business.objects.filter(pk=product.business_id).update(listed_at=None)
        finally:
            closed.set()
            connections.close_all()

    other = threading.Thread(target=close)
    other.start()
    with transaction.atomic():
        indexing.index_stale()
        read.set()
        assert not closed.wait(0.3)  # it waits for the entry to be written
    other.join()

    assert entries() == set()
    indexing.index_stale()
    assert entries() == set()


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_works_on_is_left_for_the_next_time():
    product = ProductFactory(business=BusinessFactory(listed=True), published=True)
    locked, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Product.objects.select_for_update().get(pk=product.pk)
            locked.set()
            done.wait(5)
        connections.close_all()

    other = threading.Thread(target=hold)
    other.start()
    locked.wait(5)
    indexing.index_stale()
    assert entries() == set()
    done.set()
    other.join()

    indexing.index_stale()
    assert entries() == {product.pk}


def test_a_version_never_comes_back():
    seen = set()
    for _time in range(3):
        shown_product()
        seen.add(indexing.version())
        indexing.forget_changes()
        seen.add(indexing.version())

    assert len(seen) == 6
