"""Roots of Indonesian words: several readings by PySastrawi, of which the longest root is taken.

PySastrawi stops at the first root that its dictionary has, and that has 30,000: `pelukis` becomes
`peluk`, `memesan` becomes `mes`, `pembatikan` becomes `bati`. What takes the least away is
nearly always right.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Context.Context import Context
from Sastrawi.Stemmer.Context.Visitor.RemoveDerivationalSuffix import (
    RemoveDerivationalSuffix,
)
from Sastrawi.Stemmer.Context.Visitor.VisitorProvider import VisitorProvider

MOST_LETTERS = 30  # with all its affixes; what is longer is no Indonesian word
_PLAIN = re.compile(r"[a-z]+")
_ECHO = re.compile(r"([b-df-hj-np-tv-z])e(\1[aeiou].+)")  # dedaunan, rerumputan
_VOWELS = re.compile(r"[aeiou]+")
_WITH_KE = frozenset(
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh tua kasih hendak".split()
)


class _Suffix(RemoveDerivationalSuffix):
    """One choice of suffixes. PySastrawi's own has -is and -isme too, which ends `lukis`."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)

    def remove(self, word: str) -> str:
        return self.pattern.sub("", word, count=1)


def _reading(suffix: str | None) -> VisitorProvider:
    provider = VisitorProvider()
    particle, possessive, _derivational = provider.suffix_visitors
    kept = [particle, possessive]
    provider.suffix_visitors = [*kept, _Suffix(suffix)] if suffix else []
    return provider


# Which readings a word needs: another than the first only where it may differ.
AS_SASTRAWI = _reading(r"(i|kan|an)$")
WITH_K = _reading(r"an$")  # pembatik-an, not pembati-kan
PREFIXES_ALONE = _reading(None)  # pe-manis
_CLITICS = r"(?:ku|mu|nya|lah|kah|tah|pun)*"
_ENDS = re.compile(r"(?:i|an|ku|mu|nya|lah|kah|tah|pun)$")
_ENDS_IN_KAN = re.compile(rf"kan{_CLITICS}$")
_BEGINS = re.compile(r"di|ke|se|be|te|me|pe|ku|kau|[b-z](?:el|er|em|in)")


@cache
def sastrawi_words() -> frozenset[str]:
    """The roots that PySastrawi ships, without those that it says twice over with a hyphen."""
    file = resources.files("Sastrawi.Stemmer") / "data" / "kata-dasar.txt"
    words = file.read_text(encoding="utf-8").split()
    return frozenset(word for word in words if _PLAIN.fullmatch(word))


class Roots:
    """Takes affixes off. Holds no state of a word, so threads may share one."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = frozenset(known)
        self._dictionary = ArrayDictionary(self.known)

    def of(self, word: str) -> str | None:
        """The known root of a word, or None. A known word is its own."""
        if word in self.known:
            return word
        if not _PLAIN.fullmatch(word) or len(word) > MOST_LETTERS:
            return None
        return self._longest(word) or self._of_an_echo(word)

    def _longest(self, word: str) -> str | None:
        found = [self._read(word, reading) for reading in _readings_for(word)]
        roots = [root for root in found if root in self.known and _may_be(root, word)]
        return max(roots, key=len, default=None)

    def _read(self, word: str, reading: VisitorProvider) -> str:
        context = Context(word, self._dictionary, reading)
        context.execute()
        return context.result

    def _of_an_echo(self, word: str) -> str | None:
        echo = _ECHO.fullmatch(word)
        if not echo:
            return None
        rest = echo[2]
        return next((r for r in (rest, rest.removesuffix("an")) if r in self.known), None)


def _readings_for(word: str) -> Iterator[VisitorProvider]:
    ends = _ENDS.search(word)
    begins = _BEGINS.match(word)
    if begins or ends:
        yield AS_SASTRAWI
    if begins and ends:
        yield PREFIXES_ALONE
    if _ENDS_IN_KAN.search(word):
        yield WITH_K


def _may_be(root: str, word: str) -> bool:
    """Against readings that Indonesian does not have, though dictionary and rules allow them.

    ke- without -an makes ordinals and little else (kelanting is no lanting); pe- and se- alone
    do not leave a syllable (sesek is no sek); menge- and penge- stand before one syllable
    (pengeringan is no ringan).
    """
    if word == f"ke{root}":
        return root in _WITH_KE
    if word in (f"pe{root}", f"se{root}"):
        return len(root) > 3
    if word.startswith((f"menge{root}", f"penge{root}")):
        return len(_VOWELS.findall(root)) == 1
    return True
