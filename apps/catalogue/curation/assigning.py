"""Who scores which product: as many curators for each, as balanced as conflicts allow.

Pure: keys in, pairs out. The same seed gives the same assignment, so that it can be shown again
how it came about.
"""

import random
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

Candidate = int
Curator = int
Pair = tuple[Candidate, Curator]


@dataclass(frozen=True)
class Plan:
    """An assignment, or why there is none."""

    curators_of: Mapping[Candidate, frozenset[Curator]] = field(default_factory=dict)
    # Candidates for whom too few curators are left, with how many there are.
    short: Mapping[Candidate, int] = field(default_factory=dict)

    @property
    def is_possible(self) -> bool:
        return not self.short

    def loads(self, curators: Collection[Curator]) -> dict[Curator, int]:
        """How many products each curator scores."""
        return {
            curator: sum(curator in chosen for chosen in self.curators_of.values())
            for curator in curators
        }


def assign(  # noqa: PLR0913  a problem with its four sides
    candidates: Sequence[Candidate],
    curators: Sequence[Curator],
    each: int,
    *,
    conflicts: Collection[Pair] = (),
    fixed: Collection[Pair] = (),
    seed: int = 0,
) -> Plan:
    """Give each candidate `each` curators without a conflict, with loads as equal as can be.

    `fixed` pairs stay: these curators have begun to score. Possible unless a candidate has too
    few curators without a conflict, for nobody's load has a limit; `short` names those.
    """
    conflicts, fixed = set(conflicts), set(fixed)
    kept = {
        candidate: {curator for curator in curators if (candidate, curator) in fixed}
        for candidate in candidates
    }
    allowed = {
        candidate: [
            curator
            for curator in curators
            if (candidate, curator) not in conflicts or curator in kept[candidate]
        ]
        for candidate in candidates
    }
    short = {
        candidate: len(able) for candidate, able in allowed.items() if len(able) < each
    }
    if short:
        return Plan(short=short)
    chosen = _dealt(allowed, kept, each, seed)
    _balance(chosen, allowed, kept, curators)
    return Plan({candidate: frozenset(own) for candidate, own in chosen.items()})


def _dealt(
    allowed: Mapping[Candidate, list[Curator]],
    kept: Mapping[Candidate, set[Curator]],
    each: int,
    seed: int,
) -> dict[Candidate, set[Curator]]:
    """A first assignment: shuffled, each product to those who have least so far."""
    dice = random.Random(seed)  # noqa: S311  a fair deal, not a secret
    order = sorted(allowed)
    dice.shuffle(order)
    load = {curator: 0 for able in allowed.values() for curator in able}
    for own in kept.values():
        for curator in own:
            load[curator] += 1
    chosen = {candidate: set(own) for candidate, own in kept.items()}
    for candidate in order:
        free = sorted(set(allowed[candidate]) - chosen[candidate])
        dice.shuffle(free)
        free.sort(key=lambda curator: load[curator])
        for curator in free[: max(each - len(chosen[candidate]), 0)]:
            chosen[candidate].add(curator)
            load[curator] += 1
    return chosen


def _balance(
    chosen: dict[Candidate, set[Curator]],
    allowed: Mapping[Candidate, list[Curator]],
    kept: Mapping[Candidate, set[Curator]],
    curators: Sequence[Curator],
) -> None:
    """Hand products on along chains until no chain makes the loads more equal.

    Without such a chain the loads are the most equal there are: optimal semi-matchings, Harvey,
    Ladner, Lovász and Tamir, 2006.
    """
    able = {candidate: set(each) for candidate, each in allowed.items()}
    load = {
        curator: sum(curator in own for own in chosen.values()) for curator in curators
    }
    while chain := _chain(chosen, able, kept, load):
        for candidate, giver, taker in chain:
            chosen[candidate].remove(giver)
            chosen[candidate].add(taker)
            load[giver] -= 1
            load[taker] += 1


def _chain(
    chosen: Mapping[Candidate, set[Curator]],
    able: Mapping[Candidate, set[Curator]],
    kept: Mapping[Candidate, set[Curator]],
    load: Mapping[Curator, int],
) -> list[tuple[Candidate, Curator, Curator]]:
    """A shortest row of handings-on from somebody to one who has at least two less; or none."""
    for start in sorted(load, key=lambda curator: (-load[curator], curator)):
        before: dict[Curator, tuple[Candidate, Curator] | None] = {start: None}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            if load[giver] <= load[start] - 2:
                return _steps(before, giver)
            for candidate in sorted(chosen):
                own = chosen[candidate]
                if giver not in own or giver in kept[candidate]:
                    continue
                for taker in sorted(able[candidate] - own - before.keys()):
                    before[taker] = (candidate, giver)
                    queue.append(taker)
    return []


def _steps(
    before: Mapping[Curator, tuple[Candidate, Curator] | None], end: Curator
) -> list[tuple[Candidate, Curator, Curator]]:
    steps = []
    taker = end
    while step := before[taker]:
        candidate, giver = step
        steps.append((candidate, giver, taker))
        taker = giver
    return steps[::-1]
