"""Words that a search must and must not find, as PostgreSQL itself answers."""

import pytest

from ikmportal.indonesian import Vocabulary
from tests.indonesian.pairs import found_by_postgresql, found_by_us, pairs_of, score

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("search-pairs", 56),
        ("search-pairs-held-out", 116),
        ("search-pairs-fresh", 81),
    ],
)
def test_all_pairs_are_right(name, wanted):
    pairs = pairs_of(name)

    got = score(pairs, found_by_us(pairs, Vocabulary.shipped()))

    print(name, got)
    assert (got.missed, got.wrong) == ([], [])
    assert got.wanted == wanted


@pytest.mark.parametrize(
    ("name", "floor", "most_wrong"),
    [
        ("search-pairs", 45, 0),
        ("search-pairs-held-out", 79, 2),
        ("search-pairs-fresh", 75, 1),
    ],
)
def test_rules_alone_find_most(name, floor, most_wrong):
    """Without a single row: what an office gets for words that nobody thought of."""
    pairs = pairs_of(name)

    got = score(pairs, found_by_us(pairs, Vocabulary([])))

    print(name, got)
    assert got.wanted - len(got.missed) >= floor
    assert len(got.wrong) <= most_wrong


def test_the_configuration_of_postgresql_would_not_do():
    pairs = pairs_of("search-pairs")

    got = score(pairs, found_by_postgresql(pairs))

    print(got)
    assert len(got.missed) == 19
    assert ("kemeja", "meja", False) in got.wrong
