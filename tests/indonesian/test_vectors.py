import pytest
from django.db import connection

from ikmportal.indonesian import Vocabulary, tsvector

VOCABULARY = Vocabulary.shipped()


def as_postgresql_has_it(vector):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text", [vector])
        return cursor.fetchone()[0]


def test_words_have_their_place_and_weight():
    fields = [("A", "Keripik pisang"), ("B", "Dapur Rina"), ("C", "dan manis")]

    assert tsvector(fields, VOCABULARY) == (
        "'dapur':3B 'keripik':1A 'manis':6C 'pisang':2A 'rina':4B"
    )


def test_a_derived_word_is_there_as_written_too():
    assert tsvector([("A", "membatik")], VOCABULARY) == "'batik':1A 'membatik':1A"


def test_the_last_weight_is_written_as_postgresql_does():
    assert tsvector([("D", "kain")], VOCABULARY) == "'kain':1"


def test_an_unknown_weight_is_refused():
    with pytest.raises(ValueError, match="E"):
        tsvector([("E", "kain")], VOCABULARY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "Kain tenun, tali-temali dan oleh-oleh khas Bandung 250gr",
        "batik " * 1_000,
        "a-" * 50_000,
        " ".join(4 * chr(0x20000 + n) * 9 + "x" for n in range(3_000)),
        " ".join("-".join([chr(0x4E00 + n) * 40] * 4) for n in range(3_000)),
    ],
    ids=["plain", "one word", "hyphens", "long words", "long compounds"],
)
def test_postgresql_takes_every_document_as_it_is(text):
    vector = tsvector([("A", text), ("C", text)], VOCABULARY)

    assert as_postgresql_has_it(vector) == vector


@pytest.mark.django_db
def test_copy_takes_a_vector():
    vector = tsvector(
        [("A", "Kué ‘Ma'mun’ \\ \t: 'x'"), ("C", "aneka kue")], VOCABULARY
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE shelf (words tsvector)")
        with cursor.copy("COPY shelf FROM STDIN") as copy:
            copy.write_row([vector])
        cursor.execute("SELECT words::text FROM shelf")

        assert cursor.fetchone()[0] == vector
