"""A plan made better part by part: a few stand up, the others stay, and the few are placed anew.

Large neighbourhoods searched by the solver (Shaw 1998). It proves nothing, but finds in a large
hall in seconds what the whole model does not find in minutes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from apps.exhibitions.solver.floor import Wish
from apps.exhibitions.solver.least_cost import LeastCost
from apps.exhibitions.solver.placement_model import PlacementModel, Sites
from apps.exhibitions.solver.placement_problem import Plan, Problem

AT_ONCE = 2  # troubles; one more each time that so many tries were in vain:
IN_VAIN = 6
AT_MOST = 6
REMEDIES = 3  # tried for each of them
A_TIME = 0.5  # seconds at most for a part


@dataclass(frozen=True, slots=True)
class Trouble:
    """Who stands badly or nowhere, and the booths, one or two, where it would be well."""

    exhibitors: tuple[int, ...]
    remedies: list[tuple[int, ...]]


def improve(
    problem: Problem, plan: Plan, least: LeastCost, seconds: float, seed: int
) -> tuple[dict[int, int], float]:
    """The plan, no dearer than it was, and the seconds of work that it took."""
    chance = random.Random(seed)  # noqa: S311 (a search, no secret)
    clinic = _Clinic(problem, least.hopeless)
    best, cost = dict(plan), problem.cost_of(plan)
    spent, vain = 0.0, 0
    while cost > least.cost and spent < seconds:
        size = AT_ONCE + vain // IN_VAIN
        troubles = list(clinic.troubles(best))
        if not troubles or size > AT_MOST:
            break
        some = chance.sample(troubles, min(size, len(troubles)))
        part = problem.with_others_held(best, clinic.who_stand_up(best, some, chance))
        model = PlacementModel(part, Sites(part, alike=False))
        solved = model.solve(best, least.cost, A_TIME, seed)
        spent, vain = spent + solved.spent, vain + 1
        if solved.found and (found := problem.cost_of(model.plan(solved))) <= cost:
            vain = 0 if found < cost else vain
            best, cost = model.plan(solved), found
    return best, spent


class _Clinic:
    """What troubles a plan has, and what would heal each."""

    def __init__(self, problem: Problem, hopeless: frozenset[Wish]) -> None:
        self.problem = problem
        self.wishes = [wish for wish in problem.wishes if wish not in hopeless]
        self.friends: dict[int, set[int]] = {key: set() for key in problem.exhibitors}
        for wish in problem.wishes:
            self.friends[wish.first].add(wish.second)
            self.friends[wish.second].add(wish.first)
        self.pleasing = {key: self._pleasing(key) for key in problem.exhibitors}
        self.remedies = {wish: list(self._remedies(wish)) for wish in self.wishes}

    def troubles(self, plan: Plan) -> Iterator[Trouble]:
        problem = self.problem
        for key, each in problem.exhibitors.items():
            booth = plan.get(key)
            if key not in problem.locks and (
                booth is None or problem.cost_of_standing(each, problem.booths[booth])
            ):
                yield Trouble((key,), [(booth,) for booth in self.pleasing[key]])
        for wish in self.wishes:
            if problem.cost_of_wish(wish, plan):
                yield Trouble((wish.first, wish.second), self.remedies[wish])

    def who_stand_up(
        self, plan: Plan, troubles: list[Trouble], chance: random.Random
    ) -> set[int]:
        """They, those they have wishes with, and who stands where it would be well."""
        booths: set[int] = set()
        people = {key for trouble in troubles for key in trouble.exhibitors}
        for trouble in troubles:
            count = min(REMEDIES, len(trouble.remedies))
            booths.update(*chance.sample(trouble.remedies, count))
        inside = {key for key, booth in plan.items() if booth in booths}
        friends = set[int]().union(*(self.friends[key] for key in people))
        return (people | friends | inside) - self.problem.locks.keys()

    def _pleasing(self, key: int) -> list[int]:
        """Where standing costs it least."""
        each = self.problem.exhibitors[key]
        costs = {
            booth: self.problem.cost_of_standing(each, self.problem.booths[booth])
            for booth in self.problem.allowed(each)
        }
        return [booth for booth, cost in costs.items() if cost == min(costs.values())]

    def _remedies(self, wish: Wish) -> Iterator[tuple[int, ...]]:
        first, second = self.pleasing[wish.first], self.pleasing[wish.second]
        if wish.kind == "apart":
            yield from ((booth,) for booth in [*first, *second])
            return
        others = set(second)
        for booth in first:
            if booth in others and self.problem.can_share(booth, wish):
                yield (booth,)
            if wish.kind == "together":
                near = self.problem.near[booth] & others - {booth}
                yield from ((booth, other) for other in sorted(near))
