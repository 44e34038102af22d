"""What a call demands of a selection, as sums over who is taken; and which demands clash."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from apps.exhibitions.solver.candidates import Call, Candidate
from apps.exhibitions.solver.solving import Reason, new_model, solve, weighted

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

SECONDS_OF_A_CLASH = 1.0


@dataclass(frozen=True, slots=True)
class Demand:
    """least <= Σ weight of the candidates taken <= most, and how to say it.

    `terms` are (candidate, weight); the unit is an exhibitor, of the share of first-timers a
    hundredth of one.
    """

    reason: Reason
    terms: tuple[tuple[int, int], ...]
    least: int | None = None
    most: int | None = None

    def reached(self, taken: set[int]) -> int:
        return sum(weight for key, weight in self.terms if key in taken)

    @property
    def worst_shortfall(self) -> int:
        lowest = sum(min(weight, 0) for _key, weight in self.terms)
        return max(0, (self.least or 0) - lowest)

    def add_to(self, model: "CpModel", taken: dict[int, Any], slack: Any = 0) -> None:
        count = weighted((weight, taken[key]) for key, weight in self.terms)
        if self.least is not None:
            model.add(count + slack >= self.least)
        if self.most is not None:
            model.add(count <= self.most)


def hard_demands(pool: Sequence[Candidate], call: Call) -> list[Demand]:
    """What is broken only by those whom a human took: mosts of quotas, and places."""
    fixed = [each for each in pool if each.is_fixed]
    demands = [
        Demand(
            Reason("most", quota.params | {"most": quota.most}),
            _ones(quota.among(pool)),
            most=max(quota.most, len(quota.among(fixed))),
        )
        for quota in call.quotas
        if quota.most is not None
    ]
    if fixed:
        reason = Reason("fixed", {"fixed": len(fixed)})
        demands.append(Demand(reason, _ones(fixed), least=len(fixed)))
    reason = Reason("places", {"places": call.places})
    most = max(call.places, len(fixed))
    return [*demands, Demand(reason, _ones(pool), most=most)]


def soft_demands(pool: Sequence[Candidate], call: Call) -> list[list[Demand]]:
    """Three levels, each before the next: all places filled, leasts, share of first-timers."""
    reason = Reason("filled", {"places": call.places})
    filled = Demand(reason, _ones(pool), least=call.places)
    leasts = [
        Demand(
            Reason("least", quota.params | {"least": quota.least}),
            _ones(quota.among(pool)),
            least=quota.least,
        )
        for quota in call.quotas
        if quota.least
    ]
    percent = call.first_timers_percent
    if not percent:
        return [[filled], leasts, []]
    terms = tuple((each.id, 100 * each.is_first_timer - percent) for each in pool)
    reason = Reason("first_timers", {"percent": percent})
    return [[filled], leasts, [Demand(reason, terms, least=0)]]


def clashing(
    unmet: Demand, level: int, pool: Sequence[Candidate], call: Call, taken: set[int]
) -> tuple[Reason, ...]:
    """The smallest set of other demands that leaves no selection with more of what is unmet.

    Demands of lower levels cannot stand in its way; those of its own and of higher levels
    hold as far as they are met. Empty when there are simply too few candidates.
    """
    more = replace(unmet, least=unmet.reached(taken) + 1)
    above = [
        demand for each in soft_demands(pool, call)[: level + 1] for demand in each
    ]
    others = [
        replace(demand, least=min(demand.reached(taken), demand.least or 0))
        for demand in above
        if demand.reason != unmet.reason
    ]
    needed = [*others, *hard_demands(pool, call)]
    for demand in list(needed):
        without = [each for each in needed if each is not demand]
        if _is_impossible([more, *without], pool):
            needed = without
    return tuple(demand.reason for demand in needed)


def _is_impossible(demands: Sequence[Demand], pool: Sequence[Candidate]) -> bool:
    model = new_model()
    taken = {each.id: model.new_bool_var("") for each in pool}
    for demand in demands:
        demand.add_to(model, taken)
    return solve(model, SECONDS_OF_A_CLASH, seed=0).impossible


def _ones(candidates: Sequence[Candidate]) -> tuple[tuple[int, int], ...]:
    return tuple((each.id, 1) for each in candidates)
