import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.businesses.models import Business
from apps.businesses.publishing import (
    publish,
    unpublish,
    withdraw_consent,
)
from tests.factories.businesses import BusinessFactory, ConsentFactory

pytestmark = pytest.mark.django_db


def test_publish_needs_standing_consent():
    business = BusinessFactory()
    ConsentFactory(
        business=business, given_at="2026-01-02T10:00Z", withdrawn_at=timezone.now()
    )
    ConsentFactory(business=business, purpose="contact")

    with pytest.raises(ValidationError, match="record the consent first"):
        publish(business)

    assert list(Business.objects.listed()) == []


def test_publish_refuses_a_closed_business():
    business = ConsentFactory(business__status="closed").business

    with pytest.raises(ValidationError, match="is not active"):
        publish(business)


def test_publish_gives_an_address_that_stays():
    business = ConsentFactory(business__brand="Kripcis").business
    publish(business)
    business.refresh_from_db()
    first = business.slug
    unpublish(business)
    publish(business)
    business.refresh_from_db()

    assert business.slug == first
    assert first.startswith("kripcis-")
    assert business.is_listed


def test_withdrawn_consent_unpublishes_at_once():
    business = BusinessFactory(listed=True)

    withdraw_consent(business.consents.get())

    assert list(Business.objects.listed()) == []


def test_a_page_does_not_outlive_its_consent():
    business = BusinessFactory(listed=True)
    business.consents.update(purpose="contact")

    assert list(Business.objects.listed()) == []


def is_agreed(business):
    return Business.objects.get(pk=business.pk).is_agreed


def test_the_register_knows_who_agrees_now():
    business = BusinessFactory()
    ConsentFactory(business=business, purpose="contact")
    assert not is_agreed(business)

    withdraw_consent(ConsentFactory(business=business))
    assert not is_agreed(business)
    again = ConsentFactory(business=business)
    assert is_agreed(business)
    again.delete()
    assert not is_agreed(business)


def test_a_consent_that_moves_takes_the_agreement_along():
    one, other = BusinessFactory.create_batch(2)
    consent = ConsentFactory(business=one)

    type(consent).objects.filter(pk=consent.pk).update(business=other)

    assert (is_agreed(one), is_agreed(other)) == (False, True)
