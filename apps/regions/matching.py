"""Finds regions from damaged text: the village inside the district inside the city.

    gazetteer = Gazetteer.of("31")
    gazetteer.match_place(village="Tebet Brt", city="Jaksel").code  # "3174011006"

What each cell says is weighed against whole paths (village, district, city), so that cells in
the wrong column, two levels in one cell and names that several levels share explain each
other. The confidence comes from the likeness and from the distance to the runner-up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from apps.regions.atlas import Atlas
from apps.regions.findings import COLUMN_NAMES, findings
from apps.regions.hypotheses import Hypothesis, hypotheses, scopes
from apps.regions.models import Region
from apps.regions.segments import (
    DISTRICT,
    REGENCY,
    VILLAGE,
    Reading,
    Segment,
    readings,
    split_tail,
)

GUESS = 0.62  # below this likeness a region is not even proposed
WHOLE = 0.05  # one name is likelier than two that explain the cell as well
CODE_LENGTH = {1: 2, REGENCY: 4, DISTRICT: 6, VILLAGE: 10}


class Confidence(StrEnum):
    """Sure may be taken as it is; likely is worth a look; unsure needs a choice."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    NONE = "none"


RANK = [Confidence.NONE, Confidence.UNSURE, Confidence.LIKELY, Confidence.SURE]
DOUBTS = {Confidence.UNSURE: "unsure", Confidence.NONE: "unknown"}
# The likeness and the lead over the runner-up that each confidence asks for.
ASKED = {
    Confidence.SURE: [(0.99, 0.15), (0.93, 0.2), (0.88, 0.3), (0.84, 0.4)],
    Confidence.LIKELY: [(0.9, 0.08), (0.8, 0.15), (0.7, 0.3)],
}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another region that the text may mean."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """The region that a text names, as far as one can tell."""

    region_code: str = ""
    confidence: Confidence = Confidence.NONE
    score: float = 0.0
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """The place that a row's cells name. `code` is the deepest region sure or likely.

    `confidence` says how sure it is that `code` is all that the cells say: a row whose
    village stays unknown is not sure, however sure its city.
    """

    code: str
    confidence: Confidence
    village: Match
    district: Match
    city: Match
    findings: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


class Gazetteer:
    """The regions of a scope, read once, and what was asked of them already."""

    def __init__(self, within: str = "") -> None:
        self.atlas = Atlas(within)
        self.within = within
        self._codes: dict[str, bool] = {}
        self._cells: dict[tuple[int, str, tuple[str, ...]], Reading] = {}
        self._regions: dict[tuple[str, int | None, str], Match] = {}
        self._places: dict[tuple[str, str, str, str], PlaceMatch] = {}

    @classmethod
    def of(cls, within: str = "") -> Self:
        """Read the regions inside this code (all of the country without one)."""
        return cls(within)

    def has(self, code: str) -> bool:
        """Whether there is a region with this very code."""
        if code not in self._codes:
            known = code in self.atlas.places
            self._codes[code] = known or Region.objects.filter(code=code).exists()
        return self._codes[code]

    def match_region(
        self, text: str, *, level: int | None = None, within: str = ""
    ) -> Match:
        """The region that the text names, of this level when one is given."""
        key = (text, level, within)
        if key not in self._regions:
            scope = within or self.within
            evidence = self._read({level or 0: text}, scope)
            found = hypotheses(self.atlas, evidence, scope)
            if level:
                found = [h for h in found if h.place.level == level]
            self._regions[key] = (
                match_at(found[0].place.level, found) if found else Match()
            )
        return self._regions[key]

    def match_place(
        self, village: str = "", district: str = "", city: str = "", within: str = ""
    ) -> PlaceMatch:
        """The place that these cells of one row name together."""
        key = (village, district, city, within)
        if key not in self._places:
            scope = within or self.within
            cells = {VILLAGE: village, DISTRICT: district, REGENCY: city}
            evidence = self._read(cells, scope)
            found = hypotheses(self.atlas, evidence, scope)
            self._places[key] = place_match(evidence, found, scope)
        return self._places[key]

    def _read(self, cells: dict[int, str], within: str) -> Reading:
        """The names in the cells, each cell read in the way that explains most of it.

        The city comes first, because it tells where to look for the others' names.
        """
        evidence: Reading = ()
        places: tuple[str, ...] = (within,)
        for column in sorted(cells, key=lambda column: column or VILLAGE):
            evidence += self._read_cell(column, cells[column], places)
            if column == REGENCY and evidence:
                places = tuple(scopes(self.atlas, evidence, within)[0])
        return evidence

    def _read_cell(self, column: int, text: str, places: tuple[str, ...]) -> Reading:
        key = (column, text, places)
        if key not in self._cells:
            options = readings(text, column)
            if options and not self._is_plain(options[0][0], places):
                options += self._tails(options[0][0], places)
                options.sort(key=lambda option: -self._explained(option, places))
            self._cells[key] = options[0] if options else ()
        return self._cells[key]

    def _is_plain(self, segment: Segment, places: Sequence[str]) -> bool:
        """Whether the cell is exactly a name of its column's level."""
        if segment.column == REGENCY:
            return segment.spelling.joined in self.atlas.names("", REGENCY).exact
        return bool(segment.column) and any(
            segment.spelling.joined in self.atlas.names(place, segment.column).exact
            for place in places
        )

    def _tails(self, whole: Segment, places: Sequence[str]) -> Iterator[Reading]:
        """The cell cut in two where it ends in the name of a district or regency."""
        for length in range(1, len(whole.spelling.words)):
            tail = "".join(whole.spelling.words[-length:])
            if any(
                tail in self.atlas.names(place, DISTRICT).exact
                or tail in self.atlas.names(place, REGENCY).exact
                for place in places
            ):
                yield split_tail(whole, length)

    def _explained(self, reading: Reading, places: Sequence[str]) -> float:
        """How near the names of this reading are to some name of these places."""
        letters = sum(len(segment.spelling.joined) for segment in reading)
        near = sum(
            len(segment.spelling.joined) * self._nearest(segment, places)
            for segment in reading
        )
        return near / letters + (WHOLE if len(reading) == 1 else 0)

    def _nearest(self, segment: Segment, places: Sequence[str]) -> float:
        scopes = [
            ("", REGENCY),
            *((p, level) for p in places for level in (DISTRICT, VILLAGE)),
        ]
        return max(
            (
                place.likeness(segment)
                for where, level in scopes
                if segment.hint in {0, level}
                for place in self.atlas.names(where, level).candidates(segment.spelling)
            ),
            default=0.0,
        )


def match_at(level: int, found: Sequence[Hypothesis]) -> Match:
    """What the best hypothesis says at this level, and how far ahead it is there."""
    length = CODE_LENGTH[level]
    best = found[0]
    deep = [h for h in found if h.place.level >= level]
    if best.place.level < level:
        return Match(alternatives=alternatives(level, deep))
    code = best.place.code[:length]
    rivals = [h for h in found if not _agree(h.place.code, code)]
    lead = best.total - rivals[0].total if rivals else 1.0
    # A level that no cell names is as sure as the next deeper one that a cell does name.
    deeper = (best.likeness_at(below) for below in range(level, VILLAGE + 1))
    score = next(filter(None, deeper), 0.0)
    confidence = confidence_of(score, lead)
    if confidence is Confidence.NONE:
        return Match(alternatives=alternatives(level, deep))
    others = [h for h in deep if h.place.code[:length] != code]
    return Match(code, confidence, round(score, 3), alternatives(level, others))


def _agree(code: str, other: str) -> bool:
    return code.startswith(other) or other.startswith(code)


def confidence_of(score: float, lead: float) -> Confidence:
    for confidence, asked in ASKED.items():
        if any(score >= least and lead >= ahead for least, ahead in asked):
            return confidence
    return Confidence.UNSURE if score >= GUESS else Confidence.NONE


def half_read(evidence: Sequence[Segment], best: Hypothesis) -> set[int]:
    """The levels named in cells of which another part stays unexplained."""
    pairs = list(zip(evidence, best.levels, strict=True))
    odd = {segment.column for segment, level in pairs if not level}
    return {level for segment, level in pairs if level and segment.column in odd}


def alternatives(level: int, found: Sequence[Hypothesis]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(h.place.code, h.place.name, round(h.likeness_at(level), 3))
        for h in found
        if h.place.level == level
    )[:3]


def place_match(
    evidence: Sequence[Segment], found: Sequence[Hypothesis], within: str
) -> PlaceMatch:
    """Put the levels together: what is trusted, how far, and what is odd about the cells."""
    if not found:
        unknown = {COLUMN_NAMES[segment.column] for segment in evidence}
        codes = tuple(f"region.{name}_unknown" for name in sorted(unknown))
        return PlaceMatch("", Confidence.NONE, Match(), Match(), Match(), codes)
    levels = {level: match_at(level, found) for level in COLUMN_NAMES}
    for level in half_read(evidence, found[0]) & set(levels):
        if levels[level].confidence is Confidence.SURE:
            levels[level] = replace(levels[level], confidence=Confidence.LIKELY)
    trusted = [match for match in levels.values() if match.confidence in RANK[2:]]
    explained = zip(evidence, found[0].levels, strict=True)
    asked = {level or segment.column for segment, level in explained} & set(levels)
    confidence = min((levels[level].confidence for level in asked), key=RANK.index)
    doubts = {
        level: DOUBTS[levels[level].confidence]
        for level in sorted(asked, reverse=True)
        if levels[level].confidence in DOUBTS
    }
    return PlaceMatch(
        code=trusted[0].region_code if trusted else "",
        confidence=confidence,
        village=levels[VILLAGE],
        district=levels[DISTRICT],
        city=levels[REGENCY],
        findings=tuple(findings(evidence, found, doubts, within)),
        alternatives=levels[max(asked)].alternatives,
    )


def match_region(text: str, *, level: int | None = None, within: str = "") -> Match:
    """One look-up; whoever has many keeps a `Gazetteer`."""
    return Gazetteer.of(within).match_region(text, level=level)


def match_place(
    village: str = "", district: str = "", city: str = "", within: str = ""
) -> PlaceMatch:
    """One look-up; whoever has many keeps a `Gazetteer`."""
    return Gazetteer.of(within).match_place(village, district, city)
