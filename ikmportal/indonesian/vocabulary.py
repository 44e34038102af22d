"""What the analysis knows of single words: rows that an office may edit, and their version."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import metadata
from typing import Literal, NamedTuple, get_args

from ikmportal.indonesian.roots import Roots, sastrawi_words
from ikmportal.indonesian.spelling import (
    full_spelling,
    older_spellings,
    one_word,
    single_spelling,
)
from ikmportal.reference import shipped_rows

RULES = 1  # raise it when a rule of the package changes: what was indexed is old then
MOST_REMEMBERED = 200_000  # words; some 40 MB in each process at the most

Kind = Literal["variant", "exception", "function", "root", "rare"]


class WordRow(NamedTuple):
    """One word of the vocabulary.

    `variant`: another spelling or name of `stands_for` (kripik, keripik). `exception`: a
    derived word whose root is `stands_for` (pengelasan, las). `function`: left out (dan).
    `root`: a word that has no affix, though it looks so (kemiri). `rare`: no root, though
    PySastrawi has it (ering, which takes pengeringan from kering).
    """

    kind: Kind
    word: str
    stands_for: str = ""


class Vocabulary:
    """Variants, exceptions and function words, and the roots that follow from them.

    Immutable; threads may share one. Rows that are no single words are passed over, so that
    no row can break a search; a form asks `tidy` before.
    """

    def __init__(self, rows: Iterable[WordRow]) -> None:
        usable = sorted({usable for row in rows if (usable := tidy(row))})
        self.version = _version_of(usable)
        self.function_words = frozenset(r.word for r in usable if r.kind == "function")
        given = {
            r.word: r.stands_for for r in usable if r.kind in ("variant", "exception")
        }
        rare = {r.word for r in usable if r.kind == "rare"}
        roots = {r.word for r in usable if r.kind == "root"}
        known = (sastrawi_words() - rare) | roots | set(given)
        self._stands_for = _ends_of(given, Roots(known))
        self._roots = Roots(known | set(self._stands_for.values()))
        self.root_of = lru_cache(MOST_REMEMBERED)(self._root_of)

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, str]]) -> "Vocabulary":
        """Build it from (kind, word, stands_for), for example from a table."""
        return cls(WordRow(*row) for row in rows)  # type: ignore[arg-type]

    @classmethod
    def shipped(cls) -> "Vocabulary":
        """The vocabulary of fixtures/reference/search_words.csv."""
        return _shipped()

    def is_known(self, word: str) -> bool:
        """Whether the word, in normal form, is whole: a root, or a root with affixes."""
        return word in self.function_words or self._known_root(word) is not None

    def _root_of(self, word: str) -> str:
        """The term under which a word in normal form is indexed and looked for."""
        root = self._known_root(word)
        if root is None and len(word) > 5 and word.endswith("nya"):
            return self._root_of(word[:-3])  # of a name, or of a new word: ulosnya
        return root or word

    def _known_root(self, word: str) -> str | None:
        """By the word itself, then by its affixes, then by the spelling it may stand for."""
        older = list(older_spellings(word))
        full = full_spelling(word)
        guesses = (word, *older, full, single_spelling(word))
        known = next((guess for guess in guesses if guess in self._roots.known), None)
        if known is None:
            roots = (self._roots.of(spelt) for spelt in (word, *older))
            known = next((root for root in roots if root), None)
        if known is None and full != word:
            root = self._roots.of(full)
            known = root if root and full.startswith(root) else None  # kripiknya
        return None if known is None else self._stands_for.get(known, known)


def shipped_words() -> list[WordRow]:
    """The rows that the portal ships."""
    return [WordRow(**row) for row in shipped_rows("reference", "search_words")]  # type: ignore[arg-type]


def tidy(row: WordRow) -> WordRow | None:
    """The row as it is used, in normal form; None if it says nothing.

    It says something if its kind is known and it names single words, not one and the same.
    """
    kind, word, stands_for = row.kind, one_word(row.word), one_word(row.stands_for)
    if kind not in get_args(Kind) or word is None:
        return None
    if kind not in ("variant", "exception"):
        return WordRow(kind, word)
    return WordRow(kind, word, stands_for) if stands_for not in (None, word) else None


@cache
def _shipped() -> Vocabulary:
    return Vocabulary(shipped_words())


def _ends_of(given: Mapping[str, str], roots: Roots) -> dict[str, str]:
    """Each word with the root that it stands for in the end: packaging, kemasan, kemas."""
    next_of = {word: roots.of(meant) or meant for word, meant in given.items()}
    return {word: _last_of(next_of, word) for word in next_of}


def _last_of(next_of: Mapping[str, str], word: str) -> str:
    """Where a chain ends; a circle ends at its first word by the alphabet."""
    seen = [word]
    while (word := next_of.get(word, word)) not in seen:
        seen.append(word)
    return min(seen[seen.index(word) :])


def _version_of(rows: Iterable[WordRow]) -> str:
    digest = hashlib.sha256(f"{RULES} {metadata.version('PySastrawi')}\n".encode())
    for row in rows:
        digest.update("\t".join(row).encode() + b"\n")
    return digest.hexdigest()[:16]
