import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from apps.businesses.publishing import unpublish
from apps.catalogue import publishing
from apps.catalogue.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory

pytestmark = pytest.mark.django_db


def approver(agency):
    user = UserFactory(agency=agency)
    user.user_permissions.add(Permission.objects.get(codename="approve_product"))
    return user


def shown(product):
    return Product.objects.shown().filter(pk=product.pk).exists()


def test_the_way_into_the_catalogue_and_out_of_it():
    product = ProductFactory(business=BusinessFactory(listed=True))
    agency = product.business.agency

    publishing.submit(product, by=UserFactory(agency=agency))
    publishing.approve(product, by=approver(agency))
    assert not shown(product)
    publishing.publish(product)
    assert shown(product)
    product.refresh_from_db()
    slug, since = product.slug, product.published_at

    publishing.withdraw(product)
    assert not shown(product)
    publishing.publish(product)
    product.refresh_from_db()
    assert (product.slug, product.published_at) == (slug, since)
    assert shown(product)


def test_a_graded_product_is_published_without_an_approval():
    product = ProductFactory(business=BusinessFactory(listed=True), graded=True)

    publishing.publish(product)

    assert shown(product)


def test_a_draft_is_neither_approved_nor_published():
    product = ProductFactory(business=BusinessFactory(listed=True))

    with pytest.raises(ValidationError):
        publishing.approve(product, by=approver(product.business.agency))
    with pytest.raises(ValidationError):
        publishing.publish(product)


def test_nothing_is_published_of_a_business_that_does_not_agree():
    product = ProductFactory(graded=True)

    with pytest.raises(ValidationError, match="not in the public directory"):
        publishing.publish(product)


def test_a_published_product_goes_with_its_business():
    product = ProductFactory(business=BusinessFactory(listed=True), published=True)
    assert shown(product)

    unpublish(product.business)

    assert not shown(product)


def test_who_submitted_it_asks_a_colleague_if_there_is_one():
    product = ProductFactory()
    agency = product.business.agency
    both = approver(agency)
    publishing.submit(product, by=both)

    colleague = approver(agency)
    with pytest.raises(ValidationError, match="somebody else"):
        publishing.approve(product, by=both)
    publishing.approve(product, by=colleague)

    product.refresh_from_db()
    assert (product.submitted_by, product.approved_by) == (both, colleague)


def test_what_is_sent_back_is_a_draft_without_an_approval():
    product = ProductFactory()
    publishing.submit(product, by=None)
    publishing.approve(product, by=approver(product.business.agency))

    publishing.send_back(product)

    product.refresh_from_db()
    assert (product.state, product.approved_by) == (Product.State.DRAFT, None)


def test_of_many_those_that_may_not_be_published_are_told_apart():
    may = ProductFactory(business=BusinessFactory(listed=True), graded=True)
    may_not = ProductFactory(graded=True)

    done, left = publishing.publish_many([may, may_not])

    assert done == 1
    assert [product for product, _why in left] == [may_not]
