"""The plan as a model: how many of each kind of exhibitor stand at each site.

Exhibitors whom nothing tells apart are one unit with a number at each site, so that the solver
does not try who of them stands where; only pairs with a wish have variables of nearness, and no
site has a variable for whom it cannot hold. A site is one booth, or, to learn quickly what no
plan can do better, all booths alike wherever they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.exhibitions.solver.floor import Exhibitor, Room, Wish
from apps.exhibitions.solver.placement_problem import CLOSE, WISHES, Plan, Problem
from apps.exhibitions.solver.solving import Solved, new_model, solve, total, weighted


@dataclass(frozen=True, slots=True)
class Unit:
    """Exhibitors alike in all that counts, and how many of them stand at each site."""

    members: tuple[Exhibitor, ...]
    at: dict[int, Any]

    @property
    def one(self) -> Exhibitor:
        return self.members[0]


class Sites:
    """The booths in groups, each known by the first of it."""

    def __init__(self, problem: Problem, *, alike: bool) -> None:
        groups: dict[Any, list[Room]] = {}
        for key, room in problem.rooms.items():
            groups.setdefault(room.kind if alike else key, []).append(room)
        self.rooms = {rooms[0].booth.id: rooms for rooms in groups.values()}
        self.of = {
            room.booth.id: site for site, rooms in self.rooms.items() for room in rooms
        }
        self.are_single = len(self.rooms) == len(problem.rooms)
        self.near = {
            site: sorted(
                {self.of[b] for room in rooms for b in problem.near[room.booth.id]}
            )
            for site, rooms in self.rooms.items()
        }


class PlacementModel:
    """`dearest` narrows it: no exhibitor at a booth where standing costs more than that."""

    def __init__(
        self, problem: Problem, sites: Sites, dearest: Mapping[int, int] | None = None
    ) -> None:
        self.problem, self.sites, self.dearest = problem, sites, dearest
        self.model = new_model()
        self.costs: list[tuple[int, Any]] = []
        self.units = [self._unit(members) for members in alike(problem)]
        self.of = {each.id: unit for unit in self.units for each in unit.members}
        for unit in self.units:
            self._stand(unit)
        for site in sites.rooms:
            self._fill(site)
        for wish in problem.wishes:
            if wish.kind != "apart":
                self._bring_near(wish)
            elif sites.are_single:
                self._keep_apart(wish, WISHES["apart"], problem.near)
                self._keep_apart(wish, CLOSE, problem.around)
        self.model.minimize(weighted(self.costs))

    def solve(self, hint: Plan, floor: int, seconds: float, seed: int) -> Solved:
        """Search from the hint on, and stop at a plan that costs no more than the floor."""
        for unit in self.units:
            if unit.one.id not in self.problem.locks:
                where = [hint.get(each.id) for each in unit.members]
                sites = [booth and self.sites.of[booth] for booth in where]
                for site, number in unit.at.items():
                    self.model.add_hint(number, sites.count(site))
        return solve(self.model, seconds, seed, floor)

    def dearest_in(self, solved: Solved) -> dict[int, int]:
        """What standing costs the members of each unit at most; by exhibitor."""
        return {
            each.id: max(
                (
                    self._cost(unit.one, site)
                    for site, number in unit.at.items()
                    if solved.value(number)
                ),
                default=0,
            )
            for unit in self.units
            for each in unit.members
        }

    def plan(self, solved: Solved) -> dict[int, int]:
        return dict(self._standing(solved))

    def _cost(self, exhibitor: Exhibitor, site: int) -> int:
        problem = self.problem
        return min(
            problem.cost_of_standing(exhibitor, room.booth)
            for room in self.sites.rooms[site]
        )

    def _unit(self, members: tuple[Exhibitor, ...]) -> Unit:
        one, problem = members[0], self.problem
        if one.id in problem.locks:
            (booth,) = problem.allowed(one)
            return Unit(members, {self.sites.of[booth]: self.model.new_constant(1)})
        at: dict[int, Any] = {}
        for site in dict.fromkeys(self.sites.of[b] for b in problem.allowed(one)):
            if self.dearest is None or self._cost(one, site) <= self.dearest[one.id]:
                most = min(len(members), self._seats(site))
                at[site] = self.model.new_int_var(0, most, "")
        return Unit(members, at)

    def _seats(self, site: int) -> int:
        return sum(len(room.seats) for room in self.sites.rooms[site])

    def _stand(self, unit: Unit) -> None:
        """Each in one place at most; what it costs to have none, and to have this one."""
        size = len(unit.members)
        missing = self.model.new_int_var(0, size, "")
        self.model.add(total([*unit.at.values(), missing]) == size)
        self.costs.append((self.problem.weights.unplaced, missing))
        for site, number in unit.at.items():
            if cost := self._cost(unit.one, site):
                self.costs.append((cost, number))

    def _fill(self, site: int) -> None:
        """Seats and power that a site has left; who stands alone takes a whole booth."""
        rooms = self.sites.rooms[site]
        a_booth = len(rooms[0].seats)
        inside = [
            (unit.one, unit.at[site])
            for unit in self.units
            if site in unit.at and unit.one.id not in self.problem.locks
        ]
        if not inside:
            return
        seats = weighted((1 if each.may_share else a_booth, n) for each, n in inside)
        self.model.add(seats <= self._seats(site))
        needing = [(each.power_va, n) for each, n in inside if each.power_va]
        if needing and a_booth > 1:
            power = max(0, rooms[0].power_va) * len(rooms)
            self.model.add(weighted(needing) <= power)

    def _bring_near(self, wish: Wish) -> None:
        first, second = self.of[wish.first].at, self.of[wish.second].at
        kept = []
        for site, here in first.items():
            near = [site] if wish.kind == "share" else self.sites.near[site]
            others = [second[other] for other in near if other in second]
            if others and (wish.kind != "share" or self.problem.can_share(site, wish)):
                both = self.model.new_bool_var("")
                self.model.add(here >= both)
                self.model.add(total(others) >= both)
                kept.append(both)
        broken = self.model.new_bool_var("")
        self.model.add(total([broken, *kept]) == 1)
        self.costs.append((WISHES[wish.kind], broken))

    def _keep_apart(
        self, wish: Wish, cost: int, near: Mapping[int, frozenset[int]]
    ) -> None:
        first, second = self.of[wish.first].at, self.of[wish.second].at
        broken = self.model.new_bool_var("")
        for booth, here in first.items():
            others = [second[other] for other in sorted(near[booth]) if other in second]
            if others:
                self.model.add(total([here, *others]) <= 1 + broken)
        self.costs.append((cost, broken))

    def _standing(self, solved: Solved) -> Iterator[tuple[int, int]]:
        for unit in self.units:
            booths = [
                booth
                for booth, number in unit.at.items()
                for _one in range(solved.value(number))
            ]
            for member, booth in zip(unit.members, booths, strict=False):
                yield member.id, booth


def alike(problem: Problem) -> list[tuple[Exhibitor, ...]]:
    """Exhibitors with a wish or a lock each alone; the others by what they need and want."""
    wishing = {key for wish in problem.wishes for key in (wish.first, wish.second)}
    kinds: dict[tuple[Any, ...], list[Exhibitor]] = {}
    for each in problem.exhibitors.values():
        itself = each.id if each.id in wishing or each.id in problem.locks else None
        before = problem.before.get(each.id, (None, 0))[0]
        needs = (each.group, each.power_va, each.water, each.access)
        key = (itself, before, *needs, each.wants_corner, each.may_share)
        kinds.setdefault(key, []).append(each)
    return [tuple(members) for members in kinds.values()]
