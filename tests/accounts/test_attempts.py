import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from apps.accounts.attempts import Limit, count, forget, give_back, start_anew
from apps.accounts.models import AttemptCount

LIMIT = Limit("test", 10, timedelta(minutes=15))
THREADS = 24


def allowed(attempts):
    return [attempt.refused_until is None for attempt in attempts]


@pytest.mark.django_db
def test_so_many_attempts_go_ahead_and_no_more():
    assert allowed(count(LIMIT, "siti") for _ in range(12)) == [True] * 10 + [False] * 2


@pytest.mark.django_db
def test_the_wait_begins_with_the_first_attempt_too_many_and_is_not_prolonged():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        [count(LIMIT, "siti") for _ in range(10)]
        clock.shift(timedelta(minutes=14))
        first = count(LIMIT, "siti").refused_until
        clock.shift(timedelta(minutes=5))
        second = count(LIMIT, "siti").refused_until
        expected = timezone.now() + timedelta(minutes=10)

    assert first == second == expected


@pytest.mark.django_db
def test_after_the_window_counting_begins_anew():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        [count(LIMIT, "siti") for _ in range(11)]
        clock.shift(timedelta(minutes=15))

        assert count(LIMIT, "siti").refused_until is None


@pytest.mark.django_db
def test_subjects_and_places_are_counted_apart():
    [count(LIMIT, "siti", "here") for _ in range(11)]

    assert allowed([count(LIMIT, "siti", "there"), count(LIMIT, "made", "here")])
    assert count(LIMIT, " SITI ", "here").refused_until


@pytest.mark.django_db
def test_a_rightful_attempt_is_given_back_or_clears_the_count():
    kept = [count(LIMIT, "siti") for _ in range(10)]

    give_back(kept[-1])
    assert count(LIMIT, "siti").refused_until is None
    start_anew(kept[-1])
    assert AttemptCount.objects.count() == 0


@pytest.mark.django_db
def test_forgetting_a_subject_frees_it_everywhere():
    [count(LIMIT, "siti", place) for place in ("here", "there")]

    assert forget("Siti", LIMIT) == 2


@pytest.mark.django_db
def test_the_table_names_nobody():
    count(LIMIT, "siti@demo.invalid", "203.0.113.7")

    row = str(AttemptCount.objects.values().get())
    assert "siti" not in row
    assert "203.0.113" not in row


def at_once(work):
    """What each of many threads got that begin at the same moment."""
    barrier, found = threading.Barrier(THREADS), []

    def run():
        barrier.wait()
        try:
            found.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_simultaneous_attempts_are_counted_exactly():
    found = at_once(lambda: count(LIMIT, "siti").refused_until is None)

    assert sum(found) == LIMIT.most
    assert AttemptCount.objects.get().count == THREADS


@pytest.mark.slow
def test_reading_and_then_writing_loses_count():
    """Why there is a table: the same with a cache lets more through."""
    cache, pause = caches["default"], threading.Event()

    def careless():
        seen = cache.get("tries", 0)
        pause.wait(0.01)
        cache.set("tries", seen + 1)
        return seen < LIMIT.most

    assert sum(at_once(careless)) > LIMIT.most
