"""Rows added by COPY are as if saved one by one, also to those who read the history."""

import pghistory
import pytest
from django.db import IntegrityError, transaction

from apps.businesses.models import Business, Claim, Person
from apps.imports.bulk import add_rows, new_keys, quiet_triggers, update_rows
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

pytestmark = pytest.mark.django_db


def _written(row):
    """A row without what differs from one to the next anyway."""
    own = {"id", "pgh_id", "pgh_obj_id", "created_at", "updated_at", "pgh_created_at"}
    own |= {"owner_id", "pgh_context_id", "_state"}
    return {name: value for name, value in vars(row).items() if name not in own}


def test_a_row_and_its_event_are_as_if_it_had_been_saved():
    agency = AgencyFactory()
    owner = Person.objects.create(agency=agency, name="Siti Contoh")
    Business.objects.create(agency=agency, owner=owner, name="Dapur", products="dodol")

    row = {"owner_id": owner.pk, "name": "Dapur", "products": "dodol"}
    add_rows(Business, [row], alike={"agency_id": agency.pk})

    saved, added = Business.objects.order_by("pk")
    assert _written(added) == _written(saved)
    one, other = Business.pgh_event_model.objects.order_by("pgh_id")
    assert _written(other) == _written(one)


def test_sealed_columns_are_sealed_and_lists_kept():
    agency = AgencyFactory()
    [key] = new_keys(Person, 1)
    row = {"id": key, "name": "Siti", "phone": "+6281200001234", "phone_index": "a"}
    row["phone_indexes"] = ["b", "c"]
    add_rows(Person, [row], alike={"agency_id": agency.pk})

    person = Person.objects.get(pk=key)
    assert person.phone.reveal() == "+6281200001234"
    assert person.phone_indexes == ["a", "b", "c"]


def test_each_row_has_one_event_in_the_name_of_who_wrote_it():
    owner = PersonFactory()
    rows = [{"name": "Satu"}, {"name": "Dua"}]
    with pghistory.context(channel="import", batch=7), transaction.atomic():
        quiet_triggers()
        add_rows(
            Business, rows, alike={"agency_id": owner.agency_id, "owner_id": owner.pk}
        )

    events = Business.pgh_event_model.objects.order_by("pgh_id")
    assert [(event.name, event.pgh_label) for event in events] == [
        ("Satu", "insert"),
        ("Dua", "insert"),
    ]
    assert {event.pgh_context.metadata["batch"] for event in events} == {7}


def test_an_update_of_many_rows_writes_an_event_for_each_that_changed():
    BusinessFactory(name="Lama")
    BusinessFactory(name="Baru")
    Business.objects.update(name="Baru")

    events = Business.pgh_event_model.objects.filter(pgh_label="update")
    assert [event.name for event in events] == ["Baru"]


def test_a_row_in_the_way_is_left_out_or_refused():
    business = BusinessFactory()
    Claim.objects.create(business=business, scheme="halal", number="")
    rows = [{"scheme": "halal", "number": ""}, {"scheme": "pirt", "number": ""}]
    alike = {"business_id": business.pk}

    with pytest.raises(IntegrityError), transaction.atomic():
        add_rows(Claim, rows, alike=alike)
    add_rows(Claim, rows, alike=alike, unless_there=True)

    assert sorted(Claim.objects.values_list("scheme", flat=True)) == ["halal", "pirt"]


def test_lists_are_put_back_whole():
    one, other = PersonFactory(), PersonFactory()
    one.phone_indexes, other.phone_indexes = ["a", 'b"\\,'], ["c"]

    update_rows([one, other], ["phone_indexes"])

    for person in (one, other):
        kept = Person.objects.get(pk=person.pk).phone_indexes
        assert set(person.phone_indexes) <= set(kept)


def test_nothing_to_add_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        add_rows(Claim, [])
