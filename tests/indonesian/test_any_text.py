"""Whatever is written or typed, nothing breaks, in Python or in PostgreSQL."""

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ikmportal.indonesian import Vocabulary, analyse, suggest, terms_of_query, tsvector
from ikmportal.indonesian.spelling import normal_form, tokens
from ikmportal.indonesian.vectors import quoted

VOCABULARY = Vocabulary.shipped()
LETTERS = "abdegiklmnoprstuy"
PIECES = st.sampled_from(
    [
        "ke",
        "me",
        "ber",
        "an",
        "nya",
        "-",
        "2",
        " ",
        "'",
        "oe",
        "dan",
        "batik",
        "\\",
        "\0",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text("abc&|!<>:*()'\"\\ \0-\u2019\u0301\u0130", max_size=60),
    st.lists(st.one_of(PIECES, st.text(LETTERS, max_size=6)), max_size=30).map("".join),
)


@given(text=TEXTS)
def test_normal_form_is_its_own(text):
    assert normal_form(normal_form(text)) == normal_form(text)


@given(text=TEXTS)
def test_words_are_letters_and_digits(text):
    assert all(part.isalnum() for parts in tokens(text) for part in parts)


@given(text=TEXTS)
def test_roots_are_their_own(text):
    roots = analyse(text, VOCABULARY)

    assert [VOCABULARY.root_of(root) for root in roots] == roots


@pytest.mark.django_db
@settings(deadline=None)
@given(name=TEXTS, description=TEXTS)
def test_postgresql_takes_every_vector_and_finds_a_text_by_itself(name, description):
    vector = tsvector([("A", name), ("C", description)], VOCABULARY)
    steps = list(terms_of_query(name, VOCABULARY).steps)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text", [vector])
        assert cursor.fetchone()[0] == vector
        cursor.execute(
            "SELECT %s::tsvector @@ x::tsquery FROM unnest(%s::text[]) x",
            [vector, steps],
        )
        found = [matched for (matched,) in cursor.fetchall()]
    if analyse(name, VOCABULARY):
        assert found == [True] * len(steps)


@pytest.mark.django_db
@settings(deadline=None)
@given(lexeme=st.text(st.characters(codec="utf-8"), min_size=1, max_size=50))
def test_quoted_text_is_one_lexeme(lexeme):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(%s::tsvector)", [quoted("x" + lexeme)])
        assert cursor.fetchone()[0] == ["x" + lexeme.replace("\0", "")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "kain & batik | ! <-> :* ()",
        "kain:*A & 'x' | \\' -- ;",
        "a" * 10_000,
        "ab" * 5_000,
        "-" * 10_000,
        "a-" * 5_000,
        "!(" * 5_000,
        "'" * 10_000,
        "\0kain\0" * 1_000,
        "Batik " * 2_000,
        "\ud800kain",
    ],
)
def test_hostile_queries_are_harmless(text):
    with connection.cursor() as cursor:
        for step in terms_of_query(text, VOCABULARY).steps:
            cursor.execute("SELECT %s::tsquery::text", [step])
            assert cursor.fetchone()[0]


@given(text=TEXTS)
def test_a_suggestion_that_no_list_has_is_none(text):
    assert suggest(text, lambda words: {}, VOCABULARY) is None
