"""What is odd about the cells of an address, as codes that a caller puts into words."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from apps.regions.hypotheses import Hypothesis
from apps.regions.segments import DISTRICT, REGENCY, VILLAGE, Segment

EXACT = 0.95
COLUMN_NAMES = {VILLAGE: "village", DISTRICT: "district", REGENCY: "city"}
FINDINGS = (
    "region.swapped_levels",
    "region.other_column",
    "region.two_levels_in_one_cell",
    "region.village_not_in_district",
    "region.outside_scope",
    *(
        f"region.{name}_{what}"
        for name in COLUMN_NAMES.values()
        for what in ("unsure", "unknown")
    ),
)


def findings(
    evidence: Sequence[Segment],
    found: Sequence[Hypothesis],
    doubts: Mapping[int, str],
    within: str,
) -> Iterator[str]:
    """Codes out of FINDINGS. `doubts` are the levels that stay «unsure» or «unknown»."""
    best = found[0]
    pairs = list(zip(evidence, best.levels, strict=True))
    moved = {(segment.column, level) for segment, level in pairs if level}
    if {(VILLAGE, DISTRICT), (DISTRICT, VILLAGE)} <= moved:
        yield "region.swapped_levels"
    elif any(
        column != level for column, level in moved if column not in _full(evidence)
    ):
        yield "region.other_column"
    if any(column in _full(evidence) for column, _level in moved):
        yield "region.two_levels_in_one_cell"
    if _contradict(evidence, found):
        yield "region.village_not_in_district"
    if not (best.place.code.startswith(within) or within.startswith(best.place.code)):
        yield "region.outside_scope"
    for level, doubt in doubts.items():
        yield f"region.{COLUMN_NAMES[level]}_{doubt}"


def _full(evidence: Sequence[Segment]) -> set[int]:
    """The columns in which a cell names two places."""
    uses = Counter(segment.column for segment in evidence)
    return {column for column, count in uses.items() if count > 1}


def _contradict(evidence: Sequence[Segment], found: Sequence[Hypothesis]) -> bool:
    """Whether village and district are both real names, but not of one place."""
    if not {VILLAGE, DISTRICT} <= {segment.column for segment in evidence}:
        return False
    best = found[0]
    # «Denpasar Selatan» beside a village of Denpasar Barat is read as that, misspelled.
    unexplained = [
        segment
        for segment, level, near in zip(
            evidence, best.levels, best.likenesses, strict=True
        )
        if not level or near < EXACT
    ]
    return any(
        near >= EXACT and segment in unexplained and level == segment.column
        for other in found[1:]
        for segment, level, near in zip(
            evidence, other.levels, other.likenesses, strict=True
        )
    )
