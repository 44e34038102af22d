from itertools import pairwise

import pytest
from django.core.paginator import Paginator
from django.utils.translation import override

from apps.public.templatetags.portal import elided, initials, motif
from ikmportal.rendering import number, percent, rupiah


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("id", ["4.045", "10,91 %", "Rp235.947.000", "0", ""]),
        ("en", ["4,045", "10.91 %", "Rp235,947,000", "0", ""]),
    ],
)
def test_numbers_are_written_as_the_language_has_them(language, expected):
    with override(language):
        shown = [
            number(4045),
            percent(10.91),
            rupiah(235947000),
            number(0),
            number(None),
        ]

    assert shown == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dodol Rina", "DR"),
        ("CV Batik", "BA"),
        ("UD", "–"),
        ("Öko «Kriya»", "ÖK"),
        ("", "–"),
    ],
)
def test_initials_are_two_letters_of_the_name(name, expected):
    assert initials(name) == expected


def test_same_seed_gives_the_same_cloth():
    cloths = {motif(f"dodol-{number}") for number in range(200)}

    assert motif("dodol-rina") == motif("dodol-rina")
    assert len(cloths) > 40


def test_pages_in_the_middle_are_left_out():
    page = Paginator(range(500), 10).get_page(25)

    assert elided(page) == [1, "", 24, 25, 26, "", 50]


def test_covers_in_a_row_are_all_different_and_neighbours_share_nothing():
    row = [motif(place) for place in range(24)]

    assert len(set(row)) == 24
    pairs = pairwise(row)
    assert [pair for pair in pairs if {*pair[0].split()} & {*pair[1].split()}] == []
