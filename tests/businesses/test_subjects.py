"""A person's rights: all that is held, withdrawal at once, erasure, and the 72-hour clock."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import AccessRecord
from apps.businesses.models import Business, Consent, Person, SubjectRequest
from apps.businesses.subjects import answer
from tests.factories.accounts import UserFactory
from tests.factories.businesses import (
    BusinessFactory,
    PersonFactory,
    PersonNameFactory,
    SubjectRequestFactory,
)

pytestmark = pytest.mark.django_db
NIK, PHONE = "3174004507900003", "+6281200000001"


@pytest.fixture
def person(db):
    return PersonFactory(name="Rina Contoh", nik=NIK, phone=PHONE)


@pytest.fixture
def officer(roles, person):
    return UserFactory(agency=person.agency, roles=["data-administrator"])


def asked(person, kind, **fields):
    return SubjectRequestFactory(person=person, kind=kind, **fields)


def test_the_clock_runs_for_three_times_24_hours(person):
    now = timezone.now()
    late = asked(person, "access", received_at=now - timedelta(hours=73))
    asked(person, "access", received_at=now - timedelta(hours=71))

    assert list(SubjectRequest.objects.overdue()) == [late]
    assert late.is_overdue


def test_withdrawal_takes_the_business_from_the_public_at_once(client, person, officer):
    business = BusinessFactory(agency=person.agency, owner=person, listed=True)
    profile = reverse("public:profile", args=[business.slug])
    assert client.get(profile).status_code == 200

    answer(asked(person, "withdrawal"), outcome="done", words="Sudah.", by=officer)

    assert client.get(profile).status_code == 404
    assert not Consent.objects.standing().exists()


def test_restriction_keeps_the_consent_but_shows_nothing(person, officer):
    BusinessFactory(agency=person.agency, owner=person, listed=True)

    answer(asked(person, "restriction"), outcome="done", words="Sudah.", by=officer)

    assert Business.objects.get().listed_at is None
    assert Consent.objects.standing().exists()


def test_erasure_leaves_a_business_of_nobody(person, officer):
    BusinessFactory(agency=person.agency, owner=person, address="Jl. Contoh 1")
    PersonNameFactory(person=person, name="Hj. Rina")

    answer(asked(person, "erasure"), outcome="done", words="Sudah.", by=officer)

    erased = Person.objects.get()
    assert "Rina" not in erased.name
    assert (erased.nik, erased.phone, erased.phone_indexes) == (None, None, [])
    assert not Person.objects.with_phone(PHONE).exists()
    assert Business.objects.get().address == ""
    assert not Business.objects.matching("rina contoh").exists()
    assert SubjectRequest.objects.get().proof["person"] == person.pk


def test_a_refusal_changes_nothing_and_says_why(person, officer):
    BusinessFactory(agency=person.agency, owner=person, listed=True)

    answer(asked(person, "erasure"), outcome="refused", words="Arsip.", by=officer)

    assert Person.objects.get().name == "Rina Contoh"
    assert Business.objects.get().listed_at is not None


def test_a_request_is_answered_once_and_in_words(person, officer):
    request = asked(person, "access")
    with pytest.raises(ValidationError, match="its words"):
        answer(request, outcome="done", words="", by=officer)
    answer(request, outcome="done", words="Dicetak.", by=officer)

    with pytest.raises(ValidationError, match="already"):
        answer(request, outcome="done", words="Lagi.", by=officer)


def test_all_that_is_held_is_masked_and_written_down(client, person, officer):
    BusinessFactory(agency=person.agency, owner=person, name="Dodol Rina")
    client.force_login(officer)

    page = client.get(reverse("businesses:held", args=[person.pk])).content.decode()

    assert "Dodol Rina" in page
    assert "************0003" in page
    assert NIK not in page
    assert PHONE[-10:] not in page
    assert AccessRecord.objects.about(person).count() == 1


def test_a_request_is_noted_and_answered_by_page(client, person, officer):
    client.force_login(officer)

    client.post(
        reverse("businesses:ask", args=[person.pk]),
        {"kind": "access", "channel": "Di loket"},
    )
    request = SubjectRequest.objects.get()
    client.post(
        reverse("businesses:respond", args=[request.pk]),
        {"outcome": "done", "words": "Dicetak dan diserahkan."},
    )

    request.refresh_from_db()
    assert (request.recorded_by, request.answered_by) == (officer, officer)
    assert request.outcome == "done"
