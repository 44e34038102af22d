"""What is typed, asked of a small shelf of real tsvectors."""

import pytest
from django.db import connection

from ikmportal.indonesian import Query, Vocabulary, terms_of_query, tsvector

pytestmark = pytest.mark.django_db
SHELF = [
    "Keripik singkong pedas",
    "Kripik pisang",
    "Perajin yang membatik kain",
    "Kopiah songket",
    "Jamur tiram",
    "Oleh-oleh khas Bandung",
    "Dibuat oleh ibu",
    "T-shirt katun",
    "Tahun baru",
    "Meja jati",
]
FIRST = (
    "SELECT document FROM unnest(%s::text[], %s::text[]) shelf (document, words) "
    "WHERE words::tsvector @@ %s::tsquery ORDER BY document"
)


def found(text, *, steps=slice(None)):
    """As the catalogue asks: the first step that finds something."""
    vocabulary = Vocabulary.shipped()
    vectors = [tsvector([("A", document)], vocabulary) for document in SHELF]
    with connection.cursor() as cursor:
        for step in terms_of_query(text, vocabulary).steps[steps]:
            cursor.execute(FIRST, [SHELF, vectors, step])
            if rows := cursor.fetchall():
                return [document for (document,) in rows]
    return []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kerip", ["Keripik singkong pedas", "Kripik pisang"]),
        ("kripi", ["Keripik singkong pedas", "Kripik pisang"]),
        ("membat", ["Perajin yang membatik kain"]),
        ("batik kai", ["Perajin yang membatik kain"]),
        ("kain batik", ["Perajin yang membatik kain"]),
        ("keripik yang pedas", ["Keripik singkong pedas"]),
        ("keripik pis", ["Kripik pisang"]),
        ("oleh-ol", ["Oleh-oleh khas Bandung"]),
        ("oleh2", ["Oleh-oleh khas Bandung"]),
        ("kaos", ["T-shirt katun"]),
        ("t-shi", ["T-shirt katun"]),
        ("kemeja", []),
        ("bandoeng", ["Oleh-oleh khas Bandung"]),
        ("zzzz", []),
        ("", []),
    ],
)
def test_what_is_typed_finds(typed, expected):
    assert found(typed) == expected


@pytest.mark.parametrize("typed", ["jamu", "tahu", "kopi"])
def test_a_whole_word_is_no_piece_of_another(typed):
    assert found(typed, steps=slice(1)) == []


def test_a_whole_word_is_a_beginning_if_nothing_else_is_found():
    assert found("jamu") == ["Jamur tiram"]


def test_words_are_alternatives_if_no_product_has_them_all():
    assert found("keripik kemeja songket") == [
        "Keripik singkong pedas",
        "Kopiah songket",
        "Kripik pisang",
    ]


@pytest.mark.parametrize("typed", ["", " ", "@#$%", "\0", "'\\", "\ud800"])
def test_nothing_to_look_for(typed):
    query = terms_of_query(typed, Vocabulary.shipped())

    assert query == Query()
    assert not query
    assert query.steps == ()


def test_function_words_alone_are_a_beginning():
    assert terms_of_query("dan", Vocabulary.shipped()).steps == ("'dan':*",)


def test_a_long_query_is_read_in_part():
    query = terms_of_query("kain " + "batik tulis lasem " * 2_000, Vocabulary.shipped())

    assert query.steps[0] == "('kain' & 'batik' & 'tulis' & 'lasem')"
