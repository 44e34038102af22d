"""Finds what may be the same without comparing everything with everything.

Who has a word is kept as a set; two words in one are the entries that two sets have in
common. So any two fields that came through undamaged find a double, whatever the others hold,
and the memory is that of single words.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
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
        for together in _telling(held):
            if len(together) <= CROWD:
                found |= together
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


def _telling(held: dict[str, list[Holders]]) -> Iterator[Holders]:
    """Who shares a rare word of a name, or two words, in one area if else it were a crowd."""
    given, names, areas = held["given"], held["name"], held["in"]
    things, places = held["product"], held["address"]
    yield from (holders for holders in [*given, *names] if len(holders) <= CROWD)
    two = chain(
        product(given, [*names, *things, *places, *areas]),
        product(names, [*things, *places, *areas]),
        combinations(names, 2),
    )
    for one, other in two:
        both = one & other
        yield both
        if len(both) > CROWD:
            yield from (both & area for area in areas)
    for one, other in chain(product(things, places), combinations(places, 2)):
        yield from (one & other & area for area in areas[:1])
