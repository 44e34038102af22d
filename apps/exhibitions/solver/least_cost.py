"""What no plan costs less than, found at once: everybody flows to a seat as if wishes were alone.

A flow knows nothing of who stands alone in a booth for two, of power that others share, or of
what one wish takes from another; so it costs no more than any plan, and often as much as the
best.
"""

from collections import Counter
from dataclasses import dataclass, field

from apps.exhibitions.solver.floor import Wish
from apps.exhibitions.solver.placement_model import alike
from apps.exhibitions.solver.placement_problem import WISHES, Problem


@dataclass(frozen=True, slots=True)
class LeastCost:
    """No plan costs less than `cost`; no plan at all keeps a wish that is `hopeless`."""

    cost: int
    hopeless: frozenset[Wish]


def least_cost(problem: Problem) -> LeastCost:
    costs = _Costs(problem)
    lost, crowding = _crowded_out(problem)
    hopeless = {
        wish
        for wish in problem.wishes
        if wish.kind != "apart" and wish not in crowding and not costs.take_on(wish)
    }
    lost += sum(WISHES[wish.kind] for wish in hopeless)
    return LeastCost(lost + _flow(problem, costs), frozenset(hopeless))


def _crowded_out(problem: Problem) -> tuple[int, set[Wish]]:
    """What it costs that some want to share with more than any booth holds, and those wishes."""
    sharing = [wish for wish in problem.wishes if wish.kind == "share"]
    most = max((booth.capacity for booth in problem.booths.values()), default=1) - 1
    lost, crowding = 0, set[Wish]()
    for key in problem.exhibitors:
        mine = [w for w in sharing if key in (w.first, w.second) and w not in crowding]
        if len(mine) > most:
            lost += WISHES["share"] * (len(mine) - most)
            crowding.update(mine)
    return lost, crowding


@dataclass
class _Costs:
    """What standing costs each exhibitor at each booth, with what its wishes add there.

    One of two who wish pays for both: at a booth, what it costs the other to keep the wish from
    there, or the wish. What the other pays is then no more than its cheapest booth.
    """

    problem: Problem
    of: dict[int, dict[int, int]] = field(default_factory=dict)
    alone: dict[int, int] = field(default_factory=Counter)  # of having no place
    paying: set[int] = field(default_factory=set)
    paid_for: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        problem = self.problem
        for key, each in problem.exhibitors.items():
            self.of[key] = {
                booth: problem.cost_of_standing(each, problem.booths[booth])
                for booth in problem.allowed(each)
            }
            self.alone[key] = problem.weights.unplaced

    def take_on(self, wish: Wish) -> bool:
        """Whether there is any way to keep it, added to the costs."""
        one, other = sorted(
            (wish.first, wish.second), key=lambda key: len(self.of[key])
        )
        if one in self.paid_for and other not in self.paid_for:
            one, other = other, one
        whole = other not in self.paying | self.paid_for and one not in self.paid_for
        cheapest = min(self.of[other].values(), default=0)
        dear = WISHES[wish.kind]
        added, ways = {}, 0
        for booth in self.of[one]:
            ends = self._other_ends(wish, booth, other)
            ways += len(ends)
            costs = [self.of[other][end] - cheapest if whole else 0 for end in ends]
            added[booth] = min([dear, *costs])
        if not ways:
            return False
        for booth, cost in added.items():
            self.of[one][booth] += cost
        self.alone[one] += dear
        self.paying.add(one)
        if whole:
            self.of[other] = dict.fromkeys(self.of[other], cheapest)
            self.paid_for.add(other)
        return True

    def _other_ends(self, wish: Wish, booth: int, other: int) -> list[int]:
        """From where the other keeps the wish of one who stands there."""
        shared = [booth] if self.problem.can_share(booth, wish) else []
        near = self.problem.near[booth] - {booth} if wish.kind == "together" else ()
        return [end for end in (*shared, *sorted(near)) if end in self.of[other]]


def _flow(problem: Problem, costs: _Costs) -> int:
    """The cheapest flow from exhibitors to seats, or past them to having no place."""
    from ortools.graph.python.min_cost_flow import (  # noqa: PLC0415 (memory, see solving)
        SimpleMinCostFlow,
    )

    flow = SimpleMinCostFlow()
    units = alike(problem)
    node_of = {key: number for number, key in enumerate(problem.rooms, len(units))}
    outside = len(units) + len(node_of)
    for unit, members in enumerate(units):
        one, size = members[0].id, len(members)
        for booth, cost in costs.of[one].items():
            flow.add_arc_with_capacity_and_unit_cost(unit, node_of[booth], size, cost)
        flow.add_arc_with_capacity_and_unit_cost(unit, outside, size, costs.alone[one])
        flow.set_node_supply(unit, size)
    locked = Counter(lock.booth for lock in problem.locks.values())
    for booth, room in problem.rooms.items():
        seats = len(room.seats) + locked[booth]
        flow.add_arc_with_capacity_and_unit_cost(node_of[booth], outside, seats, 0)
    flow.set_node_supply(outside, -len(problem.exhibitors))
    if flow.solve() != flow.OPTIMAL:
        raise ValueError("exhibitors who cannot even be left out")
    return int(flow.optimal_cost())
