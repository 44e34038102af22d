"""Who takes part: a proposal by quotas, share of first-timers and merit, with its reasons.

Pure: values in, values out, no database. What is asked for comes before who is better, in this
order: places filled, leasts of quotas, share of first-timers, merit, fewer soft failures,
earlier application (fairness: domain.md 5.3).
"""

from collections.abc import Sequence

from apps.exhibitions.solver.candidates import (
    BEST_MERIT,
    Call,
    Candidate,
    Choice,
    Contradiction,
    Quota,
    Selection,
)
from apps.exhibitions.solver.demands import hard_demands, soft_demands
from apps.exhibitions.solver.selection_reasons import (
    contradictions,
    rejected,
    reserve,
    selected,
)
from apps.exhibitions.solver.solving import (
    Reason,
    Solved,
    new_model,
    solve,
    total,
    weighted,
)

__all__ = [
    "Call",
    "Candidate",
    "Choice",
    "Contradiction",
    "Quota",
    "Reason",
    "Selection",
    "select",
]


def select(
    candidates: Sequence[Candidate], call: Call, seed: int = 0, seconds: float = 10.0
) -> Selection:
    """Propose who takes part, within so many seconds.

    It always answers: what is asked for and cannot be had is a Contradiction. ValueError if two
    candidates have one id.
    """
    if len({each.id for each in candidates}) < len(candidates):
        raise ValueError("two candidates with one id")
    pool = sorted(
        (each for each in candidates if each.may_be_taken), key=Candidate.rank
    )
    search = _Search(pool, call)
    met = search.meet_demands(seconds / 2, seed)
    best = search.take_best(met, seconds / 2, seed)
    taken = search.taken_by(best if best.found else met)
    span = 1 + search.dearest
    cost = sum(search.costs[key] for key in taken)
    return Selection(
        selected=selected(pool, call, taken),
        reserve=reserve(pool, call, taken),
        rejected=rejected(candidates),
        objective=met.cost * span + cost,
        bound=met.bound * span + (best.bound if met.optimal else 0),
        optimal=met.optimal and best.optimal,
        seconds=met.seconds + best.seconds,
        contradictions=contradictions(pool, call, taken),
    )


class _Search:
    """Two steps on one model: how far the demands can be met, then the best who meet them so."""

    def __init__(self, pool: Sequence[Candidate], call: Call) -> None:
        self.pool, self.call = pool, call
        self.model = new_model()
        self.taken = {each.id: self.model.new_bool_var(str(each.id)) for each in pool}
        for demand in hard_demands(pool, call):
            demand.add_to(self.model, self.taken)
        self.costs, self.dearest = self._costs()

    def meet_demands(self, seconds: float, seed: int) -> Solved:
        self.shortfalls = []
        weights, weight = [], 1
        for level in reversed(soft_demands(self.pool, self.call)):
            slacks = []
            for demand in level:
                slack = self.model.new_int_var(0, demand.worst_shortfall, "")
                demand.add_to(self.model, self.taken, slack)
                slacks.append(slack)
            self.shortfalls.append(total(slacks))
            weights.append(weight)
            weight *= 1 + sum(demand.worst_shortfall for demand in level)
        self.model.minimize(weighted(zip(weights, self.shortfalls, strict=True)))
        for each in self.pool:
            self.model.add_hint(self.taken[each.id], each.is_fixed)
        return solve(self.model, seconds, seed)

    def take_best(self, met: Solved, seconds: float, seed: int) -> Solved:
        for shortfall in self.shortfalls:
            self.model.add(shortfall <= met.value(shortfall))
        self.model.minimize(
            weighted(
                (self.costs[key], variable) for key, variable in self.taken.items()
            )
        )
        self.model.clear_hints()
        for variable in self.taken.values():
            self.model.add_hint(variable, met.value(variable))
        return solve(self.model, seconds, seed)

    def taken_by(self, solved: Solved) -> set[int]:
        return {key for key, variable in self.taken.items() if solved.value(variable)}

    def _costs(self) -> tuple[dict[int, int], int]:
        """What it costs to take each, and more than any selection costs."""
        order = sorted(self.pool, key=lambda each: (each.applied, each.id))
        most = max(self.call.places, sum(each.is_fixed for each in self.pool))
        failures = max((len(each.fails_soft) for each in self.pool), default=0)
        of_failure = 1 + most * len(order)
        of_merit = of_failure * (1 + most * failures)
        costs = {
            each.id: of_merit * (BEST_MERIT - each.merit)
            + of_failure * len(each.fails_soft)
            + position
            for position, each in enumerate(order)
        }
        return costs, of_merit * (1 + most * BEST_MERIT)
