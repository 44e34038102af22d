"""What somebody typed, as steps of `tsquery`: each is tried if the one before finds nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ikmportal.indonesian.analysis import Word, words_of
from ikmportal.indonesian.spelling import full_spelling
from ikmportal.indonesian.vectors import quoted
from ikmportal.indonesian.vocabulary import Vocabulary

MOST_CHARACTERS = 1_000  # that are read of what was typed
MOST_WORDS = 16
PREFIX_FROM = 3  # letters; the words on two are half of an index


@dataclass(frozen=True)
class Query:
    """What was typed, as pieces of a tsquery. False if there is nothing to look for."""

    before: tuple[str, ...] = ()  # the words before the last
    last: str = ""  # the last as a whole word
    begun: str = ""  # the last as the beginning of one
    last_is_whole: bool = False  # it is a known word: jamu is no piece of jamur

    def __bool__(self) -> bool:
        return bool(self.steps)

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Texts for `::tsquery`, the strictest first.

        All words, where the last may be unfinished unless it is a known word; all words, where
        it may be unfinished in any case; any word. Each finds what the one before it finds.
        """
        # A function word is the beginning of another only if it is all that was typed.
        begun = self.begun if self.last or not self.before else ""
        either = _joined("|", (self.last, begun))
        last = self.last if self.last_is_whole else either
        steps = (
            _joined("&", (*self.before, last)),
            _joined("&", (*self.before, either)),
            _joined("|", (*self.before, last)),
        )
        return tuple(dict.fromkeys(step for step in steps if step))


def terms_of_query(text: str, vocabulary: Vocabulary) -> Query:
    """Read what somebody typed, whatever it is."""
    words = list(islice(words_of(text[:MOST_CHARACTERS], vocabulary), MOST_WORDS))
    if not words:
        return Query()
    *earlier, last = words
    before = dict.fromkeys(_whole(word) for word in earlier if word.terms)
    return Query(
        before=tuple(before),
        last=_whole(last) if last.terms else "",
        begun=_begun(last, vocabulary),
        last_is_whole=vocabulary.has_variant("".join(last.parts))
        or all(vocabulary.is_known(part) for part in last.parts),
    )


def _whole(word: Word) -> str:
    """batik-tulis: both words, or the two written as one."""
    every = _joined("&", (quoted(term.root) for term in word.terms))
    return _joined("|", (every, quoted(word.joined))) if word.joined else every


def _begun(word: Word, vocabulary: Vocabulary) -> str:
    """The last word as a prefix, also in the spelling that it may stand for."""
    *parts, last = word.parts
    written = "".join(word.parts)
    forms = [written, full_spelling(written)] if len(written) >= PREFIX_FROM else []
    together = _joined("|", (f"{quoted(form)}:*" for form in forms))
    if not parts or len(last) < PREFIX_FROM:
        return together
    roots = (
        quoted(vocabulary.root_of(part))
        for part in parts
        if part not in vocabulary.function_words
    )
    return _joined("|", (_joined("&", (*roots, f"{quoted(last)}:*")), together))


def _joined(operator: str, pieces: Iterable[str]) -> str:
    """The pieces with the operator between, in parentheses if there is more than one."""
    some = list(dict.fromkeys(piece for piece in pieces if piece))
    return (
        some[0] if len(some) == 1 else f"({f' {operator} '.join(some)})" if some else ""
    )
