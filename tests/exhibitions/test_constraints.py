"""What the plan of an exhibition must never hold, refused by the database itself."""

from contextlib import contextmanager
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.exhibitions.models import BoothAssignment
from tests.factories.exhibitions import (
    AFTER,
    FIRST,
    BoothAssignmentFactory,
    BoothFactory,
    ExhibitionFactory,
    HallFactory,
    ParticipationFactory,
)

THIRD = date(2019, 11, 27)
pytestmark = pytest.mark.django_db


@contextmanager
def refused(constraint):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert constraint in caught.value.__cause__.diag.constraint_name


def test_booths_may_touch_and_not_overlap():
    hall = HallFactory(width=10, depth=10)
    BoothFactory(hall=hall, x=0, y=0)
    BoothFactory(hall=hall, x=2, y=0)
    BoothFactory(hall=HallFactory(exhibition=hall.exhibition), x=0, y=0)

    with refused("none_overlaps"):
        BoothFactory(hall=hall, x="1.99", y="1.99")


@pytest.mark.parametrize(("x", "y"), [("8.01", 0), (0, "8.01"), (-1, 0)])
def test_a_booth_lies_in_its_hall(x, y):
    hall = HallFactory(width=10, depth=10)

    with pytest.raises(IntegrityError), transaction.atomic():
        BoothFactory(hall=hall, x=x, y=y)


def test_a_booth_and_its_hall_are_of_one_exhibition():
    with refused("lies_in_its_hall"):
        BoothFactory(hall=HallFactory(), exhibition=ExhibitionFactory())


def test_a_seat_is_given_once_on_a_day():
    first = BoothAssignmentFactory(days=DateRange(FIRST, THIRD))
    BoothAssignmentFactory(booth=first.booth, days=DateRange(THIRD, AFTER))

    with refused("one_on_a_seat"):
        BoothAssignmentFactory(booth=first.booth, days=DateRange(FIRST, AFTER))


def test_an_exhibitor_stands_in_one_place_on_a_day():
    first = BoothAssignmentFactory()
    other = BoothFactory(hall=first.booth.hall)

    with refused("in_one_place"):
        BoothAssignmentFactory(booth=other, participation=first.participation)


def test_a_shared_booth_has_the_seats_it_has():
    booth = BoothFactory(capacity=2)
    BoothAssignmentFactory(booth=booth, seat=1)
    BoothAssignmentFactory(booth=booth, seat=2)

    with refused("seat_exists"):
        BoothAssignmentFactory(booth=booth, seat=3)
    with refused("seats_those_it_has"):
        booth.capacity = 1
        booth.save()
    with refused("seats_those_it_has"):
        booth.capacity, booth.is_out_of_use = 2, True
        booth.save()


def test_a_booth_that_is_out_of_use_takes_nobody():
    with refused("seat_exists"):
        BoothAssignmentFactory(booth=BoothFactory(is_out_of_use=True))


@pytest.mark.parametrize(
    "days",
    [DateRange(date(2019, 11, 24), AFTER), DateRange(FIRST, date(2019, 11, 30))],
)
def test_days_are_those_of_the_exhibition(days):
    with refused("days_of_exhibition"):
        BoothAssignmentFactory(days=days)


def test_somebody_of_another_exhibition_gets_no_place():
    stranger = ParticipationFactory()

    with refused("participation_of_the_exhibition"):
        placed_at_once(stranger)


def placed_at_once(participation):
    BoothAssignmentFactory(participation=participation)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_two_change_places_in_one_transaction():
    one = BoothAssignmentFactory()
    other = BoothAssignmentFactory(booth=BoothFactory(hall=one.booth.hall))

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        one.booth, other.booth = other.booth, one.booth
        one.save()
        other.save()

    assert BoothAssignment.objects.get(pk=one.pk).booth == one.booth


def test_participation_is_decided_with_a_name_and_a_reason():
    with refused("decided_with_reason"):
        ParticipationFactory(state="selected")


def test_a_business_takes_part_once():
    first = ParticipationFactory()

    with refused("participation_once"):
        ParticipationFactory(exhibition=first.exhibition, business=first.business)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_want_a_seat_at_once_one_gets_it():
    booth = BoothFactory()
    people = ParticipationFactory.create_batch(8, exhibition=booth.exhibition)
    together, results = Barrier(8), []

    def take(participation):
        try:
            together.wait()
            BoothAssignment.objects.create(
                exhibition=booth.exhibition,
                booth=booth,
                participation=participation,
                days=DateRange(FIRST, AFTER),
            )
            results.append("taken")
        except IntegrityError:
            results.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=take, args=[each]) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["refused"] * 7 + ["taken"]
