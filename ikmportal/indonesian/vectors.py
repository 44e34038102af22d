"""The text of a `tsvector`, made here and not by a configuration of PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterable

from ikmportal.indonesian.analysis import Word, words_of
from ikmportal.indonesian.vocabulary import Vocabulary

MOST_POSITIONS = 255  # of one lexeme, PostgreSQL's own limit
# Of one document, so that its vector stays below the megabyte that PostgreSQL allows, and
# its positions, with the parts of words with hyphens, below 16,384.
MOST_WORDS = 2_500
_MARK = {"A": "A", "B": "B", "C": "C", "D": ""}


def tsvector(fields: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> str:
    """A document as text that `::tsvector`, an UPDATE or a COPY takes: 'keripik':1A 'pisang':2A.

    `fields` are (weight, text), the most important first: after 2,500 words nothing more is
    read. Each word has a place, function words too.
    """
    places: dict[str, dict[int, str]] = defaultdict(dict)
    position = 0
    for weight, text in fields:
        if weight not in _MARK:
            raise ValueError(weight)
        for word in words_of(text, vocabulary):
            if position >= MOST_WORDS:
                break
            for offset, lexeme in _lexemes(word):
                if len(places[lexeme]) < MOST_POSITIONS:
                    places[lexeme].setdefault(position + 1 + offset, weight)
            position += max(1, len(word.terms))
    return " ".join([_entry(lexeme, places[lexeme]) for lexeme in sorted(places)])


def quoted(lexeme: str) -> str:
    """A lexeme as tsvector and tsquery read it, whatever is in it but NUL."""
    if not lexeme.isalnum():
        lexeme = lexeme.replace("\\", "\\\\").replace("'", "''").replace("\0", "")
    return f"'{lexeme}'"


def _lexemes(word: Word) -> Iterable[tuple[int, str]]:
    for offset, term in enumerate(word.terms):
        yield offset, term.root
        if term.exact:
            yield offset, term.exact
    if word.joined:
        yield 0, word.joined


def _entry(lexeme: str, places: dict[int, str]) -> str:
    marks = ",".join([f"{place}{_MARK[weight]}" for place, weight in places.items()])
    return f"{quoted(lexeme)}:{marks}"
