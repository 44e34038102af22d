"""A plan found by taking one exhibitor after the other: where the search for the best begins."""

from apps.exhibitions.solver.floor import Exhibitor, Wish
from apps.exhibitions.solver.placement_problem import WISHES, Plan, Problem


def first_plan(problem: Problem) -> dict[int, int]:
    """{exhibitor: booth}, never breaking what must hold.

    First who is locked, then who has a place, who has wishes, who has fewest booths to choose
    from; each to the booth that costs least beside those placed already.
    """
    choices = {key: problem.allowed(each) for key, each in problem.exhibitors.items()}
    wishes = {key: problem.wishes_of(key) for key in choices}
    plan = {key: lock.booth for key, lock in problem.locks.items()}
    inside: dict[int, list[Exhibitor]] = {booth: [] for booth in problem.booths}

    def order(key: int) -> tuple[bool, int, int, int]:
        return (key not in problem.before, -len(wishes[key]), len(choices[key]), key)

    for key in sorted(problem.exhibitors.keys() - plan.keys(), key=order):
        each = problem.exhibitors[key]
        costs = [
            (_cost(problem, plan, wishes[key], key, booth), booth)
            for booth in choices[key]
            if _has_room(problem, inside[booth], each, booth)
        ]
        if costs:
            _cost_of_it, booth = min(costs)
            plan[key] = booth
            inside[booth].append(each)
    return plan


def _has_room(
    problem: Problem, inside: list[Exhibitor], newcomer: Exhibitor, booth: int
) -> bool:
    room = problem.rooms[booth]
    if not inside:
        return True
    return (
        len(inside) < len(room.seats)
        and newcomer.may_share
        and all(each.may_share for each in inside)
        and sum(each.power_va for each in [*inside, newcomer]) <= max(0, room.power_va)
    )


def _cost(
    problem: Problem, plan: Plan, wishes: list[Wish], key: int, booth: int
) -> int:
    """Of standing there, as things are; and of leaving no seat to whom it is to share with."""
    cost = problem.cost_of_standing(problem.exhibitors[key], problem.booths[booth])
    with_it = {**plan, key: booth} if wishes else plan
    for wish in wishes:
        if wish.other(key) in plan:
            cost += problem.cost_of_wish(wish, with_it)
        elif wish.kind == "share" and len(problem.rooms[booth].seats) < 2:
            cost += WISHES["share"]
    return cost
