"""«Did you mean»: what was typed against the list of words that products have, never their texts."""

from collections.abc import Iterable, Mapping

from django.db import connection

from apps.catalogue import vocabulary
from ikmportal.indonesian import VOWELS, Candidate, suggest

MOST_ALIKE = 10
# What is left of a word without vowels; that of the list is indexed by it.
_CONSONANTS = f"translate({{word}}, '{VOWELS}', '')"
_SHORT = f"{_CONSONANTS.format(word='word')} = {_CONSONANTS.format(word='asked.word')}"
ALIKE = (
    "SELECT asked.word, known.word, known.alike, known.products "  # noqa: S608  pieces of ours
    "FROM unnest(%s::text[]) AS asked (word), LATERAL ("
    "SELECT word, similarity(word, asked.word) AS alike, products "
    f"FROM catalogue_knownword WHERE (word %% asked.word OR {_SHORT}) "
    "AND NOT EXISTS (SELECT FROM catalogue_knownword AS same WHERE same.word = asked.word) "
    f"ORDER BY {_SHORT} DESC, alike DESC, products DESC LIMIT %s) AS known"
)


def suggestion(text: str) -> str:
    """The same with its mistyped words put right; "" if nothing better is known."""
    return suggest(text, _alike, vocabulary.current()) or ""


def _alike(words: list[str]) -> Mapping[str, Iterable[Candidate]]:
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [words, MOST_ALIKE])
        rows = cursor.fetchall()
    found: dict[str, list[Candidate]] = {word: [] for word in words}
    for asked, word, alike, products in rows:
        found[asked].append(Candidate(word, alike, products))
    return found
