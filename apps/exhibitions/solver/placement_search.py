"""The search for the best plan, in steps that each know what the last one learnt."""

import time
from dataclasses import dataclass

from apps.exhibitions.solver.first_plan import first_plan
from apps.exhibitions.solver.improving import improve
from apps.exhibitions.solver.least_cost import least_cost
from apps.exhibitions.solver.placement_model import PlacementModel, Sites
from apps.exhibitions.solver.placement_problem import Problem


@dataclass(frozen=True, slots=True)
class Found:
    """A plan {exhibitor: booth}, and what no plan costs less than."""

    plan: dict[int, int]
    bound: int
    seconds: float


def search(problem: Problem, seconds: float, seed: int) -> Found:
    """A plan found at once, made better part by part; then what is left is proven, or bettered.

    First with all booths alike as one site: a bound, and what standing need cost each. Then
    booth by booth where it costs no more than that; and among all booths only if the plan is
    still dearer than the bound.
    """
    begun = time.perf_counter()
    least = least_cost(problem)
    plan, spent = improve(problem, first_plan(problem), least, seconds / 3, seed)
    if problem.cost_of(plan) <= least.cost:
        return Found(plan, least.cost, time.perf_counter() - begun)
    left = seconds - spent
    rough = PlacementModel(problem, Sites(problem, alike=True))
    solved = rough.solve(plan, least.cost, left / 3, seed)
    bound, left = max(least.cost, solved.bound), left - solved.spent
    single = Sites(problem, alike=False)
    steps = [(rough.dearest_in(solved), left / 2)] if solved.found else []
    for dearest, limit in [*steps, (None, left)]:
        if problem.cost_of(plan) <= bound:
            break
        model = PlacementModel(problem, single, dearest)
        solved = model.solve(plan, bound, limit if dearest else left, seed)
        left = max(0.1, left - solved.spent)
        if solved.found:
            plan = min(plan, model.plan(solved), key=problem.cost_of)
        if dearest is None:
            bound = max(bound, solved.bound)
    return Found(plan, bound, time.perf_counter() - begun)
