import pytest
from django.urls import reverse

from apps.businesses.receipts import give_receipt, missing_of, receipt_of
from apps.documents.issuing import revoke
from apps.documents.models import Document
from apps.documents.printing import render_pdf
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

pytestmark = pytest.mark.django_db
NIK = "3171004112850001"


@pytest.fixture
def registrar(client, roles):
    user = UserFactory(roles=["registrar"], name="Ratna Wulandari")
    client.force_login(user)
    return user


def test_pressing_twice_gives_the_same_paper(client, registrar):
    business = BusinessFactory(agency=registrar.agency)
    address = reverse("businesses:receipt", args=[business.pk])

    answers = [client.post(address), client.post(address), client.get(address)]

    document = Document.objects.get()
    assert {answer.url for answer in answers} == {document.get_absolute_url()}


def test_a_receipt_says_what_was_noted_and_what_is_missing():
    owner = PersonFactory(name="Siti Contoh", nik=NIK, phone="0812-0000-0001")
    owner.refresh_from_db()
    business = BusinessFactory(agency=owner.agency, owner=owner, brand="Dodol Siti")

    document = give_receipt(business, by=UserFactory(agency=owner.agency))

    printed = document.payload["business"]
    assert (printed["owner"], printed["nik"]) == ("Siti Contoh", "************0001")
    assert printed["missing"] == ["nib", "address", "products"]
    assert document.holder == "Dodol Siti"


def test_no_whole_number_is_in_the_paper_or_its_payload():
    owner = PersonFactory(nik=NIK, phone="0812-0000-0001")
    owner.refresh_from_db()
    business = BusinessFactory(agency=owner.agency, owner=owner)

    document = give_receipt(business, by=UserFactory(agency=owner.agency))

    assert NIK not in str(document.payload)
    assert "81200000001" not in str(document.payload)
    assert NIK.encode() not in render_pdf(document)


def test_a_business_without_any_name_is_public_by_its_owners_masked_one():
    owner = PersonFactory(name="Budi Santoso")
    business = BusinessFactory(agency=owner.agency, owner=owner, name="", brand="")

    document = give_receipt(business, by=UserFactory(agency=owner.agency))

    assert document.holder == "B*** S******"


def test_nothing_is_missing_of_a_whole_registration():
    owner = PersonFactory(nik=NIK, phone="0812-0000-0001")
    business = BusinessFactory(agency=owner.agency, owner=owner, nib="9000000000001")
    business.products, business.address, business.region_id = (
        "Dodol",
        "Jl. Contoh",
        "31",
    )

    assert missing_of(business) == []


def test_after_a_revocation_a_new_receipt_can_be_given():
    business = BusinessFactory()
    by = UserFactory(agency=business.agency)
    first = give_receipt(business, by=by)
    revoke(first, "error", "salah", by=by)

    second = give_receipt(business, by=by)

    assert (second.sequence, receipt_of(business)) == (2, second)


def test_a_business_that_is_only_coached_gets_its_receipt_elsewhere(client, registrar):
    business = BusinessFactory()

    answer = client.post(reverse("businesses:receipt", args=[business.pk]))

    assert answer.status_code == 404
    assert not Document.objects.exists()


def test_the_page_of_a_business_leads_to_its_receipt(client, registrar):
    business = BusinessFactory(agency=registrar.agency)

    page = client.get(reverse("admin:businesses_business_change", args=[business.pk]))

    assert reverse("businesses:receipt", args=[business.pk]) in page.content.decode()
