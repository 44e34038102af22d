"""Asking another agency for a record: nothing of it is shown before it is granted."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.businesses.coaching import answer, ask_for, ticket_of
from apps.businesses.counter import PERSON, begin, keep
from apps.businesses.doubles import known_elsewhere
from apps.businesses.models import Business, CoachingRelation, CoachingRequest
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import (
    BusinessFactory,
    CoachingRequestFactory,
    PersonFactory,
)

NIK = "3171004112850001"


@pytest.fixture
def asking(roles):
    return UserFactory(agency=AgencyFactory(), roles=["registrar"])


@pytest.fixture
def theirs(roles):
    agency = AgencyFactory(name="Dinas Seberang")
    owner = PersonFactory(agency=agency, name="Nama Rahasia", nik=NIK)
    return BusinessFactory(agency=agency, owner=owner, brand="Merek Rahasia")


@pytest.fixture
def keeper(theirs):
    return UserFactory(agency=theirs.agency, roles=["data-administrator"])


def ticket(user):
    [hint] = known_elsewhere({"nik": NIK}, by=user)
    return ticket_of(hint)


def test_the_hint_names_the_agency_and_nothing_of_the_record(client, asking, theirs):
    draft = begin(asking)
    typed = {"owner_name": "Siti", "nik": NIK, "products": "dodol"}
    keep(draft, typed, PERSON)
    client.force_login(asking)

    page = client.get(reverse("businesses:counter_step", args=[draft.key, "periksa"]))

    text = page.content.decode()
    assert "Dinas Seberang has a record with the same number" in text
    assert [word for word in ("Nama Rahasia", "Merek Rahasia") if word in text] == []


def test_what_is_granted_is_seen_and_coached_by_both(client, asking, theirs, keeper):
    client.force_login(asking)
    asked = {"ticket": ticket(asking), "reason": "Binaan kami sejak 2019"}
    page = client.post(reverse("businesses:coaching_ask"), asked, follow=True)
    assert "Merek Rahasia" not in page.content.decode()
    request = CoachingRequest.objects.get()
    assert request.evidence == ["nik"]

    client.force_login(keeper)
    client.post(
        reverse("businesses:coaching_answer", args=[request.pk]),
        {"granted": "yes", "words": ""},
    )

    seen = Business.objects.visible_to(asking)
    assert list(seen) == [theirs]
    assert list(Business.objects.kept_by(asking)) == []
    relation = CoachingRelation.objects.get(business=theirs)
    assert relation.agency == asking.agency


def test_what_is_refused_stays_hidden_and_has_its_reason(
    client, asking, theirs, keeper
):
    request = ask_for(ticket(asking), reason="x", by=asking)
    client.force_login(keeper)
    address = reverse("businesses:coaching_answer", args=[request.pk])

    bare = client.post(address, {"granted": "no", "words": ""})
    assert "Say why it is refused." in bare.content.decode()
    client.post(address, {"granted": "no", "words": "Orang lain"})

    request.refresh_from_db()
    assert (request.state, request.answer) == ("refused", "Orang lain")
    assert not Business.objects.visible_to(asking).exists()


def test_who_asks_does_not_answer(client, asking, theirs):
    request = ask_for(ticket(asking), reason="x", by=asking)
    admin = UserFactory(agency=asking.agency, roles=["data-administrator"])
    client.force_login(admin)

    refused = client.get(reverse("businesses:coaching_answer", args=[request.pk]))

    assert refused.status_code == 404


def test_two_answers_at_once_are_one(asking, theirs, keeper):
    request = ask_for(ticket(asking), reason="x", by=asking)
    answer(request, granted=False, words="Tidak", by=keeper)

    with pytest.raises(ValidationError, match="answered this already"):
        answer(request, granted=True, words="", by=keeper)


def test_asking_twice_is_refused_in_words(asking, theirs):
    ask_for(ticket(asking), reason="x", by=asking)

    with pytest.raises(ValidationError, match="has asked for this already"):
        ask_for(ticket(asking), reason="x", by=asking)


def test_a_ticket_of_ones_own_making_or_too_old_asks_for_nothing(asking, theirs):
    with time_machine.travel("2020-01-01T00:00:00Z"):
        old = ticket(asking)

    for forged in (old, "x", str(theirs.pk)):
        with pytest.raises(ValidationError, match="too old to ask from"):
            ask_for(forged, reason="x", by=asking)


def test_a_request_is_withdrawn_by_who_asked_alone(client, asking, theirs, keeper):
    request = ask_for(ticket(asking), reason="x", by=asking)
    address = reverse("businesses:coaching_undo", args=[request.pk])

    client.force_login(keeper)
    assert client.post(address).status_code == 404
    client.force_login(asking)
    client.post(address)

    request.refresh_from_db()
    assert request.state == "withdrawn"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(
    client, asking, django_assert_num_queries, count
):
    CoachingRequestFactory.create_batch(count, agency=asking.agency)
    client.force_login(asking)

    with django_assert_num_queries(12):
        page = client.get(reverse("businesses:coaching"))

    assert len(page.context["rows"]) == count
