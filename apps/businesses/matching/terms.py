"""How common the words are on which two descriptions agree: rare ones tell more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from apps.businesses.matching.names import SharedWord, sounds
from apps.businesses.matching.owners import name_of

if TYPE_CHECKING:
    from apps.businesses.matching.evidence import Description

Counts = dict[str, int]


def _nothing_counted() -> dict[str, Counts]:
    kinds = ("phone", "owner", "name", "product", "address")
    return {kind: defaultdict(int) for kind in kinds}


@dataclass
class Terms:
    """How many have a word of a field, over the register and the file that are compared."""

    entries: int = 0
    counts: dict[str, Counts] = field(default_factory=_nothing_counted)

    def add(self, description: "Description") -> None:
        self.entries += 1
        for kind, words in terms_of(description):
            counts = self.counts[kind]
            for word in words:
                counts[word] += 1

    def others(self, kind: str, words: Iterable[SharedWord]) -> int:
        """How many have the rarest of the words besides the two that are compared.

        Of a word that one side misspells the spelling counts that others have too.
        """
        counts = self.counts[kind]
        most = (max(counts.get(one, 0), counts.get(other, 0)) for one, other in words)
        return max(0, min(most) - 2)


def terms_of(description: "Description") -> Iterator[tuple[str, Iterable[str]]]:
    """The words of each field, each once."""
    if description.phone:
        yield "phone", (description.phone,)
    if description.owner:
        yield "owner", set(name_of(description.owner).given)
    if names := description.names:
        yield "name", set(chain.from_iterable(map(sounds, names)))
    yield "product", sounds(description.product)
    yield "address", sounds(description.address)
