import json

import pytest
from django.urls import reverse

from apps.businesses.models import Business, Consent
from apps.businesses.publishing import unpublish, withdraw_consent
from tests.factories.businesses import (
    BusinessFactory,
    ClaimFactory,
    ConsentFactory,
    PersonFactory,
    YearlyFiguresFactory,
)

pytestmark = pytest.mark.django_db
NIK = "3171004112850001"


def get(client, business):
    return client.get(reverse("public:profile", args=[business.slug]))


@pytest.fixture
def business():
    owner = PersonFactory(name="Siti Rahasia", nik=NIK, phone="0812-0000-0001")
    return BusinessFactory(
        agency=owner.agency,
        owner=owner,
        listed=True,
        brand="Dodol Rina",
        address="Jalan Rahasia 7",
        nib="9120000000001",
        note="Catatan rahasia",
    )


def test_profile_says_nothing_that_was_not_agreed_to(client, business):
    YearlyFiguresFactory(business=business, sales=235_947_000)
    ClaimFactory(business=business, number="ID31110000000000001")

    text = get(client, business).content.decode()

    secrets = [
        NIK,
        NIK[-4:],
        "62812",
        "0812",
        "Siti",
        "Jalan",
        "91200000",
        "235947",
        "235.947",
    ]
    secrets += ["Catatan", "ID3111", "halal"]
    assert "Dodol Rina" in text
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize(
    ("phone", "expected"),
    [("0812-0000-0001", True), ("021-5551234", False), ("", False)],
)
def test_contact_needs_consent_and_a_mobile_number(client, business, phone, expected):
    ConsentFactory(business=business, purpose=Consent.Purpose.CONTACT)
    business.owner.set_phone(phone)
    business.owner.save()

    assert (b"https://wa.me/62812" in get(client, business).content) is expected


def test_contact_goes_with_its_consent(client, business):
    consent = ConsentFactory(business=business, purpose=Consent.Purpose.CONTACT)
    before = get(client, business)

    withdraw_consent(consent)

    assert b"wa.me" in before.content
    assert b"wa.me" not in get(client, business).content


def test_profile_goes_the_moment_it_is_taken_back(client, business):
    before = get(client, business)

    unpublish(business)
    after = get(client, business)

    assert before.status_code == 200
    assert "no-cache" in before["Cache-Control"]
    assert after.status_code == 404
    assert b"Dodol Rina" not in after.content
    assert b"its owner took it out" in after.content


def test_closed_business_has_no_page(client, business):
    Business.objects.filter(pk=business.pk).update(status="closed", listed_at=None)

    assert get(client, business).status_code == 404


def test_profile_takes_a_fixed_number_of_queries(
    client, business, django_assert_num_queries
):
    ConsentFactory(business=business, purpose=Consent.Purpose.CONTACT)

    with django_assert_num_queries(
        5
    ):  # business with place and owner, consent; time-out
        get(client, business)


def test_unchanged_profile_costs_nothing(client, business):
    first = get(client, business)

    again = client.get(
        first.request["PATH_INFO"], headers={"If-None-Match": first["ETag"]}
    )

    assert (again.status_code, again.content) == (304, b"")


def test_linked_data_cannot_leave_its_element(client, business):
    Business.objects.filter(pk=business.pk).update(brand="</script><b>", products="x")

    text = get(client, business).content.decode()

    data = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(data)["name"] == "</script><b>"
    assert "<b>" not in text.replace("</b>", "")
