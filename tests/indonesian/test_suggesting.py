"""«Did you mean», with a list of words in PostgreSQL and pg_trgm."""

import pytest
from django.db import connection

from ikmportal.indonesian import (
    LEAST_SIMILAR,
    Candidate,
    Vocabulary,
    suggest,
    words_to_list,
)
from ikmportal.indonesian.suggesting import choose

SHELF = [
    "Keripik singkong",
    "Keripik pisang pedas",
    "Kopi bubuk",
    "Kemeja batik",
    "Rendang kering",
    "Kerajinan anyaman rotan",
]
ALIKE = (
    "SELECT typed.word, shelf.word, similarity(typed.word, shelf.word), shelf.frequency "
    "FROM unnest(%s::text[]) typed (word) JOIN shelf_words shelf ON shelf.word %% typed.word "
    "OR translate(shelf.word, 'aeiou', '') = translate(typed.word, 'aeiou', '')"
)


@pytest.fixture
def lookup(db):
    vocabulary = Vocabulary.shipped()
    listed = [word for text in SHELF for word in words_to_list(text, vocabulary)]
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.similarity_threshold = {LEAST_SIMILAR}")
        cursor.execute(
            "CREATE TEMPORARY TABLE shelf_words AS SELECT word, count(*) AS frequency "
            "FROM unnest(%s::text[]) listed (word) GROUP BY word",
            [listed],
        )

        def ask(words):
            cursor.execute(ALIKE, [words])
            found = {}
            for typed, *candidate in cursor.fetchall():
                found.setdefault(typed, []).append(Candidate(*candidate))
            return found

        yield ask


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("keripk", "keripik"),
        ("Kripik  pisnag, ya", "Kripik  pisang, ya"),
        ("rendnag", "rendang"),
        ("singkog & kopi", "singkong & kopi"),
        ("keripik singkong", None),
        ("dikeringkan", None),  # by its root, which the list has
        ("kerajina", "kerajinan"),
        ("kripk", "keripik"),
        ("krjinan rotn", "kerajinan rotan"),  # as in a message
        ("rndng", "rendang"),
        ("helikopter", None),
        ("dengan", None),
        ("", None),
        ("\0keripk", "keripik"),
    ],
)
def test_a_mistyped_word_is_replaced(lookup, typed, better):
    assert suggest(typed, lookup, Vocabulary.shipped()) == better


def test_the_list_has_words_and_roots_but_no_function_words():
    words = words_to_list("Kerajinan dari rotan 2024, kué", Vocabulary.shipped())

    assert words == {"kerajinan", "rajin", "rotan"}


def test_of_equally_near_words_the_frequent_one_is_chosen():
    alike = [Candidate("batil", 0.5, 1), Candidate("batik", 0.5, 900)]

    assert choose("batix", alike) == "batik"


def test_left_out_vowels_are_no_slip():
    alike = [Candidate("roti", 0.43, 900), Candidate("rotan", 0.37, 9)]

    assert choose("rotn", alike) == "rotan"
    assert choose("rotan", [Candidate("rotn", 0.1, 9)]) is None
    assert choose("kp", [Candidate("kopi", 0.1, 900)]) is None


def test_a_far_word_is_never_chosen():
    assert choose("meja", [Candidate("kemeja", 0.5, 10_000)]) is None
    assert choose("batik", [Candidate("batu", 0.5, 10_000)]) is None
