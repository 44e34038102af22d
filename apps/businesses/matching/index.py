"""Finds what may be the same without comparing everything with everything.

Who has a word is kept as a set; two words in one are the entries that two sets have in
common. So any two fields that came through undamaged find a double, whatever the others hold,
and the memory is that of single words. Of a common word it is also kept who has it in which
village: to look that up each time would make a list of 100,000 rows quadratic.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nlargest
from itertools import chain, combinations, product
from typing import Generic, TypeVar

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
Holders = set[int]
Pair = tuple[Holders, Holders]
NOBODY: Holders = set()
CROWD = 40  # what more share tells nothing: an office's phone, «Ni Wayan Sari»
WORTH = 1  # times a crowd: what so many would share by chance is not looked for
MANY = 100  # holders of a word, from which on they are kept by village too
MOST_COMPARED = 12  # who share the most pairs of words
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
    _areas: list[str] = field(default_factory=list)
    _only: dict[Word, int] = field(default_factory=dict)  # most words have one holder
    _holders: dict[Word, Holders] = field(default_factory=dict)
    _by_area: dict[Word, dict[str, Holders]] = field(default_factory=dict)

    def add(self, key: Key, description: Description) -> None:
        marks = marks_of(description)
        self.described[key] = description
        place = len(self._keys)
        self._keys.append(key)
        self._areas.append(marks.areas[0][1] if marks.areas else "")
        for word in chain(marks.whole, marks.areas):
            self._put(word, place)
        for word in chain.from_iterable(marks.words.values()):
            holders = self._put(word, place)
            if len(holders) > MANY:
                self._put_by_area(word, holders, place)

    def _put(self, word: Word, place: int) -> Holders:
        holders = self._holders.get(word)
        if holders is not None:
            holders.add(place)
        elif (first := self._only.setdefault(word, place)) != place:
            del self._only[word]
            holders = self._holders[word] = {first, place}
        return holders or NOBODY

    def _who_has(self, word: Word) -> Holders:
        if word in self._only:
            return {self._only[word]}
        return self._holders.get(word, NOBODY)

    def _put_by_area(self, word: Word, holders: Holders, place: int) -> None:
        by_area = self._by_area.get(word)
        new = [place]
        if by_area is None:
            by_area = self._by_area[word] = defaultdict(set)
            new = list(holders)
        for each in new:
            by_area[self._areas[each]].add(each)

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
        found: Holders = set()
        for word in marks.whole:
            holders = self._who_has(word)
            if len(holders) <= CROWD or word[0] in SURE:
                found |= holders
        times = Counter(chain.from_iterable(self._telling(marks)))
        found.update(nlargest(MOST_COMPARED, times, key=times.__getitem__))
        return [self._keys[place] for place in sorted(found)]

    def _telling(self, marks: Marks) -> list[Holders]:
        """Who shares a rare word of a name, or two words: in one village, then anywhere."""
        held = {
            kind: [(word, h) for word in words if (h := self._who_has(word))]
            for kind, words in marks.words.items()
        }
        everywhere = {kind: [h for _word, h in pairs] for kind, pairs in held.items()}
        singles = everywhere["given"] + everywhere["name"]
        found = [holders for holders in singles if len(holders) <= CROWD]
        areas = [(area[1], h) for area in marks.areas if (h := self._who_has(area))]
        if areas:
            found += self._near(areas[0], len(areas), held)
        everywhere["in"] = [h for _area, h in areas]
        return found + _together(_pairs(everywhere), len(self._keys))

    def _near(
        self,
        around: tuple[str, Holders],
        areas: int,
        held: dict[str, list[tuple[Word, Holders]]],
    ) -> list[Holders]:
        """Who shares a word of a name, or two words of anything, in one area."""
        area, there = around
        near = {
            kind: [self._in_area(word, h, area, there) for word, h in pairs]
            for kind, pairs in held.items()
        } | {"in": []}
        names = near["given"] + near["name"]
        # Once as it is, and once as a pair with each of the areas that all of them have.
        found = [h for h in names if len(h) <= CROWD] * (1 + areas)
        pairs = chain(
            _pairs(near),
            product(near["product"], near["address"]),
            combinations(near["address"], 2),
        )
        return found + _together(pairs, len(there))

    def _in_area(
        self, word: Word, holders: Holders, area: str, there: Holders
    ) -> Holders:
        by_area = self._by_area.get(word)
        if by_area is None:
            return holders & there
        if len(area) == DIGITS[VILLAGE]:
            return by_area.get(area, NOBODY)
        parts = [h for code, h in by_area.items() if code.startswith(area)]
        return parts[0] if len(parts) == 1 else NOBODY.union(*parts)


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


def _together(pairs: Iterable[Pair], entries: int) -> list[Holders]:
    """Who has both words of a pair; of two common words that is a crowd, and not looked for."""
    most = WORTH * CROWD * entries
    return [
        both
        for one, other in pairs
        if len(one) * len(other) <= most and len(both := one & other) <= CROWD
    ]


def _pairs(held: dict[str, list[Holders]]) -> Iterator[Pair]:
    """The pairs of words that tell something wherever they are found together."""
    given, names, things = held["given"], held["name"], held["product"]
    places = held["address"]
    yield from product(given, [*names, *things, *places, *held["in"]])
    yield from product(names, [*things, *places, *held["in"]])
    yield from combinations(names, 2)
