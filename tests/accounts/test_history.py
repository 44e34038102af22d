"""D1 and D2: the history has every change, and refuses to be changed itself."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from apps.accounts.models import AccessRecord
from apps.businesses.models import Person
from ikmportal.history import growing_models, without_trace
from tests.businesses.test_admin import person_fields
from tests.factories.accounts import AccessRecordFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


INSERT = """
    INSERT INTO businesses_person
    (name, agency_id, nik_last_four, nik_status, sex, email, address, created_at)
    VALUES (%s, %s, '', 'missing', '', '', '', now())
"""


def by_the_model(agency):
    PersonFactory(name="Rina", agency=agency)


def in_bulk(agency):
    Person.objects.bulk_create([Person(name="Rina", agency=agency)])


def by_sql(agency):
    sql(INSERT, "Rina", agency.pk)


def by_copy(agency):
    columns = (
        "(name, agency_id, nik_last_four, nik_status, sex, email, address, created_at)"
    )
    with connection.cursor() as cursor:
        command = f"COPY businesses_person {columns} FROM STDIN"
        with cursor.copy(command) as copy:
            copy.write_row(("Rina", agency.pk, "", "missing", "", "", "", "2026-01-01"))


@pytest.mark.parametrize("write", [by_the_model, in_bulk, by_sql, by_copy])
def test_every_way_of_writing_leaves_its_events(agency, write):
    write(agency)
    Person.objects.update(name="Rina Contoh")
    sql("UPDATE businesses_person SET sex = 'f'")
    sql("DELETE FROM businesses_personname")  # the old name, which it remembers
    sql("DELETE FROM businesses_person")

    events = Person.pgh_event_model.objects.order_by("pgh_id")

    assert [(each.pgh_label, each.name, each.sex) for each in events] == [
        ("insert", "Rina", ""),
        ("update", "Rina Contoh", ""),
        ("update", "Rina Contoh", "f"),
        ("delete", "Rina Contoh", "f"),
    ]


@pytest.mark.parametrize("model", growing_models(), ids=lambda model: model.__name__)
def test_what_only_grows_refuses_to_be_emptied(model):
    with pytest.raises(DatabaseError, match="Cannot truncate"), transaction.atomic():
        sql(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE businesses_personevent SET name = 'Budi'",
        "DELETE FROM businesses_personevent",
        "UPDATE accounts_accessrecord SET count = 0",
        "DELETE FROM accounts_accessrecord",
    ],
)
def test_events_and_records_of_looks_refuse_to_be_changed(statement):
    PersonFactory()
    AccessRecordFactory()

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        sql(statement)


def test_every_history_and_the_log_of_looks_are_among_what_only_grows():
    names = {model.__name__ for model in growing_models()}

    assert {"PersonEvent", "BusinessEvent", "UserEvent", "AccessRecord"} <= names


def test_the_owners_path_is_one_table_and_one_transaction_wide():
    PersonFactory(name="Rina")
    AccessRecordFactory()

    with without_trace(Person.pgh_event_model):
        sql("UPDATE businesses_personevent SET name = 'Budi'")
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            AccessRecord.objects.update(count=0)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        sql("UPDATE businesses_personevent SET name = 'Cici'")

    assert Person.pgh_event_model.objects.get().name == "Budi"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_leaves_no_event_is_no_change(client, roles):
    officer = UserFactory(roles=["registrar"])
    person = PersonFactory(agency=officer.agency, name="Rina")
    client.force_login(officer)
    client.raise_request_exception = False
    sql("ALTER TABLE businesses_personevent RENAME TO elsewhere")
    try:
        url = reverse("admin:businesses_person_change", args=[person.pk])
        answer = client.post(url, person_fields(officer.agency, name="Budi"))
    finally:
        sql("ALTER TABLE elsewhere RENAME TO businesses_personevent")

    assert answer.status_code == 500
    assert "personevent" not in answer.content.decode()
    assert Person.objects.get().name == "Rina"
