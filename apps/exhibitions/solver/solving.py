"""The one door to CP-SAT for proposals: pure, and the same again for the same seed.

The solver is imported when a proposal is asked for and not before: pandas comes with it, and a
web process need not hold 90 MB for what a worker does.
"""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

# A unit of the solver's own count of its work takes about 4 seconds on a slow core. The limit
# in these units ends a search before the clock does, so that a loaded machine finds the same.
SECONDS_OF_WORK = 5.0
SLACK = 2.0  # seconds more by the clock, so that a short search too ends by its work
ENDLESS = 2**62


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a stable code with what its sentence needs; the sentence is the page's."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Solved:
    """What was found: `cost` is to be small, and no solution costs less than `bound`.

    `spent` is the work done in seconds of the limit given, the same on any machine.
    """

    solver: "CpSolver"
    found: bool
    impossible: bool
    cost: int
    bound: int
    optimal: bool
    seconds: float
    spent: float

    def value(self, expression: Any) -> int:
        return int(self.solver.value(expression))


def new_model() -> "CpModel":
    from ortools.sat.python.cp_model import CpModel  # noqa: PLC0415 (memory, see above)

    return CpModel()


def weighted(terms: Iterable[tuple[int, Any]]) -> Any:
    """Σ weight · expression: what `sum()` gives, without a thousand sums in between."""
    from ortools.sat.python.cp_model import LinearExpr  # noqa: PLC0415

    pairs = list(terms)
    return LinearExpr.weighted_sum(
        [expression for _weight, expression in pairs],
        [weight for weight, _expression in pairs],
    )


def total(expressions: Iterable[Any]) -> Any:
    return weighted((1, expression) for expression in expressions)


def solve(
    model: "CpModel", seconds: float, seed: int, floor: int | None = None
) -> Solved:
    """Search with one worker for so many seconds; nothing found is `found=False`, never an error.

    With a floor that no solution is below, it stops at one that reaches it.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415

    if floor is not None:
        model.proto.objective.domain.extend([floor, ENDLESS])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = (
        0  # on large halls most of the time, for little
    )
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.max_deterministic_time = seconds / SECONDS_OF_WORK
    solver.parameters.max_time_in_seconds = seconds + SLACK
    begun = time.perf_counter()
    status = solver.solve(model)
    took = time.perf_counter() - begun
    if status == cp_model.MODEL_INVALID:
        raise ValueError(model.validate())
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Solved(
        solver=solver,
        found=found,
        impossible=status == cp_model.INFEASIBLE,
        cost=round(solver.objective_value) if found else 0,
        bound=math.ceil(solver.best_objective_bound - 1e-6) if found else 0,
        optimal=status == cp_model.OPTIMAL,
        seconds=took,
        spent=solver.response_proto.deterministic_time * SECONDS_OF_WORK,
    )
