"""What the long list asks of a business is kept with it, whoever wrote it."""

import pytest
from django.utils import timezone

from apps.businesses.models import Business, Claim
from tests.factories.businesses import BusinessFactory

pytestmark = pytest.mark.django_db


def permits(business):
    return Business.objects.get(pk=business.pk).permits


def test_a_claim_is_known_at_its_business_until_it_is_void_or_gone():
    business = BusinessFactory()
    halal = Claim.objects.create(business=business, scheme="halal")
    Claim.objects.create(business=business, scheme="pirt", number="1")
    Claim.objects.create(business=business, scheme="pirt", number="2")
    assert permits(business) == ["halal", "pirt"]

    halal.void_since, halal.void_reason = timezone.localdate(), "Dicabut"
    halal.save()
    assert permits(business) == ["pirt"]

    Claim.objects.filter(scheme="pirt").delete()
    assert permits(business) == []


def test_a_claim_that_goes_to_another_business_is_known_there():
    one, other = BusinessFactory(), BusinessFactory()
    claim = Claim.objects.create(business=one, scheme="halal")

    Claim.objects.filter(pk=claim.pk).update(business=other)

    assert (permits(one), permits(other)) == ([], ["halal"])


def test_what_is_kept_so_is_no_change_of_the_record():
    business = BusinessFactory()
    Claim.objects.create(business=business, scheme="halal")

    assert Business.pgh_event_model.objects.filter(pgh_obj=business).count() == 1
