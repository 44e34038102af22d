"""No gap, no double: fifty at once, some of whom fail after they have drawn."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain

import pytest
from django.db import ProgrammingError, connection, transaction
from typst import TypstError

from apps.documents.issuing import Paper, issue
from apps.documents.kinds import LETTER
from apps.documents.models import Document, NumberSeries
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.documents import DocumentFactory, NumberSeriesFactory

THREADS = 50
DRAWS = 3


class GivenUpError(Exception):
    pass


def at_once(draw):
    """Fifty threads that begin together; each third of their transactions is rolled back."""
    start = threading.Barrier(THREADS)

    def work(place):
        kept = []
        start.wait()
        for turn in range(DRAWS):
            try:
                with transaction.atomic():
                    kept_number = draw()
                    if (place + turn) % 3 == 0:
                        raise GivenUpError
                kept.append(kept_number)
            except GivenUpError:
                pass
        connection.close()
        return kept

    with ThreadPoolExecutor(THREADS) as threads:
        return sorted(chain.from_iterable(threads.map(work, range(THREADS))))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_threads_draw_without_gap_or_double_though_some_roll_back():
    agency = AgencyFactory()

    def draw():
        return NumberSeries.objects.opened(agency, LETTER, 2026).draw()

    drawn = at_once(draw)

    assert len(drawn) == THREADS * DRAWS * 2 // 3
    assert drawn == list(range(1, len(drawn) + 1))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_check_finds_the_gaps_of_a_database_sequence():
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE with_gaps")

    def draw():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('with_gaps')")
            return cursor.fetchone()[0]

    drawn = at_once(draw)

    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE with_gaps")
    assert drawn != list(range(1, len(drawn) + 1))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_check_finds_the_doubles_of_reading_and_writing():
    series = NumberSeriesFactory()

    def draw():
        NumberSeries.objects.filter(pk=series.pk).update(last=series.last + 1)
        return series.last + 1

    drawn = at_once(draw)

    assert len(set(drawn)) < len(drawn)


@pytest.mark.django_db
def test_a_document_that_cannot_be_made_gives_its_number_back():
    agency = AgencyFactory()
    DocumentFactory(agency=agency)
    paper = Paper(kind=LETTER, agency=agency, subject="x" * 201, content={})

    with pytest.raises(TypstError), transaction.atomic():
        issue(paper, by=UserFactory(agency=agency))

    assert DocumentFactory(agency=agency).sequence == 2


@pytest.mark.django_db
def test_each_agency_and_year_has_its_own_numbers():
    agency = AgencyFactory(code="DISPERINDAG-DPS")
    days = [datetime(2024, 10, 3, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC)]

    numbers = [
        DocumentFactory(agency=agency, at=day).number for day in [*days, days[1]]
    ]

    assert numbers == [
        "001/SRT/DISPERINDAG-DPS/X/2024",
        "001/SRT/DISPERINDAG-DPS/I/2025",
        "002/SRT/DISPERINDAG-DPS/I/2025",
    ]
    assert DocumentFactory().sequence == 1


@pytest.mark.django_db
def test_the_year_is_that_of_the_calendar_on_the_wall():
    in_utc_still_2025 = datetime(2025, 12, 31, 18, tzinfo=UTC)

    document = DocumentFactory(at=in_utc_still_2025)

    assert document.series.year == 2026
    assert document.number.endswith("/I/2026")
    assert document.payload["date"] == "1 Januari 2026"


@pytest.mark.django_db
def test_a_new_year_goes_on_with_the_agencys_own_pattern():
    agency = AgencyFactory()
    NumberSeriesFactory(
        agency=agency, year=2025, pattern="503/{number}/{year}", last=87
    )

    series = NumberSeries.objects.opened(agency, LETTER, 2026)

    assert (series.pattern, series.last) == ("503/{number}/{year}", 0)


@pytest.mark.django_db
def test_a_series_begun_elsewhere_goes_on():
    agency = AgencyFactory()
    NumberSeriesFactory(agency=agency, pattern="503/{number}/{year}", last=87)

    document = DocumentFactory(agency=agency)

    assert document.sequence == 88


@pytest.mark.django_db
@pytest.mark.parametrize("last", [1, 4])
def test_the_database_refuses_a_counter_that_jumps(last):
    series = NumberSeriesFactory(last=2)

    with pytest.raises(ProgrammingError, match="one by one"), transaction.atomic():
        NumberSeries.objects.filter(pk=series.pk).update(last=last)


@pytest.mark.django_db
def test_no_document_can_be_taken_out_of_its_series():
    document = DocumentFactory()

    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Document.objects.filter(pk=document.pk).delete()
