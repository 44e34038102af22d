"""Finds what may be the same without comparing everything with everything.

Who has a word is kept as a set; two words in one are the entries that two sets have in
common. So any two fields that came through undamaged find a double, whatever the others hold,
and the memory is that of single words.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain, combinations, product
from typing import Generic, TypeVar

from apps.businesses.matching.evidence import DOUBTFUL, Description, Likeness, compare
from apps.businesses.matching.names import sounds
from apps.businesses.matching.owners import name_of
from apps.businesses.matching.terms import Terms
from apps.regions.codes import DIGITS, DISTRICT, VILLAGE

Key = TypeVar("Key", bound=Hashable)
Word = tuple[str, str]
Holders = set[int]
CROWD = 40  # what more share tells nothing: an office's phone, «Ni Wayan Sari»
WORTH = (
    4  # times a crowd: two words that so many would share by chance are not looked for
)
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


@dataclass
class Index(Generic[Key]):
    """Descriptions by what they may be found by; `terms` tell how common their words are."""

    described: dict[Key, Description] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    _keys: list[Key] = field(default_factory=list)
    _holders: dict[Word, Holders] = field(default_factory=lambda: defaultdict(set))

    def add(self, key: Key, description: Description) -> None:
        self.described[key] = description
        place = len(self._keys)
        self._keys.append(key)
        for word in chain(_whole(description), *_words(description).values()):
            self._holders[word].add(place)

    def like(self, description: Description) -> list[Hit[Key]]:
        """What may be the same, the likeliest first; under DOUBTFUL nothing is said."""
        hits = [
            Hit(key, compare(description, self.described[key], self.terms))
            for key in self.candidates(description)
        ]
        return sorted(
            (hit for hit in hits if hit.score >= DOUBTFUL), key=lambda hit: -hit.score
        )

    def candidates(self, description: Description) -> list[Key]:
        """What has something telling in common, in the order in which it was added."""
        found: Holders = set()
        for word in _whole(description):
            holders = self._holders.get(word)
            if holders and (len(holders) <= CROWD or word[0] in SURE):
                found |= holders
        held = {
            kind: [h for word in words if (h := self._holders.get(word))]
            for kind, words in _words(description).items()
        }
        times = Counter(
            chain.from_iterable(
                together
                for together in _telling(held, len(self._keys))
                if len(together) <= CROWD
            )
        )
        found.update(nlargest(MOST_COMPARED, times, key=lambda place: times[place]))
        return [self._keys[place] for place in sorted(found)]


def _whole(description: Description) -> Iterator[Word]:
    """What finds an entry by itself."""
    for kind in ("nik", "nib", "phone", "owner"):
        if value := getattr(description, kind):
            yield kind, value
    for name in description.names:
        yield "whole name", " ".join(sorted(sounds(name)))


def _words(description: Description) -> dict[str, list[Word]]:
    """Single words by kind; «in» is the village and the district."""
    given = name_of(description.owner).given if description.owner else ()
    names = dict.fromkeys(chain.from_iterable(map(sounds, description.names)))
    area = description.region
    return {
        "given": [("given", word) for word in given if len(word) > 1],
        "name": [("name", word) for word in names],
        "product": [("product", word) for word in sounds(description.product)],
        "address": [("address", word) for word in sounds(description.address)],
        "in": [
            ("in", area[: DIGITS[n]])
            for n in (VILLAGE, DISTRICT)
            if len(area) >= DIGITS[n]
        ],
    }


def _telling(held: dict[str, list[Holders]], entries: int) -> Iterator[Holders]:
    """Who shares a rare word of a name, or two words: in one village, then anywhere.

    In a large list two common words are a crowd, which is not worth looking for.
    """
    singles = [*held["given"], *held["name"]]
    yield from (holders for holders in singles if len(holders) <= CROWD)
    areas = held["in"]
    if areas:
        near = {kind: [h & areas[0] for h in holders] for kind, holders in held.items()}
        yield from (holders for holders in near["given"] + near["name"] if holders)
        pairs = chain(
            _pairs(near),
            product(near["product"], near["address"]),
            combinations(near["address"], 2),
        )
        yield from (one & other for one, other in pairs if one and other)
    yield from (
        one & other
        for one, other in _pairs(held)
        if len(one) * len(other) <= WORTH * CROWD * entries
    )


def _pairs(held: dict[str, list[Holders]]) -> Iterator[tuple[Holders, Holders]]:
    """The pairs of words that tell something wherever they are found together."""
    given, names, things = held["given"], held["name"], held["product"]
    places = held["address"]
    yield from product(given, [*names, *things, *places, *held["in"]])
    yield from product(names, [*things, *places, *held["in"]])
    yield from combinations(names, 2)
