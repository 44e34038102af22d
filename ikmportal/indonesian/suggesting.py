"""«Did you mean»: which words of a query nothing has, and which known word each stands for.

The known words are a list with frequencies (`words_to_list` fills it), in which a trigram index
finds what is alike, and an index of consonants what was typed in the short way of messages (kripk,
rotn); full texts are never compared. Asking the list is the caller's part.
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
# For pg_trgm.similarity_threshold. Its own 0.3 misses pisnag for pisang; the distance of the
# letters decides after it.
LEAST_SIMILAR = 0.2
LEAST_CONSONANTS = 3  # of a word whose vowels may be left out
AS_SIMILAR = 0.5  # is such a word at least, for trigrams see little of it
VOWELS = "aeiou"
_NO_VOWELS = str.maketrans("", "", VOWELS)
_WORD = re.compile(r"[^\W\d_]+")


class Candidate(NamedTuple):
    """A word of the list that is like the one looked for."""

    word: str
    similarity: float  # pg_trgm's, 0 to 1
    frequency: int  # documents that have it


# Gives for each word those of the list that are like it, itself among them if the list has it,
# and those that have its consonants.
Lookup = Callable[[list[str]], Mapping[str, Iterable[Candidate]]]


def words_to_list(text: str, vocabulary: Vocabulary) -> set[str]:
    """The words of a document that belong in the list, in normal form, and their roots."""
    found = _words_worth(text, vocabulary)
    return found | {
        root for word in found if len(root := vocabulary.root_of(word)) >= SHORTEST
    }


def suggest(text: str, lookup: Lookup, vocabulary: Vocabulary) -> str | None:
    """The query with its mistyped words replaced; None if there is nothing better.

    A word that the list has, itself or by its root, stays; so does one that nothing resembles.
    """
    words = sorted(_words_worth(text[:MOST_CHARACTERS], vocabulary))[:MOST_WORDS]
    if not words:
        return None
    root_of = {word: vocabulary.root_of(word) for word in words}
    found = lookup(sorted({*words, *root_of.values()}))
    listed = {like.word for likes in found.values() for like in likes}
    replacements = {
        word: better
        for word in words
        if not listed & {word, root_of[word]}
        and (better := choose(word, found.get(word, ())))
    }
    return replaced(text, replacements) if replacements else None


def choose(word: str, candidates: Iterable[Candidate]) -> str | None:
    """The candidate that was most likely meant: near in spelling first, frequent second.

    One slip of the finger a four letters, in which two letters exchanged count as one. Vowels
    that were left out are no slip.
    """
    near = (
        (_likelihood(word, candidate), candidate.word)
        for candidate in candidates
        if candidate.word != word and _is_near(word, candidate)
    )
    return max(near, default=(0.0, None))[1]


def is_short_for(word: str, whole: str) -> bool:
    """Whether a word is another without some of its vowels: krjnan for kerajinan."""
    consonants = word.translate(_NO_VOWELS)
    return (
        len(word) < len(whole)
        and len(consonants) >= LEAST_CONSONANTS
        and consonants == whole.translate(_NO_VOWELS)
    )


def _is_near(word: str, candidate: Candidate) -> bool:
    return is_short_for(word, candidate.word) or (
        candidate.similarity >= LEAST_SIMILAR
        and _slips(word, candidate.word) <= max(1, len(word) // 4)
    )


def _slips(word: str, other: str) -> int:
    return 0 if is_short_for(word, other) else DamerauLevenshtein.distance(word, other)


def replaced(text: str, replacements: Mapping[str, str]) -> str:
    """The query as it was typed, but for the words replaced."""

    def better(match: re.Match[str]) -> str:
        return replacements.get(normal_form(match[0]), match[0])

    return _WORD.sub(better, text[:MOST_CHARACTERS].replace("\0", ""))


def _likelihood(word: str, candidate: Candidate) -> float:
    least = AS_SIMILAR if is_short_for(word, candidate.word) else 0.0
    return (
        max(candidate.similarity, least)
        - _slips(word, candidate.word) / len(word)
        + math.log10(1 + candidate.frequency) / 10
    )


def _words_worth(text: str, vocabulary: Vocabulary) -> set[str]:
    """Function words are never mistyped, and short words are like too many."""
    return {
        part
        for parts in tokens(text)
        for part in parts
        if len(part) >= SHORTEST
        and part.isalpha()
        and part not in vocabulary.function_words
    }
