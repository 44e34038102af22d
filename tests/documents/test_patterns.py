from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.documents.patterns import pattern_is_complete, written

DAY = date(2024, 10, 3)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{number:03}/{kind}/{roman_month}/{year}", "003/BIMTEK-IKM/X/2024"),
        ("503/{number}/{agency}/{month:02}/{year}", "503/3/DINAS/10/2024"),
    ],
)
def test_a_number_is_written_as_the_pattern_says(pattern, number):
    shown = written(pattern, number=3, kind="BIMTEK-IKM", agency="DINAS", day=DAY)

    assert shown == number


def test_a_long_number_is_not_cut():
    assert written("{number:03}", number=1234, kind="", agency="", day=DAY) == "1234"


@pytest.mark.parametrize(
    "pattern",
    [
        "{number}/{kind}",
        "{kind}/{year}",
        "{number}/{year}/{secret}",
        "{number.__class__}/{year}",
        "{number}/{year}/{",
    ],
)
def test_a_pattern_that_would_repeat_or_reach_further_is_refused(pattern):
    with pytest.raises(ValidationError):
        pattern_is_complete(pattern)
