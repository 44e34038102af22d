"""D1: on a server the web's role cannot make history up; what it does is written all the same."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from apps.accounts.models import AccessRecord
from apps.businesses.models import Person
from ikmportal.operations.rights import grant_rights
from tests.factories.accounts import AccessRecordFactory, UserFactory
from tests.factories.businesses import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Event = Person.pgh_event_model
COPY = "INSERT INTO businesses_personevent SELECT * FROM businesses_personevent LIMIT 0"


@pytest.fixture
def as_the_web():
    """All that follows is done with the rights that `grant_rights` gives."""
    person = PersonFactory(name="Rina")
    user = UserFactory(agency=person.agency)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE ROLE web_of_tests")
        grant_rights(connection, "web_of_tests")
        cursor.execute("SET LOCAL ROLE web_of_tests")
    return person, user


def test_a_change_is_written_down_though_its_author_cannot_write_there(as_the_web):
    person, user = as_the_web
    person.name = "Rina Contoh"
    person.save(update_fields=["name"])
    AccessRecordFactory(user=user, agency=person.agency)

    names = Event.objects.order_by("pgh_id").values_list("name", flat=True)
    assert list(names) == ["Rina", "Rina Contoh"]
    assert AccessRecord.objects.count() == 1


def test_an_event_of_ones_own_making_is_refused(as_the_web):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(COPY)


def test_without_the_rights_it_would_be_taken():
    """The negative control: whoever owns the table may."""
    with connection.cursor() as cursor:
        cursor.execute(COPY)
