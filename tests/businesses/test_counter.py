"""At the counter: step by step, nothing typed lost, nobody made twice."""

import pytest
from django.urls import reverse

from apps.businesses.counter import begin, keep, typed_in
from apps.businesses.models import Business, Consent, Person, RegistrationDraft
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

pytestmark = pytest.mark.django_db
NIK = "3174004507900003"
OWNER = {"owner_name": "Rina Contoh", "nik": NIK, "phone": "0812-0000-0001", "sex": ""}
SHOP = {"business_name": "Dodol Rina", "products": "dodol", "publication": "on"}


@pytest.fixture
def officer(client, roles):
    user = UserFactory(agency=AgencyFactory(), roles=["registrar"])
    client.force_login(user)
    return user


@pytest.fixture
def draft(officer):
    return begin(officer)


def address(draft, step):
    return reverse("businesses:counter_step", args=[draft.key, step])


def test_a_person_and_a_business_are_registered_in_three_steps(client, officer, draft):
    client.post(address(draft, "orang"), OWNER)
    client.post(address(draft, "usaha"), SHOP)
    page = client.get(address(draft, "periksa")).content.decode()
    answer = client.post(address(draft, "periksa"))

    assert "Rina Contoh" in page
    business = Business.objects.get()
    assert answer["Location"] == reverse("businesses:receipt", args=[business.pk])
    assert (business.name, business.agency) == ("Dodol Rina", officer.agency)
    assert (business.owner.nik.reveal(), business.owner.sex) == (NIK, "f")
    assert business.coaching_relations.get().agency == officer.agency
    assert [each.purpose for each in Consent.objects.all()] == ["publication"]
    assert not RegistrationDraft.objects.exists()


def test_what_is_wrong_is_told_at_the_field_and_kept(client, draft):
    answer = client.post(address(draft, "orang"), OWNER | {"nik": "31740045079"})

    page = answer.content.decode()
    assert "A NIK has 16 digits; this one has 11." in page
    assert 'value="Rina Contoh"' in page
    draft.refresh_from_db()
    assert typed_in(draft)["nik"] == "31740045079"


def test_what_was_typed_is_there_after_the_connection_dropped(client, draft):
    client.post(
        reverse("businesses:counter_keep", args=[draft.key]), {"owner_name": "Rina"}
    )

    page = client.get(address(draft, "orang")).content.decode()

    assert 'value="Rina"' in page


def test_what_is_typed_lies_sealed(draft):
    keep(draft, OWNER)

    with pytest.MonkeyPatch.context():
        stored = RegistrationDraft.objects.values_list("typed", flat=True).get()
    assert NIK.encode() not in stored.ciphertext


def test_who_is_known_by_his_nik_is_not_made_anew(client, officer, draft):
    known = PersonFactory(agency=officer.agency, name="Rina C.", nik=NIK)
    keep(draft, OWNER | SHOP)

    client.post(address(draft, "periksa"))

    assert list(Person.objects.all()) == [known]
    assert Business.objects.get().owner == known


def test_likely_doubles_are_shown_and_block_nothing(client, officer, draft):
    owner = PersonFactory(agency=officer.agency, phone="0812-0000-0001", name="Rina")
    BusinessFactory(agency=officer.agency, owner=owner, name="Dodol Rina")
    keep(draft, OWNER | SHOP)

    page = client.get(address(draft, "periksa")).content.decode()
    client.post(address(draft, "periksa"))

    assert "the same phone number" in page
    assert Business.objects.count() == 2


def test_another_agencys_record_is_hinted_at_without_its_name(client, draft):
    owner = PersonFactory(nik=NIK, name="Rahasia Contoh")
    BusinessFactory(agency=owner.agency, owner=owner, name="Usaha Rahasia")
    keep(draft, OWNER | SHOP)

    page = client.get(address(draft, "periksa")).content.decode()

    assert f"{owner.agency} has a record with the same number" in page
    assert "Rahasia Contoh" not in page
    assert "Usaha Rahasia" not in page


def test_a_second_click_registers_nothing_twice(client, draft):
    keep(draft, OWNER | SHOP)
    client.post(address(draft, "periksa"))

    answer = client.post(address(draft, "periksa"))

    assert answer.status_code == 404
    assert Business.objects.count() == 1


@pytest.mark.parametrize("page", ["step", "keep", "discard"])
def test_a_begun_registration_is_its_officers_alone(client, draft, page):
    keep(draft, OWNER)
    colleague = UserFactory(agency=draft.officer.agency, roles=["registrar"])
    client.force_login(colleague)
    arguments = [draft.key, "orang"] if page == "step" else [draft.key]

    answer = client.post(reverse(f"businesses:counter_{page}", args=arguments), OWNER)

    assert answer.status_code == 404
    assert RegistrationDraft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("typed", ["\x00", "😀" * 200, "a" * 5_000, "'; DROP TABLE"])
def test_odd_text_is_told_and_breaks_nothing(client, draft, typed):
    answer = client.post(address(draft, "orang"), OWNER | {"owner_name": typed})

    assert answer.status_code in {200, 302}
    assert not Business.objects.exists()
