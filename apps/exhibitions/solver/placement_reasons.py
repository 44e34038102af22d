"""Why each stands where it stands, or nowhere: as codes."""

from apps.exhibitions.solver.floor import Booth, Exhibitor
from apps.exhibitions.solver.placement_problem import Plan, Problem
from apps.exhibitions.solver.solving import Reason

KEPT = {"share": "shares", "together": "beside", "apart": "apart_from"}


def why_here(problem: Problem, plan: Plan, key: int) -> tuple[Reason, ...]:
    each, booth = problem.exhibitors[key], problem.booths[plan[key]]
    reasons = [_how_it_came(problem, key, booth)]
    if booth.groups and each.group in booth.groups:
        reasons.append(Reason("in_zone", {"group": each.group}))
    if each.power_va:
        reasons.append(
            Reason("has_power", {"power_va": each.power_va, "offered": booth.power_va})
        )
    has = {
        "has_water": each.water and booth.has_water,
        "has_access": each.access and booth.is_accessible,
        "has_corner": each.wants_corner and booth.is_corner,
    }
    reasons += [Reason(code) for code, is_so in has.items() if is_so]
    reasons += [
        Reason(KEPT[wish.kind], {"other": wish.other(key)})
        for wish in problem.wishes_of(key)
        if not problem.cost_of_wish(wish, plan)
    ]
    return tuple(reasons)


def _how_it_came(problem: Problem, key: int, booth: Booth) -> Reason:
    place = problem.before.get(key)
    if key in problem.locks:
        return Reason("locked")
    if place is None:
        return Reason("placed")
    if place[0] == booth.id:
        return Reason("stays")
    return Reason("moved", {"booth": place[0]})


def why_unplaced(problem: Problem, plan: Plan, key: int) -> tuple[Reason, ...]:
    """Needs that no booth meets; else that all which meet them are full."""
    each = problem.exhibitors[key]
    able = [
        booth.id
        for booth in problem.booths.values()
        if not each.unmet_needs(booth, booth.power_va)
    ]
    if not able:
        return _needs_unmet(problem, each)
    has_needs = bool(each.power_va or each.water or each.access)
    if has_needs and len(able) < len(problem.booths):
        return (Reason("suitable_booths_full", {"booths": able}),)
    if not each.may_share:
        return (Reason("no_booth_alone", {"booths": len(problem.booths)}),)
    seats = sum(b.capacity - len(b.taken_seats) for b in problem.booths.values())
    return (
        Reason("no_seat_left", {"seats": seats, "exhibitors": len(problem.exhibitors)}),
    )


def _needs_unmet(problem: Problem, each: Exhibitor) -> tuple[Reason, ...]:
    booths = problem.booths.values()
    strongest = max((booth.power_va for booth in booths), default=0)
    reasons = []
    if each.power_va > strongest:
        params = {"power_va": each.power_va, "strongest": strongest}
        reasons.append(Reason("no_booth_with_power", params))
    if each.water and not any(booth.has_water for booth in booths):
        reasons.append(Reason("no_booth_with_water"))
    if each.access and not any(booth.is_accessible for booth in booths):
        reasons.append(Reason("no_booth_with_access"))
    needs = {"power_va": each.power_va, "water": each.water, "access": each.access}
    return tuple(reasons) or (Reason("no_booth_with_all", needs),)
