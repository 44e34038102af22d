"""ALTER TABLE while people read: it steps aside instead of making everybody queue."""

import threading
import time

import psycopg
import pytest
from django.db import connection

from ikmportal.operations import upgrading

pytestmark = pytest.mark.slow

BLOCKED_FOR = 3.0  # seconds that a long query holds the table


def login():
    known = connection.settings_dict
    return {"host": known["HOST"], "user": known["USER"], "dbname": known["NAME"]}


def alter(*_args, **_options):
    """What a migration does, in the place of Django's command."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sectors_sectoralias ADD COLUMN planted integer")


@pytest.fixture(autouse=True)
def undone(transactional_db):
    yield
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sectors_sectoralias DROP COLUMN IF EXISTS planted")


def block():
    with psycopg.connect(**login()) as reader:
        reader.execute("SELECT count(*) FROM sectors_sectoralias")
        time.sleep(BLOCKED_FOR)  # its transaction stays open, and with it its lock


def worst_read_during(deed):
    """How long the slowest of many reads took while `deed` was done beside a long query."""
    reads, over = [], threading.Event()

    def read():
        with psycopg.connect(**login(), autocommit=True) as reader:
            while not over.is_set():
                started = time.monotonic()
                reader.execute("SELECT count(*) FROM sectors_sectoralias")
                reads.append(time.monotonic() - started)
                time.sleep(0.01)

    threads = [threading.Thread(target=read) for _ in range(3)]
    threads.append(threading.Thread(target=block))
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    deed()
    over.set()
    for thread in threads:
        thread.join()
    return max(reads)


def test_a_migration_steps_aside(monkeypatch):
    monkeypatch.setattr(upgrading, "call_command", alter)
    said = []

    worst = worst_read_during(lambda: upgrading.migrate(say=said.append))

    print(
        f"\nALTER TABLE behind a {BLOCKED_FOR} s query: worst read {worst * 1000:.0f} ms"
    )
    assert said  # it had to, at least once
    assert worst < BLOCKED_FOR / 2


def test_without_the_limit_everybody_would_queue():
    """The negative control: the same statement, with patience."""
    worst = worst_read_during(alter)

    print(f"\nwithout lock_timeout: worst read {worst * 1000:.0f} ms")
    assert worst > BLOCKED_FOR / 2


def test_another_error_is_not_tried_again(monkeypatch):
    tries = []

    def broken(*_args, **_options):
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(upgrading, "call_command", broken)

    with pytest.raises(Exception, match="division by zero"):
        upgrading.migrate(say=print)
    assert len(tries) == 1
