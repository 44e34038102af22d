"""Finds what may be the same without comparing everything with everything.

Who has a word is kept as a compressed bitmap; two words in one are the entries that two of
them have in common. So any two fields that came through undamaged find a double, whatever the
others hold, and the memory is that of single words. What two words of 20,000 holders each have
in common is counted in a microsecond; with sets of Python a list of 100,000 rows was quadratic.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, combinations, product
from typing import Generic, TypeVar

from pyroaring import BitMap

from apps.businesses.matching.evidence import (
    DOUBTFUL,
    Description,
    Likeness,
    compare,
    may_be_one,
)
from apps.businesses.matching.names import sounds
from apps.businesses.matching.owners import name_of
from apps.businesses.matching.terms import Terms
from apps.regions.codes import DIGITS, DISTRICT, VILLAGE

Key = TypeVar("Key", bound=Hashable)
Word = tuple[str, str]
Holders = BitMap  # of places in the order of adding
Pair = tuple[Holders, Holders]
NOBODY = BitMap()
CROWD = 40  # what more share tells nothing: an office's phone, «Ni Wayan Sari»
WORTH = 1  # times a crowd: what so many would share by chance is not looked for
MOST_COMPARED = 12  # who share the most words; of eight, recall falls under its floor
SURE = {"nik", "nib"}


@dataclass(frozen=True)
class Hit(Generic[Key]):
    """An entry that is like what was asked for."""

    key: Key
    likeness: Likeness

    @property
    def score(self) -> float:
        return self.likeness.score


@dataclass(frozen=True, slots=True)
class Marks:
    """What finds an entry by itself, single words by kind, and its village and district."""

    whole: list[Word]
    words: dict[str, list[Word]]
    areas: list[Word]


@dataclass
class Index(Generic[Key]):
    """Descriptions by what they may be found by; `terms` tell how common their words are."""

    described: dict[Key, Description] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    _keys: list[Key] = field(default_factory=list)
    _only: dict[Word, int] = field(default_factory=dict)  # most words have one holder
    _holders: dict[Word, Holders] = field(default_factory=dict)

    def add(self, key: Key, description: Description) -> None:
        marks = marks_of(description)
        self.described[key] = description
        place = len(self._keys)
        self._keys.append(key)
        for word in chain(marks.whole, marks.areas, *marks.words.values()):
            self._put(word, place)

    def _put(self, word: Word, place: int) -> None:
        holders = self._holders.get(word)
        if holders is not None:
            holders.add(place)
        elif (first := self._only.setdefault(word, place)) != place:
            del self._only[word]
            self._holders[word] = BitMap((first, place))

    def _who_has(self, word: Word) -> Holders:
        holders = self._holders.get(word)
        if holders is None and word in self._only:
            return BitMap((self._only[word],))
        return holders or NOBODY

    def like(self, description: Description) -> list[Hit[Key]]:
        """What may be the same, the likeliest first; under DOUBTFUL nothing is said."""
        hits = []
        for key in self.candidates(description):
            other = self.described[key]
            if not may_be_one(description, other):
                continue
            likeness = compare(description, other, self.terms)
            if likeness.score >= DOUBTFUL:
                hits.append(Hit(key, likeness))
        return sorted(hits, key=lambda hit: -hit.score)

    def candidates(self, description: Description) -> list[Key]:
        """What has something telling in common, in the order in which it was added."""
        if not self._keys:
            return []
        marks = marks_of(description)
        found = BitMap()
        for word in marks.whole:
            holders = self._who_has(word)
            if len(holders) <= CROWD or word[0] in SURE:
                found |= holders
        times = Counter(chain.from_iterable(self._telling(marks)))
        found.update(sorted(times, key=times.__getitem__, reverse=True)[:MOST_COMPARED])
        return [self._keys[place] for place in found]

    def _telling(self, marks: Marks) -> list[Holders]:
        """Who shares a rare word of a name, or two words: in one village, then anywhere."""
        everywhere = {
            kind: [holders for word in words if (holders := self._who_has(word))]
            for kind, words in marks.words.items()
        }
        singles = everywhere["given"] + everywhere["name"]
        found = [holders for holders in singles if len(holders) <= CROWD]
        areas = [holders for area in marks.areas if (holders := self._who_has(area))]
        if areas:
            found += _near(areas[0], len(areas), everywhere)
        everywhere["in"] = areas
        return found + _together(_pairs(everywhere), len(self._keys))


@lru_cache(maxsize=8)
def marks_of(description: Description) -> Marks:
    """A row is looked for in the register and above itself, then kept: all by the same marks."""
    given = name_of(description.owner).given if description.owner else ()
    names = dict.fromkeys(chain.from_iterable(map(sounds, description.names)))
    area = description.region
    return Marks(
        list(_whole(description)),
        {
            "given": [("given", word) for word in given if len(word) > 1],
            "name": [("name", word) for word in names],
            "product": [("product", word) for word in sounds(description.product)],
            "address": [("address", word) for word in sounds(description.address)],
        },
        [
            ("in", area[: DIGITS[n]])
            for n in (VILLAGE, DISTRICT)
            if len(area) >= DIGITS[n]
        ],
    )


def _whole(description: Description) -> Iterator[Word]:
    """What finds an entry by itself."""
    for kind in ("nik", "nib", "phone", "owner"):
        if value := getattr(description, kind):
            yield kind, value
    for name in description.names:
        yield "whole name", " ".join(sorted(sounds(name)))


def _near(there: Holders, areas: int, held: dict[str, list[Holders]]) -> list[Holders]:
    """Who shares a word of a name, or two words of anything, in one area."""
    near = {kind: [each & there for each in words] for kind, words in held.items()}
    near["in"] = []
    names = near["given"] + near["name"]
    # Once as it is, and once as a pair with each of the areas that all of them have.
    found = [holders for holders in names if len(holders) <= CROWD] * (1 + areas)
    pairs = chain(
        _pairs(near),
        product(near["product"], near["address"]),
        combinations(near["address"], 2),
    )
    return found + _together(pairs, len(there))


def _together(pairs: Iterable[Pair], entries: int) -> list[Holders]:
    """Who has both words of a pair; of two common words that is a crowd, and not looked for."""
    most = WORTH * CROWD * entries
    return [
        one & other
        for one, other in pairs
        if len(one) * len(other) <= most
        and 0 < one.intersection_cardinality(other) <= CROWD
    ]


def _pairs(held: dict[str, list[Holders]]) -> Iterator[Pair]:
    """The pairs of words that tell something wherever they are found together."""
    given, names, things = held["given"], held["name"], held["product"]
    places = held["address"]
    yield from product(given, [*names, *things, *places, *held["in"]])
    yield from product(names, [*things, *places, *held["in"]])
    yield from combinations(names, 2)
