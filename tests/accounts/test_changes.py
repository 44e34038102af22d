"""History in two clicks: who, from what to what; one field back; a record on a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.accounts.changes import as_of, changes_of, put_back
from apps.businesses.models import Business
from ikmportal.history import without_trace
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory, ClaimFactory, PersonFactory

pytestmark = pytest.mark.django_db
NIK = "3174004507900003"


@pytest.fixture
def business(db):
    return BusinessFactory(name="Dodol Rina", products="dodol")


def change(business, **fields):
    Business.objects.filter(pk=business.pk).update(**fields)
    business.refresh_from_db()


def told(changes):
    return [
        (each.kind, each.what, [(f.name, f.old, f.new) for f in each.fields])
        for each in changes
    ]


def test_changes_say_from_what_to_what_the_newest_first(business):
    change(business, products="dodol, wajik")
    change(business, products="dodol")

    assert told(changes_of(business)) == [
        ("update", "", [("products", "dodol, wajik", "dodol")]),
        ("update", "", [("products", "dodol", "dodol, wajik")]),
        ("insert", "", []),
    ]


def test_rows_that_belong_to_a_record_stand_in_its_history(business):
    ClaimFactory(business=business, number="ID31110000000000001")

    (claim,) = [each for each in changes_of(business) if each.what == "claim"]

    assert ("number", "–", "ID31110000000000001") in told([claim])[0][2]


def test_what_was_found_is_told_in_sentences(business):
    codes = ["pirt.old", "pirt.expires", "gone.since"]
    ClaimFactory(business=business, scheme="pirt", findings=codes)

    (claim,) = [each for each in changes_of(business) if each.what == "claim"]

    assert (
        "findings",
        "–",
        "An old P-IRT number of 12 digits: it has to be renewed. It ends in …. gone.since",
    ) in told([claim])[0][2]


def test_what_is_sealed_is_said_to_change_but_not_what_it_was(db):
    person = PersonFactory(nik=NIK)
    person.set_nik("3174004507900004")
    person.save()

    text = str(told(changes_of(person)))

    assert "••••" in text
    assert NIK not in text
    assert "3174004507900004" not in text


def test_one_field_goes_back_and_the_others_stay(business):
    change(business, products="wajik", address="Jl. Contoh 1")
    event = changes_of(business)[0].event
    change(business, address="Jl. Contoh 2")

    put_back(business, event, "products")

    business.refresh_from_db()
    assert (business.products, business.address) == ("dodol", "Jl. Contoh 2")


def test_a_field_does_not_go_back_against_a_constraint(db):
    business = BusinessFactory(status="prospect")
    change(business, status="active")
    event = changes_of(business)[0].event
    change(business, listed_at=timezone.now(), slug="dodol-rina-1")

    with pytest.raises(ValidationError, match="Only an active business"):
        put_back(business, event, "status")

    business.refresh_from_db()
    assert business.status == "active"


@pytest.mark.parametrize("name", ["nik", "created_at", "listed_at", "nothing"])
def test_what_is_sealed_or_derived_is_not_put_back(business, name):
    change(business, products="wajik")

    with pytest.raises(ValidationError):
        put_back(business, changes_of(business)[0].event, name)


def test_a_record_is_shown_as_it_was_on_a_day(business):
    events = Business.pgh_event_model
    with without_trace(events):  # as if it had been registered a month ago
        earlier = timezone.now() - timedelta(days=30)
        events.objects.filter(pgh_obj=business).update(pgh_created_at=earlier)
    change(business, products="wajik")

    today = dict(as_of(business, timezone.localdate()))
    before = dict(as_of(business, timezone.localdate() - timedelta(days=10)))

    assert (before["products"], today["products"]) == ("dodol", "wajik")
    assert as_of(business, date(2020, 1, 1)) is None


def page_of(business):
    return reverse("admin:businesses_business_history", args=[business.pk])


def test_the_history_page_puts_a_field_back(client, roles, business):
    client.force_login(UserFactory(agency=business.agency, roles=["registrar"]))
    change(business, products="wajik")
    event = changes_of(business)[0].event

    page = client.get(page_of(business)).content.decode()
    client.post(page_of(business), {"event": event, "field": "products"})

    assert "<del>dodol</del>" in page
    business.refresh_from_db()
    assert business.products == "dodol"
    assert changes_of(business)[0].channel == "admin"


def test_who_only_reads_puts_nothing_back(client, roles, business):
    client.force_login(UserFactory(agency=business.agency, roles=["leadership"]))
    change(business, products="wajik")
    event = changes_of(business)[0].event

    page = client.get(page_of(business)).content.decode()
    answer = client.post(page_of(business), {"event": event, "field": "products"})

    assert "<del>dodol</del>" in page
    assert 'name="event"' not in page
    assert answer.status_code == 403
    business.refresh_from_db()
    assert business.products == "wajik"


def test_the_history_of_another_agency_is_not_there(client, roles, business):
    client.force_login(UserFactory(roles=["registrar"]))

    answer = client.get(page_of(business))

    assert answer.status_code == 302
    assert "dodol" not in answer.content.decode()
