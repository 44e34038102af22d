"""The names of a scope in memory, and which of them a damaged one is near to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from apps.regions.codes import REGENCY, level_of
from apps.regions.segments import Segment
from apps.regions.spelling import Spelling, similarity, spell

REGENCY_PREFIXES = (
    "Kota Administrasi ",
    "Kabupaten Administrasi ",
    "Kota ",
    "Kabupaten ",
)
NEAR = 8  # the nearest by letters that are looked at closely
SHORTEST_FUZZY = 5  # «Dps» is Denpasar, but nothing near to «Dps» is
MISTAKEN_KIND = 0.15  # «Kab. Tangerang» is less like Kota Tangerang by this


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A region as the matcher knows it: its code, name and all its spellings."""

    code: str
    name: str
    level: int
    is_regency: bool
    spellings: tuple[Spelling, ...]

    @classmethod
    def of(cls, code: str, name: str, aliases: Iterable[str] = ()) -> "Place":
        level = level_of(code)
        bare = name
        if level == REGENCY:
            bare = next(
                (name[len(p) :] for p in REGENCY_PREFIXES if name.startswith(p)), name
            )
        spellings = tuple(dict.fromkeys(spell(text) for text in (bare, *aliases)))
        return cls(code, name, level, name.startswith("Kabupaten"), spellings)

    def likeness(self, segment: Segment) -> float:
        """How near the segment's name is to this place's nearest spelling."""
        near = max(_likeness(segment.spelling, spelling) for spelling in self.spellings)
        if self.level == REGENCY and segment.is_regency not in {None, self.is_regency}:
            near -= MISTAKEN_KIND
        return near


def _likeness(written: Spelling, name: Spelling) -> float:
    if len(name.joined) < SHORTEST_FUZZY and written.key != name.key:
        return 0.85 * similarity(written, name)
    return similarity(written, name)


class Names:
    """Places by their spellings."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.joined: list[str] = []
        self.keys: list[str] = []
        self.places: list[Place] = []
        self.exact: dict[str, list[Place]] = defaultdict(list)
        self.initials: dict[str, list[Place]] = defaultdict(list)
        self._candidates: dict[str, list[Place]] = {}
        for place in places:
            for spelling in place.spellings:
                self.joined.append(spelling.joined)
                self.keys.append(spelling.key)
                self.places.append(place)
                self.exact[spelling.joined].append(place)
                if len(spelling.words) > 1:
                    self.initials[spelling.initials].append(place)

    def candidates(self, spelling: Spelling) -> list[Place]:
        """The places whose names are worth comparing: those written so, or else the near."""
        if found := self.exact.get(spelling.joined):
            return found
        if spelling.joined not in self._candidates:
            self._candidates[spelling.joined] = self._near(spelling)
        return self._candidates[spelling.joined]

    def _near(self, spelling: Spelling) -> list[Place]:
        found: list[Place] = []
        for text, choices in (
            (spelling.joined, self.joined),
            (spelling.key, self.keys),
        ):
            near = process.extract(
                text,
                choices,
                scorer=OSA.normalized_similarity,
                limit=NEAR,
                score_cutoff=0.5,
            )
            found += [self.places[position] for _name, _score, position in near]
        if len(spelling.words) > 1:
            found += self.initials.get(spelling.initials, [])
        return list(dict.fromkeys(found))
