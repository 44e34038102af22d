"""From a text to the terms that stand for it, in an index and in a query alike."""

from collections.abc import Iterator
from typing import NamedTuple

from ikmportal.indonesian.spelling import tokens
from ikmportal.indonesian.vocabulary import Vocabulary

CLITICS = frozenset({"nya", "ku", "mu", "lah", "kah", "pun"})
MOST_JOINED = 4  # parts of a word with hyphens that somebody may write as one


class Term(NamedTuple):
    """What stands at one place of a text.

    `root` answers for the word; `exact` is the word as written where it differs, for those
    who type its beginning.
    """

    root: str
    exact: str | None = None


class Word(NamedTuple):
    """A word of a text: its terms in order (none for a function word), and as it was written."""

    parts: tuple[str, ...]
    terms: tuple[Term, ...]
    joined: str | None = None  # batik-tulis is looked for as batiktulis too


def analyse(text: str, vocabulary: Vocabulary) -> list[str]:
    """The roots of a text in its order, without function words."""
    return [term.root for word in words_of(text, vocabulary) for term in word.terms]


def words_of(text: str, vocabulary: Vocabulary) -> Iterator[Word]:
    """Every word of a text with its terms; a function word has none, but keeps its place."""
    for parts in tokens(text):
        yield word_of(parts, vocabulary)


def word_of(parts: tuple[str, ...], vocabulary: Vocabulary) -> Word:
    """One word, given in parts as `tokens` has them."""
    bare = parts[:-1] if len(parts) > 1 and parts[-1] in CLITICS else parts
    if len(bare) == 2 and (term := _said_twice(*bare, vocabulary)):
        return Word(parts, (term,))
    terms = tuple(_term(part, vocabulary) for part in bare if not _empty(part, vocabulary))
    joined = "".join(bare) if 1 < len(bare) <= MOST_JOINED else None
    return Word(parts, terms, joined if terms else None)


def _term(word: str, vocabulary: Vocabulary) -> Term:
    root = vocabulary.root_of(word)
    return Term(root, word if word != root else None)


def _empty(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.function_words


def _said_twice(first: str, second: str, vocabulary: Vocabulary) -> Term | None:
    """buah-buahan is buah; oleh-oleh is oleholeh, for oleh alone means nothing."""
    root = vocabulary.root_of(first)
    if vocabulary.root_of(second) != root:
        return None
    if _empty(root, vocabulary):
        return Term(root + root)
    return Term(root, first if first != root else None)
