"""Working on the draft plan: one after the other, told what happened, and undone again."""

import random
from contextlib import suppress
from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.exhibitions.models import BoothAssignment, PlanStep
from apps.exhibitions.placing import (
    days_between,
    lock,
    place,
    redo,
    swap,
    take_off,
    undo,
)
from apps.exhibitions.plan_changes import row_of
from apps.exhibitions.seats import overlap
from tests.factories.accounts import UserFactory
from tests.factories.exhibitions import (
    AFTER,
    FIRST,
    BoothFactory,
    HallFactory,
    ParticipationFactory,
    selected,
)

THIRD = date(2019, 11, 27)
pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return HallFactory()


@pytest.fixture
def booths(hall):
    return [BoothFactory(hall=hall, code=f"A-0{n}", x=2 * n, y=0) for n in range(4)]


@pytest.fixture
def exhibitors(hall):
    return [selected(exhibition=hall.exhibition) for _ in range(4)]


@pytest.fixture
def organiser(hall):
    return UserFactory(agency=hall.exhibition.agency)


def plan(exhibition):
    return {
        (str(each.participation), each.booth.code, each.seat, each.days)
        for each in BoothAssignment.objects.filter(exhibition=exhibition)
    }


def where(participation):
    return [
        (each.booth.code, each.days)
        for each in participation.assignments.order_by("days").select_related("booth")
    ]


def test_it_gets_a_place_on_all_days_and_then_another(hall, booths, exhibitors):
    place(exhibitors[0], booths[0], by=None)
    key = BoothAssignment.objects.get().pk

    place(exhibitors[0], booths[1], by=None)

    assert where(exhibitors[0]) == [("A-01", DateRange(FIRST, AFTER))]
    assert BoothAssignment.objects.get().pk == key  # moved, with one history
    texts = PlanStep.objects.order_by("revision").values_list("text", flat=True)
    assert list(texts) == [
        f"{exhibitors[0]} placed in A-00",
        f"{exhibitors[0]} moved from A-00 to A-01",
    ]


def test_a_taken_booth_is_refused_with_the_name_of_who_is_there(booths, exhibitors):
    place(exhibitors[0], booths[0], by=None)

    with pytest.raises(ValidationError, match=f"A-00 is taken by {exhibitors[0]}"):
        place(exhibitors[1], booths[0], by=None)

    assert where(exhibitors[1]) == []


def test_only_who_is_selected_stands_on_the_plan(hall, booths):
    applicant = ParticipationFactory(exhibition=hall.exhibition)

    with pytest.raises(ValidationError, match="is not selected"):
        place(applicant, booths[0], by=None)


def test_a_shared_booth_gives_the_next_seat(hall, exhibitors):
    shared = BoothFactory(hall=hall, code="S", x=30, y=0, capacity=2)
    for each in exhibitors[:2]:
        place(each, shared, by=None)

    assert sorted(BoothAssignment.objects.values_list("seat", flat=True)) == [1, 2]
    with pytest.raises(ValidationError, match="S is taken by"):
        place(exhibitors[2], shared, by=None)


def test_a_booth_of_another_exhibition_is_refused_by_the_database(exhibitors):
    with pytest.raises(ValidationError):
        place(exhibitors[0], BoothFactory(), by=None)


def test_a_booth_rotates_after_two_days(booths, exhibitors):
    first, second = exhibitors[:2]
    place(first, booths[0], by=None)
    half = days_between(THIRD, date(2019, 11, 28))

    place(first, booths[1], days=half, by=None)
    place(second, booths[0], days=half, by=None)

    assert where(first) == [
        ("A-00", DateRange(FIRST, THIRD)),
        ("A-01", DateRange(THIRD, AFTER)),
    ]
    assert where(second) == [("A-00", DateRange(THIRD, AFTER))]


def test_days_outside_the_exhibition_are_refused(booths, exhibitors):
    with pytest.raises(ValidationError, match="outside the exhibition"):
        place(
            exhibitors[0], booths[0], days=DateRange(AFTER, date(2020, 1, 1)), by=None
        )


def test_two_change_places_in_one_step(hall, booths, exhibitors, organiser):
    one, other = exhibitors[:2]
    place(one, booths[0], by=organiser)
    place(other, booths[1], by=organiser)
    before = plan(hall.exhibition)

    swap(one, other, by=organiser)
    assert [where(each)[0][0] for each in (one, other)] == ["A-01", "A-00"]

    undo(hall.exhibition, by=organiser)
    assert plan(hall.exhibition) == before


def test_a_locked_place_is_neither_moved_nor_swapped_nor_taken(booths, exhibitors):
    one, other = exhibitors[:2]
    place(one, booths[0], by=None)
    place(other, booths[1], by=None)
    lock(one, by=None)

    for deed in (
        lambda: place(one, booths[2], by=None),
        lambda: swap(one, other, by=None),
        lambda: take_off(one, by=None),
    ):
        with pytest.raises(ValidationError, match="Unlock it first"):
            deed()

    lock(one, locked=False, by=None)
    place(one, booths[2], by=None)


def test_twenty_steps_are_undone_and_done_again(hall, booths, exhibitors, organiser):
    plans = [plan(hall.exhibition)]
    dice = random.Random(7)
    while len(plans) < 21:
        try:
            place(dice.choice(exhibitors), dice.choice(booths), by=organiser)
        except ValidationError:
            continue
        plans.append(plan(hall.exhibition))

    for wanted in plans[-2::-1]:
        undo(hall.exhibition, by=organiser)
        assert plan(hall.exhibition) == wanted
    with pytest.raises(ValidationError, match="nothing to undo"):
        undo(hall.exhibition, by=organiser)
    for wanted in plans[1:]:
        redo(hall.exhibition, by=organiser)
        assert plan(hall.exhibition) == wanted
    with pytest.raises(ValidationError, match="nothing to do again"):
        redo(hall.exhibition, by=organiser)


def test_after_a_new_step_there_is_nothing_to_do_again(
    hall, booths, exhibitors, organiser
):
    place(exhibitors[0], booths[0], by=organiser)
    undo(hall.exhibition, by=organiser)
    place(exhibitors[1], booths[0], by=organiser)

    with pytest.raises(ValidationError, match="nothing to do again"):
        redo(hall.exhibition, by=organiser)


def test_what_somebody_else_changed_since_is_not_undone(
    hall, booths, exhibitors, organiser
):
    place(exhibitors[0], booths[0], by=organiser)
    place(exhibitors[0], booths[1], by=UserFactory())

    with pytest.raises(ValidationError, match="changed again since"):
        undo(hall.exhibition, by=organiser)


def test_who_acts_on_an_old_plan_is_told_what_changed(
    hall, booths, exhibitors, organiser
):
    exhibition = hall.exhibition
    seen = exhibition.plan_revision
    other = UserFactory(name="Bu Ratna")
    place(exhibitors[0], booths[0], by=other, seen=seen)

    with pytest.raises(ValidationError, match="Bu Ratna changed this meanwhile"):
        place(exhibitors[0], booths[1], by=organiser, seen=seen)
    place(
        exhibitors[1], booths[1], by=organiser, seen=seen
    )  # has nothing to do with it

    assert where(exhibitors[0])[0][0] == "A-00"
    assert where(exhibitors[1])[0][0] == "A-01"


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_lose_nothing_and_never_double_book():
    hall = HallFactory()
    exhibition = hall.exhibition
    booths = [
        BoothFactory(hall=hall, code=f"B-{n}", x=3 * n, y=0, capacity=1 + n % 2)
        for n in range(6)
    ]
    exhibitors = [selected(exhibition=exhibition) for _ in range(10)]
    users = [UserFactory(agency=exhibition.agency) for _ in range(4)]
    wrong = []

    def work(number):
        dice = random.Random(number)
        try:
            for _ in range(15):
                act(dice, exhibition, booths, exhibitors, dice.choice(users))
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=work, args=[number]) for number in range(20)]
    [each.start() for each in threads]
    [each.join() for each in threads]

    assert wrong == []
    places = list(BoothAssignment.objects.select_related("booth"))
    for one in places:
        assert one.seat <= one.booth.capacity
        for other in places:
            if one.pk < other.pk and overlap(one.days, other.days):
                assert (one.booth_id, one.seat) != (other.booth_id, other.seat)
                assert one.participation_id != other.participation_id
    assert replayed(exhibition) == {each.pk: row_of(each) for each in places}


def act(dice, exhibition, booths, exhibitors, user):
    """Something that an organiser might do now; being refused is part of it."""
    who, other = dice.sample(exhibitors, 2)
    deeds = [
        lambda: place(who, dice.choice(booths), by=user),
        lambda: place(who, dice.choice(booths), days=DateRange(FIRST, THIRD), by=user),
        lambda: swap(who, other, by=user),
        lambda: take_off(who, by=user),
        lambda: undo(exhibition, by=user),
        lambda: redo(exhibition, by=user),
    ]
    with suppress(ValidationError):
        dice.choice(deeds)()


def replayed(exhibition):
    """The plan that its steps lead to: a change that is in none of them was lost."""
    found = {}
    for step in PlanStep.objects.filter(exhibition=exhibition).order_by("revision"):
        for row in step.before:
            assert found.pop(row["id"]) == row
        found |= {row["id"]: row for row in step.after}
    return found


@pytest.mark.django_db(transaction=True)
def test_without_the_constraints_who_looks_and_then_writes_books_twice():
    """The control: it is the database that decides, not the look before."""
    hall = HallFactory()
    booth = BoothFactory(hall=hall)
    exhibitors = [selected(exhibition=hall.exhibition) for _ in range(8)]
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE exhibitions_boothassignment "
            "DROP CONSTRAINT exhibitions_boothassignment_one_on_a_seat"
        )
    try:
        together(booth, exhibitors)
        assert booth.assignments.count() > 1
    finally:
        BoothAssignment.objects.all().delete()
        constraint = next(
            each
            for each in BoothAssignment._meta.constraints
            if each.name.endswith("one_on_a_seat")
        )
        with connection.schema_editor() as editor:
            editor.add_constraint(BoothAssignment, constraint)


def together(booth, exhibitors):
    """All look whether the seat is free, and then all take it."""
    barrier = Barrier(len(exhibitors))

    def naive(participation):
        try:
            if not booth.assignments.exists():
                barrier.wait(10)
                BoothAssignment.objects.create(
                    exhibition=booth.exhibition,
                    booth=booth,
                    participation=participation,
                    days=DateRange(FIRST, AFTER),
                )
        finally:
            connection.close()

    threads = [Thread(target=naive, args=[each]) for each in exhibitors]
    [each.start() for each in threads]
    [each.join() for each in threads]
