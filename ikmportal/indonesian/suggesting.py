"""«Did you mean»: which words of a query nothing has, and which known word each stands for.

The known words are a list with frequencies (`words_to_list` fills it), in which a trigram index
finds what is alike; full texts are never compared. Asking the list is the caller's part.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from ikmportal.indonesian.queries import MOST_CHARACTERS, MOST_WORDS
from ikmportal.indonesian.spelling import normal_form, tokens
from ikmportal.indonesian.vocabulary import Vocabulary

SHORTEST = 4  # letters of a word that is worth a guess
LEAST_SIMILAR = 0.3  # pg_trgm's own threshold
_WORD = re.compile(r"[^\W\d_]+")


class Candidate(NamedTuple):
    """A word of the list that is like the one looked for."""

    word: str
    similarity: float  # pg_trgm's, 0 to 1
    frequency: int  # documents that have it


# Takes words; gives candidates by word, and an empty list for a word that the list has.
Lookup = Callable[[list[str]], Mapping[str, Iterable[Candidate]]]


def words_to_list(text: str, vocabulary: Vocabulary) -> set[str]:
    """The words of a document that belong in the list: whole, of letters, in normal form."""
    return {
        part
        for parts in tokens(text)
        for part in parts
        if _is_worth(part, vocabulary)
    }


def doubtful_words(text: str, vocabulary: Vocabulary) -> list[str]:
    """The words of a query that may be mistyped, in its order: function words never are."""
    found = (
        part
        for parts in tokens(text[:MOST_CHARACTERS])
        for part in parts
        if _is_worth(part, vocabulary)
    )
    return list(dict.fromkeys(found))[:MOST_WORDS]


def suggest(text: str, lookup: Lookup, vocabulary: Vocabulary) -> str | None:
    """The query with its mistyped words replaced; None if there is nothing better.

    A word that no candidate resembles stays as it was typed.
    """
    words = doubtful_words(text, vocabulary)
    if not words:
        return None
    found = lookup(words)
    better = {word: choose(word, found.get(word, ())) for word in words}
    replacements = {word: new for word, new in better.items() if new}
    return replaced(text, replacements) if replacements else None


def choose(word: str, candidates: Iterable[Candidate]) -> str | None:
    """The candidate that was most likely meant: near in spelling first, frequent second.

    One slip of the finger a four letters, in which two letters exchanged count as one.
    """
    near = (
        (_likelihood(word, candidate), candidate.word)
        for candidate in candidates
        if candidate.similarity >= LEAST_SIMILAR
        and candidate.word != word
        and DamerauLevenshtein.distance(word, candidate.word) <= max(1, len(word) // 4)
    )
    return max(near, default=(0.0, None))[1]


def replaced(text: str, replacements: Mapping[str, str]) -> str:
    """The query as it was typed, but for the words replaced."""

    def better(match: re.Match[str]) -> str:
        return replacements.get(normal_form(match[0]), match[0])

    return _WORD.sub(better, text[:MOST_CHARACTERS].replace("\0", ""))


def _likelihood(word: str, candidate: Candidate) -> float:
    slips = DamerauLevenshtein.distance(word, candidate.word)
    return candidate.similarity - slips / len(word) + math.log10(1 + candidate.frequency) / 10


def _is_worth(word: str, vocabulary: Vocabulary) -> bool:
    return (
        len(word) >= SHORTEST and word.isalpha() and word not in vocabulary.function_words
    )
