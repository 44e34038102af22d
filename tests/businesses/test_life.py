"""Closing, opening again, moving: with a reason, a day, and what that voids."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.businesses.life import (
    approve_business,
    close_business,
    confirm_business,
    move_business,
    reopen_business,
    verify_business,
    what_a_move_voids,
)
from apps.businesses.models import Business, Closure, Move
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory, ClaimFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


@pytest.fixture
def places(db):
    jakarta = RegionFactory(code="31", level=1, name="DKI Jakarta")
    banten = RegionFactory(code="36", level=1, name="Banten")
    south = RegionFactory(code="3174", level=2, name="Jakarta Selatan", parent=jakarta)
    city = RegionFactory(code="3671", level=2, name="Tangerang", parent=banten)
    return {
        "tebet": RegionFactory(code="317401", level=3, name="Tebet", parent=south),
        "setiabudi": RegionFactory(
            code="317402", level=3, name="Setiabudi", parent=south
        ),
        "cibodas": RegionFactory(code="367105", level=3, name="Cibodas", parent=city),
    }


def test_closing_keeps_the_reason_and_leaves_the_directory(db):
    business = BusinessFactory(listed=True)
    officer = UserFactory(agency=business.agency)

    close_business(business, on=DAY, reason="died", by=officer)

    business.refresh_from_db()
    assert (business.status, business.listed_at) == ("closed", None)
    closure = Closure.objects.get()
    assert (closure.closed_on, closure.reason, closure.closed_by) == (
        DAY,
        "died",
        officer,
    )


def test_a_closed_business_is_not_closed_again(db):
    business = BusinessFactory()
    close_business(business, on=DAY, reason="stopped", by=None)

    with pytest.raises(ValidationError, match="already closed"):
        close_business(business, on=DAY, reason="stopped", by=None)


def test_nothing_closes_in_the_future(db):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(ValidationError, match="future"):
        close_business(BusinessFactory(), on=tomorrow, reason="stopped", by=None)


def test_reopening_says_why_and_publishes_nothing(db):
    business = BusinessFactory(listed=True)
    close_business(business, on=DAY, reason="stopped", by=None)

    reopen_business(business, on=date(2024, 5, 1), reason="Anaknya meneruskan", by=None)

    business.refresh_from_db()
    assert (business.status, business.listed_at) == ("active", None)
    assert Closure.objects.get().reopening_reason == "Anaknya meneruskan"


def test_reopening_before_the_closing_is_refused(db):
    business = BusinessFactory()
    close_business(business, on=DAY, reason="stopped", by=None)

    with pytest.raises(ValidationError, match="comes after the closing"):
        reopen_business(business, on=date(2024, 2, 1), reason="Salah", by=None)


def test_a_move_inside_the_city_voids_nothing(places):
    business = BusinessFactory(region=places["tebet"], approved=True)
    claim = ClaimFactory(business=business, scheme="pirt", number="2153174010001-28")

    move_business(business, on=DAY, region=places["setiabudi"], address="B", by=None)

    business.refresh_from_db()
    claim.refresh_from_db()
    assert (business.region, business.address) == (places["setiabudi"], "B")
    assert business.is_approved
    assert claim.void_since is None
    assert Move.objects.get().from_region == places["tebet"]


def test_a_move_to_another_city_voids_the_pirt_and_the_verification(places):
    business = BusinessFactory(region=places["tebet"], approved=True)
    pirt = ClaimFactory(business=business, scheme="pirt", number="2153174010001-28")
    halal = ClaimFactory(business=business, scheme="halal")
    expected = what_a_move_voids(business, places["cibodas"])

    move = move_business(
        business, on=DAY, region=places["cibodas"], address="B", by=None
    )

    for row in (business, pirt, halal):
        row.refresh_from_db()
    assert move.voided == expected == ["verification", "claim:pirt"]
    assert (business.verified_at, business.approved_at) == (None, None)
    assert (pirt.void_since, halal.void_since) == (DAY, None)


def test_confirming_is_no_change_of_the_record(db):
    business = BusinessFactory()
    before = Business.objects.get().updated_at

    confirm_business(business)

    after = Business.objects.get()
    assert after.confirmed_at is not None
    assert after.updated_at == before


def address(name, business):
    return reverse(f"businesses:{name}", args=[business.pk])


def test_an_officer_closes_by_page(client, roles):
    business = BusinessFactory()
    client.force_login(UserFactory(agency=business.agency, roles=["registrar"]))

    answer = client.post(
        address("close", business), {"on": "2024-03-01", "reason": "stopped"}
    )

    assert answer.status_code == 302
    assert Closure.objects.get().business == business


def test_an_unclear_place_is_asked_about_and_nothing_is_lost(client, roles, places):
    business = BusinessFactory(region=places["tebet"])
    client.force_login(UserFactory(agency=business.agency, roles=["registrar"]))

    answer = client.post(
        address("move", business),
        {"on": "2024-03-01", "region": "Entah di mana", "address": "Jl. Baru 1"},
    )

    page = answer.content.decode()
    assert "was not found" in page
    assert 'value="Jl. Baru 1"' in page
    assert not Move.objects.exists()


def test_a_place_is_found_as_people_say_it(client, roles, places):
    business = BusinessFactory(region=places["tebet"])
    client.force_login(UserFactory(agency=business.agency, roles=["registrar"]))

    client.post(
        address("move", business),
        {"on": "2024-03-01", "region": "Kec. Cibodas, Tangerang", "address": "B"},
    )

    business.refresh_from_db()
    assert business.region == places["cibodas"]


def test_who_verified_does_not_approve(db):
    business = BusinessFactory()
    verifier, approver = UserFactory.create_batch(2, agency=business.agency)
    verify_business(business, by=verifier)

    with pytest.raises(ValidationError, match="does not approve"):
        approve_business(business, by=verifier)
    approve_business(business, by=approver)

    assert Business.objects.get().is_approved


def test_what_nobody_verified_is_not_approved(db):
    with pytest.raises(ValidationError, match="verified on site first"):
        approve_business(BusinessFactory(), by=UserFactory())


def test_verifying_anew_needs_a_new_approval(db):
    business = BusinessFactory(approved=True)

    verify_business(business, by=UserFactory(agency=business.agency))

    assert Business.objects.get().approved_at is None


def test_what_is_closed_is_neither_verified_nor_approved():
    business, verifier = BusinessFactory(), UserFactory()
    verify_business(business, by=verifier)
    close_business(business, on=DAY, reason="stopped", by=None)

    with pytest.raises(ValidationError, match="closed: open it again first"):
        verify_business(business, by=UserFactory())
    with pytest.raises(ValidationError, match="closed: open it again first"):
        approve_business(business, by=UserFactory())
    assert Business.objects.verify(by=verifier) == 0
