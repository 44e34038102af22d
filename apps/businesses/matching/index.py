"""Finds what may be the same without comparing everything with everything."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from apps.businesses.matching.evidence import DOUBTFUL, Description, Likeness, compare
from apps.businesses.matching.names import rare_words
from apps.regions.codes import DIGITS, DISTRICT

Key = TypeVar("Key", bound=Hashable)
CROWD = 40  # a key that more share tells nothing: an office's phone, «Ni Wayan Sari»


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
    """Descriptions by what they may be found by."""

    described: dict[Key, Description] = field(default_factory=dict)
    _blocks: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: Key, description: Description) -> None:
        self.described[key] = description
        for block in set(_blocks_of(description)):
            self._blocks[block].append(key)

    def like(self, description: Description) -> list[Hit[Key]]:
        """What may be the same, the likeliest first; under DOUBTFUL nothing is said."""
        hits = [
            Hit(key, compare(description, self.described[key]))
            for key in self._candidates(description)
        ]
        return sorted(
            (hit for hit in hits if hit.score >= DOUBTFUL), key=lambda hit: -hit.score
        )

    def with_nik(self, nik: str) -> list[Key]:
        return self._blocks.get(f"nik {nik}", []) if nik else []

    def _candidates(self, description: Description) -> Iterable[Key]:
        found: dict[Key, None] = {}
        for block in _blocks_of(description):
            keys = self._blocks.get(block, [])
            if len(keys) <= CROWD or block.startswith(("nik ", "nib ")):
                found.update(dict.fromkeys(keys))
        return found


def _blocks_of(description: Description) -> Iterator[str]:
    if description.nik:
        yield f"nik {description.nik}"
    if description.nib:
        yield f"nib {description.nib}"
    if description.phone:
        yield f"phone {description.phone}"
    for name in description.names:
        yield f"name {name}"
        for word in rare_words(name):
            yield f"word {word}"
    if description.owner:
        yield f"owner {description.owner}"
        yield f"owner {description.owner} in {description.region[: DIGITS[DISTRICT]]}"
