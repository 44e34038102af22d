"""What a plan does not give although it was wanted, and what stands in its way: as codes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from apps.exhibitions.solver.floor import COMPETITORS_APART, Booth, Exhibitor, Wish, gap
from apps.exhibitions.solver.placement_problem import Plan, Problem
from apps.exhibitions.solver.solving import Reason


@dataclass(frozen=True, slots=True)
class Breach:
    """A wish, a zone, a corner, or a need that a lock passes over; `why` has the parameters.

    `second` is the other of a wish, `booth` where the first stands.
    """

    kind: str
    first: int
    second: int | None
    booth: int | None
    why: Reason


def breaches(problem: Problem, plan: Plan) -> list[Breach]:
    return [
        *_by_locks(problem),
        *_of_wishes(problem, plan),
        *_of_places(problem, plan),
    ]


def _by_locks(problem: Problem) -> Iterator[Breach]:
    """Locks are kept whatever they pass over; what that is, is said."""
    for key, lock in problem.locks.items():
        each, booth = problem.exhibitors[key], problem.booths[lock.booth]
        inside = [
            problem.exhibitors[other.exhibitor]
            for other in problem.locks.values()
            if other.booth == booth.id
        ]
        used = sum(other.power_va for other in inside)
        power = {"power_va": used, "offered": booth.power_va}
        for need in each.unmet_needs(booth, booth.power_va - used + each.power_va):
            params = power if need == "power" else {}
            yield Breach(need, key, None, booth.id, Reason("locked", params))
        if lock.seat in booth.taken_seats or not 1 <= lock.seat <= booth.capacity:
            why = Reason("locked", {"seat": lock.seat, "capacity": booth.capacity})
            yield Breach("seat", key, None, booth.id, why)
        if not each.may_share and (len(inside) > 1 or booth.taken_seats):
            yield Breach("alone", key, None, booth.id, Reason("locked"))


def _of_wishes(problem: Problem, plan: Plan) -> Iterator[Breach]:
    for wish in problem.wishes:
        if not problem.cost_of_wish(wish, plan):
            continue
        here = plan.get(wish.first)
        is_close = (
            wish.kind == "apart" and plan[wish.second] not in problem.near[here or 0]
        )
        why = _too_close(problem, wish, plan) if is_close else _why(problem, wish, plan)
        kind = "close" if is_close else wish.kind
        yield Breach(kind, wish.first, wish.second, here, why)


def _too_close(problem: Problem, wish: Wish, plan: Plan) -> Reason:
    first, second = (problem.booths[plan[key]] for key in (wish.first, wish.second))
    metres = round(gap(first, second) or 0.0, 2)
    return Reason("too_close", {"metres": metres, "wanted": COMPETITORS_APART})


def _why(problem: Problem, wish: Wish, plan: Plan) -> Reason:
    """The first that holds: no place, locks, needs, zones, moves, other wishes."""
    pair = (wish.first, wish.second)
    if missing := [key for key in pair if key not in plan]:
        return Reason("unplaced", {"exhibitors": missing})
    alone = [key for key in pair if not problem.exhibitors[key].may_share]
    if wish.kind == "share" and alone:
        return Reason("stands_alone", {"exhibitors": alone})
    possible = list(_ways(problem, wish))
    if not possible:
        return _impossible(problem, wish)
    if not any(_in_zones(problem, wish, way) for way in possible):
        groups = [problem.exhibitors[key].group for key in pair]
        return Reason("other_zones", {"groups": groups})
    if problem.keep and any(key in problem.before for key in pair):
        return Reason("would_move")
    return _outweighed(problem, pair, plan)


def _ways(problem: Problem, wish: Wish) -> Iterator[tuple[int, int]]:
    """The pairs of booths that would keep the wish, if nobody else were there but the locked."""
    one, other = (problem.exhibitors[key] for key in (wish.first, wish.second))
    second_allowed = problem.allowed(other)
    for first in problem.allowed(one):
        for second in second_allowed:
            plan = {one.id: first, other.id: second}
            if first == second and not _both_fit(problem, one, other, first):
                continue
            side_by_side = second in problem.near[first]
            if side_by_side != (wish.kind == "apart") and (
                wish.kind != "share" or not problem.cost_of_wish(wish, plan)
            ):
                yield first, second


def _both_fit(problem: Problem, one: Exhibitor, other: Exhibitor, booth: int) -> bool:
    unlocked = [each for each in (one, other) if each.id not in problem.locks]
    if len(unlocked) < 2:
        return True  # the locks are taken off the room already
    room = problem.rooms[booth]
    power = sum(each.power_va for each in unlocked)
    may_share = all(each.may_share for each in unlocked)
    return len(room.seats) >= 2 and may_share and power <= max(0, room.power_va)


def _in_zones(problem: Problem, wish: Wish, way: tuple[int, int]) -> bool:
    return all(
        problem.booths[booth].welcomes(problem.exhibitors[key].group)
        for key, booth in zip((wish.first, wish.second), way, strict=True)
    )


def _impossible(problem: Problem, wish: Wish) -> Reason:
    locks = [problem.locks.get(key) for key in (wish.first, wish.second)]
    held = [lock for lock in locks if lock]
    if len(held) == 2:
        return Reason("both_locked", {"booths": [lock.booth for lock in held]})
    if held:
        booth = held[0].booth
        params = {"exhibitor": held[0].exhibitor, "booth": booth}
        free = len(problem.rooms[booth].seats)
        capacity = problem.booths[booth].capacity
        counts = {"capacity": capacity, "seats_left": free}
        return Reason("locked_without_room", params | counts)
    return Reason("no_booths_for_both")


def _of_places(problem: Problem, plan: Plan) -> Iterator[Breach]:
    used = Counter(plan.values())
    for key, booth_id in plan.items():
        each, booth = problem.exhibitors[key], problem.booths[booth_id]
        if not booth.welcomes(each.group):
            right = [b for b in problem.booths.values() if b.welcomes(each.group)]
            why = _why_not_in(problem, plan, used, each, right)
            yield Breach("zone", key, None, booth_id, why)
        if each.wants_corner and not booth.is_corner:
            right = [b for b in problem.booths.values() if b.is_corner]
            why = _why_not_in(problem, plan, used, each, right)
            yield Breach("corner", key, None, booth_id, why)


def _why_not_in(
    problem: Problem,
    plan: Plan,
    used: Counter[int],
    each: Exhibitor,
    right: list[Booth],
) -> Reason:
    """Why none of the right booths: locked elsewhere, none that suits, all full, or other ends."""
    if each.id in problem.locks:
        return Reason("locked")
    suitable = set(problem.allowed(each)) & {booth.id for booth in right}
    if not suitable:
        return Reason("none_suitable")
    if not any(
        used[key] + len(problem.booths[key].taken_seats) < problem.booths[key].capacity
        for key in suitable
    ):
        return Reason("all_full", {"booths": sorted(suitable)})
    if problem.keep and each.id in problem.before:
        return Reason("would_move")
    return _outweighed(problem, (each.id,), plan)


def _outweighed(problem: Problem, keys: tuple[int, ...], plan: Plan) -> Reason:
    """The kept wishes of those concerned, against which it stands; none: zones and corners."""
    kept = {
        (wish.kind, wish.first, wish.second)
        for key in keys
        for wish in problem.wishes_of(key)
        if not problem.cost_of_wish(wish, plan)
    }
    return Reason("outweighed", {"wishes": sorted(kept)})
