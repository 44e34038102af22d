"""Which region explains best what the cells of a row say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from apps.regions.atlas import Atlas
from apps.regions.names import Place
from apps.regions.segments import DISTRICT, PROVINCE, REGENCY, VILLAGE, Segment

LEAST = 0.55  # what is less alike explains nothing
OTHER_COLUMN = 0.1  # a name in another level's column counts this much less
OTHER_LEVEL = 0.3  # and one that says it is of another level, this much
STRANGER = 0.12  # a name that is real elsewhere is not so likely a misspelling
OUTSIDE = 0.05  # a region outside the scope loses against an equal one inside
NEAR_CITIES = 4


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A region, how well it explains the cells, and which level each cell names (0: none)."""

    place: Place
    total: float
    levels: tuple[int, ...]
    likenesses: tuple[float, ...]

    def likeness_at(self, level: int) -> float:
        """How near the cell that names this level is to the name; 0 when none does."""
        pairs = zip(self.levels, self.likenesses, strict=True)
        return max((near for found, near in pairs if found == level), default=0.0)


def hypotheses(
    atlas: Atlas, evidence: Sequence[Segment], within: str
) -> list[Hypothesis]:
    """Every region worth a thought, the best explanation first."""
    places: dict[str, Place] = {}
    for scope in scopes(atlas, evidence, within)[0]:
        for place in _candidates(atlas, evidence, scope):
            places[place.code] = place
    strangers = [
        segment.level not in {PROVINCE, REGENCY}
        and not any(
            p.level > REGENCY and p.likeness(segment) == 1 for p in places.values()
        )
        and atlas.is_village_name(segment.spelling)
        for segment in evidence
    ]
    found = (explain(atlas.path(code), evidence, strangers, within) for code in places)
    return sorted(filter(None, found), key=lambda h: (-h.total, h.place.code))


def scopes(
    atlas: Atlas, evidence: Sequence[Segment], within: str
) -> tuple[list[str], bool]:
    """Where to look: the regencies that the cells name, and whether that is certain.

    When it is not, the whole scope is searched too.
    """
    near: dict[str, float] = {}
    certain = False
    for segment in evidence:
        for place, likeness in _named(atlas, segment):
            inside = place.code.startswith(within) or within.startswith(place.code)
            score = likeness - (0 if inside else OUTSIDE)
            near[place.code] = max(near.get(place.code, 0), score)
            certain |= segment.level == place.level and score >= 0.9
    best = max(near.values(), default=0)
    named = sorted(near, key=lambda code: (-near[code], code))
    cities = [code for code in named if near[code] >= best - 0.12][:NEAR_CITIES]
    found = [_inner(code, within) for code in cities]
    return list(dict.fromkeys(found if certain else [*found, within])), certain


def _inner(code: str, within: str) -> str:
    return within if within.startswith(code) else code


def _named(atlas: Atlas, segment: Segment) -> list[tuple[Place, float]]:
    """Provinces and regencies that the segment may mean; in another's column, exactly."""
    if segment not in atlas.named:
        places: list[Place] = []
        levels = (REGENCY,) if segment.hint == REGENCY else (PROVINCE, REGENCY)
        for names in (atlas.names("", level) for level in levels):
            if segment.level in {PROVINCE, REGENCY}:
                places += names.candidates(segment.spelling)
            else:
                places += names.exact.get(segment.spelling.joined, [])
        near = [(place, place.likeness(segment)) for place in places]
        atlas.named[segment] = [pair for pair in near if pair[1] >= 0.7]
    return atlas.named[segment]


def _candidates(
    atlas: Atlas, evidence: Sequence[Segment], scope: str
) -> Iterator[Place]:
    yield from atlas.path(scope)
    districts = []
    for segment in evidence:
        for place in atlas.names(scope, DISTRICT).candidates(segment.spelling):
            if place.likeness(segment) >= LEAST:
                yield place
                districts.append(place)
    narrow = [place.code for place in districts] if not scope and districts else [scope]
    close = [d.code for d in districts if any(d.likeness(s) >= 0.8 for s in evidence)]
    for code in dict.fromkeys([*narrow, *close]):
        for segment in evidence:
            for place in atlas.names(code, VILLAGE).candidates(segment.spelling):
                if place.likeness(segment) >= LEAST:
                    yield place


def explain(
    path: Sequence[Place],
    evidence: Sequence[Segment],
    strangers: Sequence[bool],
    within: str,
) -> Hypothesis | None:
    """The best assignment of cells to levels in which some cell names the region itself."""
    options = [_options(path, *pair) for pair in zip(evidence, strangers, strict=True)]
    best = None
    for choice in product(*options):
        levels = tuple(level for level, _gain, _near in choice)
        named = [level for level in levels if level]
        if path[0].level not in named or len(named) != len(set(named)):
            continue
        total = sum(gain for _level, gain, _near in choice)
        if best is None or total > best.total:
            best = Hypothesis(
                path[0], total, levels, tuple(near for *_rest, near in choice)
            )
    if best and not (
        path[0].code.startswith(within) or within.startswith(path[0].code)
    ):
        return Hypothesis(
            best.place, best.total - OUTSIDE, best.levels, best.likenesses
        )
    return best


def _options(
    path: Sequence[Place], segment: Segment, is_stranger: bool
) -> list[tuple[int, float, float]]:
    """What this cell may name on the path: (level, gain, likeness); and nothing."""
    options = [(0, 0.0, 0.0)]
    for place in path:
        if place.level == PROVINCE and segment.level not in {0, PROVINCE, REGENCY}:
            continue
        near = place.likeness(segment)
        if is_stranger and near < 1:
            near -= STRANGER
        gain = (near - LEAST) / (1 - LEAST)
        if segment.hint not in {0, place.level}:
            gain -= OTHER_LEVEL
        elif segment.column not in {0, place.level} and not segment.hint:
            gain -= OTHER_COLUMN
        if gain > 0:
            options.append((place.level, gain, near))
    return options
