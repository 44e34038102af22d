from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalogue.curation.weighing import (
    Tally,
    grade_for,
    is_lower,
    weighted_mean,
)

THRESHOLDS = {"A": 85, "B": 70, "C": 55}
WEIGHTS = {1: 30, 2: 20, 3: 20, 4: 10, 5: 20}


def test_a_weighted_mean_by_hand():
    sheets = [{1: 5, 2: 4, 3: 4, 4: 2, 5: 3}, {1: 4, 2: 4, 3: 5, 4: 3, 5: 3}]
    # 30·9 + 20·8 + 20·9 + 10·5 + 20·6 = 780, of 2 · 100 · 5 = 1000

    assert weighted_mean(WEIGHTS, sheets) == Decimal("78.0")


@given(st.lists(st.lists(st.integers(1, 5), min_size=5, max_size=5), min_size=1))
def test_the_mean_lies_between_the_lowest_and_the_highest_score(rows):
    sheets = [dict(enumerate(row, start=1)) for row in rows]

    mean = weighted_mean(WEIGHTS, sheets)

    scores = [score for row in rows for score in row]
    assert 20 * min(scores) <= mean <= 20 * max(scores)


def test_nobody_scored():
    assert weighted_mean(WEIGHTS, []) is None
    assert Tally([]).mean is None


@pytest.mark.parametrize(
    ("mean", "grade"),
    [
        ("85.0", "A"),
        ("84.9", "B"),
        ("70.0", "B"),
        ("55.0", "C"),
        ("54.9", "failed"),
    ],
)
def test_a_threshold_is_reached_from_itself_on(mean, grade):
    assert grade_for(Decimal(mean), THRESHOLDS) == grade


def test_what_is_printed_decides():
    """84.95 is printed as 85.0, and so it is an A."""
    weights = {
        1: 1699,
        2: 301,
    }  # 84.95 by fives and zeros that nobody can give: by hand

    assert weighted_mean(weights, [{1: 5, 2: 0}]) == Decimal("85.0")


def test_curators_two_points_apart_are_asked_to_talk():
    assert Tally([2, 4, 3]).is_far_apart
    assert not Tally([3, 4, 4]).is_far_apart
    assert Tally([3, 4, 4]).mean == Decimal("3.7")


def test_the_order_of_grades():
    assert is_lower("C", than="A")
    assert is_lower("failed", than="C")
    assert not is_lower("A", than="A")
