"""Doubles and errors in cells of a workbook that nothing was learned from, by its truth."""

import json

import pytest

from apps.businesses.matching.evidence import DOUBTFUL, SAME
from apps.businesses.matching.weights import FILE, read_weights
from apps.businesses.models import Business
from apps.regions.models import Region
from apps.regions.official import official_rows
from apps.sectors.models import KbliCode
from benchmarks import doubles, learn_weights
from benchmarks.balinese import CITY, TRADES
from benchmarks.cell_errors import ERRORS
from benchmarks.clerks import KINDS
from benchmarks.workbooks import workbook
from tests.factories.agencies import AgencyFactory

ROWS, ERRORS_PUT = 800, 48


@pytest.fixture
def denpasar(db):
    """The official villages of Denpasar, and the KBLI codes of the trades."""
    for row in official_rows():
        if row.code == "51" or row.code.startswith(CITY):
            Region.objects.create(**row._asdict())
    for code in {trade.kbli for trade in TRADES}:
        KbliCode.objects.create(version="2020", code=code, title=code)
    return AgencyFactory(region_id=CITY)


@pytest.mark.parametrize("seed", [21, 22])
def test_doubles_and_errors_are_found_in_what_was_not_learned_from(denpasar, seed):
    assert seed not in learn_weights.LEARNED_FROM
    book = workbook(seed, ROWS, ERRORS_PUT)

    reading, planning = doubles.planned(book, denpasar)
    ask = doubles.against(book, doubles.pairs_found(planning, DOUBTFUL))
    same = doubles.against(book, doubles.pairs_found(planning, SAME))

    assert len(reading.records) == ROWS
    assert ask.recall >= doubles.LEAST_RECALL, ask.missed
    assert ask.precision >= doubles.LEAST_PRECISION
    assert same.precision >= doubles.LEAST_WHEN_SURE
    assert {error.kind for error in book.errors} == set(ERRORS)
    assert doubles.errors_unsaid(book, reading) == []


@pytest.mark.slow
def test_who_stands_in_the_register_is_told_from_his_namesakes(denpasar):
    book = workbook(21, ROWS, ERRORS_PUT)

    joined, rightly = doubles.joined_rightly(book, denpasar)

    assert joined > 20
    assert rightly >= doubles.LEAST_WHEN_SURE * joined
    assert not Business.objects.exists()


def test_a_workbook_has_its_doubles_and_what_only_looks_like_one():
    book = workbook(21, ROWS, ERRORS_PUT)
    kinds = list(book.kinds.values())

    assert len(kinds) == ROWS
    assert sum(kind in KINDS for kind in kinds) == pytest.approx(0.12 * ROWS, abs=2)
    assert min(kinds.count("namesake"), kinds.count("relative")) == 40
    assert workbook(21, ROWS, ERRORS_PUT).pairs == book.pairs


def test_the_weights_have_every_level_that_is_learned():
    data = json.loads(FILE.read_text(encoding="utf-8"))
    weights = read_weights(data)

    assert data["learned_from"] == list(learn_weights.LEARNED_FROM)
    assert {f: list(levels) for f, levels in data["levels"].items()} == (
        learn_weights.LEVELS
    )
    assert 0 < weights.ask < weights.same
    assert weights.score(weights.ask) == DOUBTFUL
    assert weights.score(weights.same) == SAME
