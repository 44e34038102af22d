"""«Did you mean»: what was typed against the list of words that products have, never their texts."""

from collections.abc import Iterable, Mapping

from django.db import connection

from apps.catalogue import vocabulary
from ikmportal.indonesian import Candidate, suggest

MOST_ALIKE = 10


def suggestion(text: str) -> str:
    """The same with its mistyped words put right; "" if nothing better is known."""
    return suggest(text, _alike, vocabulary.current()) or ""


def _alike(words: list[str]) -> Mapping[str, Iterable[Candidate]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.word, known.word, known.alike, known.products "
            "FROM unnest(%s::text[]) AS asked (word), LATERAL ("
            "SELECT word, similarity(word, asked.word) AS alike, products "
            "FROM catalogue_knownword WHERE word %% asked.word "
            "AND NOT EXISTS (SELECT FROM catalogue_knownword AS same WHERE same.word = asked.word) "
            "ORDER BY alike DESC, products DESC LIMIT %s) AS known",
            [words, MOST_ALIKE],
        )
        rows = cursor.fetchall()
    found: dict[str, list[Candidate]] = {word: [] for word in words}
    for asked, word, alike, products in rows:
        found[asked].append(Candidate(word, alike, products))
    return found
