"""A long list is cleaned, compared and written by two processes, and comes out the same."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from django.db import connection

from apps.businesses.models import Business, Claim, Person, YearlyFigures
from apps.imports import bulk, importing
from apps.imports.importing import plan_records, read_list
from apps.imports.matching import comparing
from benchmarks.messy import messy_list
from ikmportal.embedded import BASE_DIR
from ikmportal.side_by_side import (
    Beside,
    NoAnswerError,
    answers_beside,
    dealt_out,
    made_beside,
)
from tests.factories.agencies import AgencyFactory
from tests.imports.importing import ask_and_commit, planned

TWO = pytest.mark.skipif(
    len(os.sched_getaffinity(0)) < 2, reason="there is one processor here"
)


def test_what_is_dealt_out_comes_back_whole():
    def work(share, of):
        return ((number, number**2) for number in range(10) if number % of == share)

    assert dealt_out(work, 2) == {number: number**2 for number in range(10)}


def test_blocks_come_in_their_order():
    blocks = [bytes([number]) * 100_000 for number in range(9)]
    assert b"".join(made_beside(blocks)) == b"".join(blocks)


def test_answers_come_one_by_one_in_their_order():
    answers = ((number, b"x" * 300_000) for number in range(5))
    assert [number for number, _ in answers_beside(answers)] == [0, 1, 2, 3, 4]


def test_an_answer_that_never_comes_is_told_after_those_that_came():
    found = answers_beside(6 // number for number in (2, 1, 0))
    assert [next(found), next(found)] == [3, 6]
    with pytest.raises(NoAnswerError):
        next(found)


def test_what_fails_beside_is_told_here():
    other = Beside(lambda: 1 / 0)
    with pytest.raises(NoAnswerError):
        other.answer()
    other.end()


@pytest.mark.django_db
def test_the_other_process_never_asks_the_database():
    other = Beside(Business.objects.count)
    with pytest.raises(NoAnswerError):
        other.answer()

    assert Business.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


SLEEPER = """
import time
from ikmportal.side_by_side import Beside
other = Beside(lambda: time.sleep(600))
print(other._child.pid, flush=True)
time.sleep(600)
"""


def test_it_ends_with_the_process_that_asked():
    command = [sys.executable, "-c", SLEEPER]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=BASE_DIR)
    other = psutil.Process(int(first.stdout.readline()))
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    deadline = time.monotonic() + 10
    while other.is_running() and other.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def read(agency, content):
    reading = read_list(content, agency, year=2023)
    planning = plan_records(reading.records, agency)
    return (
        [(each.row, each.values, each.cells, each.notes) for each in reading.records],
        [(row.decision, row.reason, row.duplicates) for row in planning.plan.rows],
    )


@pytest.fixture
def in_two(monkeypatch):
    """As for a list of many thousand rows, already at a few."""

    def patch():
        monkeypatch.setattr(importing, "WORTH_IT", 10)
        monkeypatch.setattr(comparing, "WORTH_IT", 10)
        monkeypatch.setattr(bulk, "AT_ONCE", 20)

    return patch


@TWO
@pytest.mark.django_db
def test_it_is_read_and_planned_as_by_one(in_two):
    agency = AgencyFactory()
    lines = messy_list(120).decode("cp1252").splitlines()
    # Doubles of rows of the other part, and «idem» where the second part begins.
    seam = 3 + int(120 * importing.OWN_PART)
    for line, said in [(seam, "idem"), (seam + 1, "sda")]:
        lines[line] = lines[line].replace(lines[line].split(";")[5], said)
    lines[100:104] = lines[10:14]
    content = "\r\n".join(lines).encode("cp1252")

    by_one = read(agency, content)
    in_two()
    by_two = read(agency, content)

    assert by_two == by_one
    said = [note.finding.code for _row, _v, _c, notes in by_two[0] for note in notes]
    assert said.count("text.as_above") == 2
    assert any(duplicates for _decision, _reason, duplicates in by_two[1])


@TWO
@pytest.mark.django_db
def test_it_is_written_as_by_one(in_two, tmp_path):
    content = messy_list(150)
    written = []
    for two in (False, True):
        if two:
            in_two()
        agency = AgencyFactory()
        path = tmp_path / f"{two}.csv"
        path.write_bytes(content)
        batch = planned(path, agency)
        ask_and_commit(batch)
        assert batch.state == "committed"
        businesses = Business.objects.filter(agency=agency)
        written.append(
            {
                "businesses": list(
                    businesses.order_by("pk").values_list(
                        *("name", "products", "address", "nib", "region", "permits")
                    )
                ),
                "people": [
                    (
                        each.name,
                        each.nik.reveal() if each.nik else None,
                        each.nik_status,
                    )
                    for each in Person.objects.filter(agency=agency).order_by("pk")
                ],
                "figures": list(
                    YearlyFigures.objects.filter(business__in=businesses)
                    .order_by("pk")
                    .values_list("year", "workers_male", "investment")
                ),
                "claims": list(
                    Claim.objects.filter(business__in=businesses)
                    .order_by("pk")
                    .values_list("scheme", "number", "raw", "findings")
                ),
            }
        )
    assert written[0] == written[1]
    assert len(written[0]["businesses"]) > 100
