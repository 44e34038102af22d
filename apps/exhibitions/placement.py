"""Who stands where: a proposal by needs, locks, zones, wishes and moves, with its reasons.

Pure: values in, values out, no database. Never broken: a seat for one, one place each, locks,
needs of power, water and access, and who stands alone. The rest is weighed as
`placement_problem` says: everybody placed first; with `keep`, fewest moves next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.exhibitions.solver.floor import Booth, Exhibitor, Lock, Wish
from apps.exhibitions.solver.placement_breaches import Breach, breaches
from apps.exhibitions.solver.placement_problem import Problem
from apps.exhibitions.solver.placement_reasons import why_here, why_unplaced
from apps.exhibitions.solver.placement_search import search
from apps.exhibitions.solver.solving import Reason

__all__ = [
    "Booth",
    "Breach",
    "Exhibitor",
    "Lock",
    "Placement",
    "Proposal",
    "Reason",
    "Wish",
    "propose",
]


@dataclass(frozen=True, slots=True)
class Placement:
    exhibitor: int
    booth: int
    seat: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan by booth and seat; `objective` is its cost, and no plan costs less than `bound`."""

    placements: list[Placement]
    unplaced: list[tuple[int, tuple[Reason, ...]]]
    broken: list[Breach]
    objective: int
    bound: int
    optimal: bool
    seconds: float


def propose(  # noqa: PLR0913 (what a plan is made of)
    booths: Sequence[Booth],
    exhibitors: Sequence[Exhibitor],
    wishes: Sequence[Wish] = (),
    locks: Sequence[Lock] = (),
    before: Mapping[int, tuple[int, int]] | None = None,
    *,
    keep: bool = False,
    seed: int = 0,
    seconds: float = 10.0,
) -> Proposal:
    """Propose a booth and a seat for each exhibitor, within so many seconds.

    `before` is the present plan, {exhibitor: (booth, seat)}. ValueError where locks contradict
    each other or name what is not there; wishes of others than `exhibitors` do not count.
    """
    problem = Problem(booths, exhibitors, wishes, locks, before or {}, keep=keep)
    found = search(problem, seconds, seed)
    plan = found.plan
    cost = problem.cost_of(plan)
    unplaced = [key for key in problem.exhibitors if key not in plan]
    return Proposal(
        placements=[
            Placement(key, booth, seat, why_here(problem, plan, key))
            for key, (booth, seat) in sorted(
                problem.seats_of(plan).items(), key=lambda place: place[1]
            )
        ],
        unplaced=[(key, why_unplaced(problem, plan, key)) for key in unplaced],
        broken=breaches(problem, plan),
        objective=cost,
        bound=found.bound,
        optimal=cost == found.bound,
        seconds=found.seconds,
    )
