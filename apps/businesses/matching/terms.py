"""How common the words are on which two descriptions agree: rare ones tell more."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apps.businesses.matching.names import SharedWord, sounds
from apps.businesses.matching.owners import name_of

if TYPE_CHECKING:
    from apps.businesses.matching.evidence import Description

Term = tuple[str, str]


@dataclass
class Terms:
    """Counts of words by field, over the register and the file that are compared."""

    entries: int = 0
    counts: Counter[Term] = field(default_factory=Counter)

    def add(self, description: "Description") -> None:
        self.entries += 1
        self.counts.update(terms_of(description))

    def others(self, kind: str, words: Iterable[SharedWord]) -> int:
        """How many have the rarest of the words besides the two that are compared.

        Of a word that one side misspells the spelling counts that others have too.
        """
        counts = self.counts
        most = (max(counts[kind, one], counts[kind, other]) for one, other in words)
        return max(0, min(most) - 2)


def terms_of(description: "Description") -> Iterable[Term]:
    found: set[Term] = set()
    if description.phone:
        found.add(("phone", description.phone))
    if description.owner:
        found |= {("owner", word) for word in name_of(description.owner).given}
    for name in description.names:
        found |= {("name", word) for word in sounds(name)}
    for kind in ("product", "address"):
        found |= {(kind, word) for word in sounds(getattr(description, kind))}
    return found
