"""What a plan costs: the one scale on which wishes, zones, corners and moves are weighed."""

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from apps.exhibitions.solver.floor import (
    Booth,
    Exhibitor,
    Lock,
    Room,
    Wish,
    neighbours,
    rooms_beside,
    surroundings,
)

ZONE = 200
CORNER = 20
CLOSE = 5  # competitors not side by side, and yet closer than they should
WISHES = {"share": 400, "together": 150, "apart": 150}
Plan = Mapping[int, int]  # {exhibitor: booth}
MOVE = 1  # among plans as good, the one that changes less


@dataclass(frozen=True, slots=True)
class Weights:
    """Nobody is left out to please another; with `keep` nobody moves to please another."""

    unplaced: int
    move: int


class Problem:
    """What is asked, checked and put in order: the same answer for any order of the input.

    ValueError where locks contradict each other or name what is not there.
    """

    def __init__(  # noqa: PLR0913 (what `propose` is given)
        self,
        booths: Sequence[Booth],
        exhibitors: Sequence[Exhibitor],
        wishes: Sequence[Wish],
        locks: Sequence[Lock],
        before: Mapping[int, tuple[int, int]],
        *,
        keep: bool,
    ) -> None:
        self.booths = {
            each.id: each for each in sorted(booths, key=lambda each: each.id)
        }
        ordered = sorted(exhibitors, key=lambda each: each.id)
        self.exhibitors = {each.id: each for each in ordered}
        self.wishes = sorted(
            {w for w in wishes if {w.first, w.second} <= self.exhibitors.keys()},
            key=lambda wish: (wish.kind, wish.first, wish.second),
        )
        self._check(locks)
        self.locks = {lock.exhibitor: lock for lock in locks}
        self.before = {
            key: place
            for key, place in before.items()
            if key in self.exhibitors and place[0] in self.booths
        }
        self.rooms: dict[int, Room] = rooms_beside(booths, self.exhibitors, locks)
        self.near = neighbours(self.booths.values())
        self.around = surroundings(self.booths.values())
        self.keep = keep
        self.weights = self._weights()

    def _check(self, locks: Sequence[Lock]) -> None:
        seats = {(lock.booth, lock.seat) for lock in locks}
        known = all(
            lock.exhibitor in self.exhibitors and lock.booth in self.booths
            for lock in locks
        )
        if len(seats) < len(locks) or len({each.exhibitor for each in locks}) < len(
            locks
        ):
            raise ValueError("two locks for one seat, or for one exhibitor")
        if not known:
            raise ValueError("a lock of an exhibitor or a booth that is not there")

    def _weights(self) -> Weights:
        count = len(self.exhibitors)
        comfort = count * (ZONE + CORNER)
        comfort += sum(WISHES[wish.kind] + CLOSE for wish in self.wishes)
        move = comfort + 1 if self.keep else MOVE
        return Weights(unplaced=comfort + count * move + 1, move=move)

    def allowed(self, exhibitor: Exhibitor) -> list[int]:
        """The booths where it may stand: where it is locked, or what its needs allow."""
        if lock := self.locks.get(exhibitor.id):
            return [lock.booth]
        return [key for key, room in self.rooms.items() if room.fits(exhibitor)]

    def can_share(self, booth: int, wish: Wish) -> bool:
        """Whether a booth holds both at once, as far as it is known who has to stand there."""
        pair = [self.exhibitors[key] for key in (wish.first, wish.second)]
        unlocked = [each for each in pair if each.id not in self.locks]
        room = self.rooms[booth]
        return not unlocked or (
            all(each.may_share for each in pair)
            and len(room.seats) >= len(unlocked)
            and sum(each.power_va for each in unlocked) <= max(0, room.power_va)
        )

    def seats_of(self, plan: Plan) -> dict[int, tuple[int, int]]:
        """{exhibitor: (booth, seat)}: the locked seat, the present one, else the first free."""
        inside: dict[int, list[int]] = {}
        for key, booth in plan.items():
            inside.setdefault(booth, []).append(key)
        return {
            key: (booth, seat)
            for booth, keys in inside.items()
            for key, seat in self._seats_in(booth, keys).items()
        }

    def _seats_in(self, booth: int, keys: Sequence[int]) -> dict[int, int]:
        free = set(self.rooms[booth].seats)
        seats: dict[int, int] = {}
        for key in sorted(keys):
            if lock := self.locks.get(key):
                seats[key] = lock.seat
            elif self.before.get(key, (None, 0)) in [(booth, seat) for seat in free]:
                seats[key] = self.before[key][1]
                free.remove(seats[key])
        for key in sorted(set(keys) - seats.keys()):
            seats[key] = min(free)
            free.remove(seats[key])
        return seats

    def with_others_held(self, plan: Plan, free: Collection[int]) -> "Problem":
        """The same, where all but these few are locked to where they stand in the plan."""
        held = {key: booth for key, booth in plan.items() if key not in free}
        narrower = copy.copy(self)
        narrower.locks = self.locks | {
            key: Lock(key, *place) for key, place in self.seats_of(held).items()
        }
        narrower.rooms = rooms_beside(
            list(self.booths.values()), self.exhibitors, narrower.locks.values()
        )
        return narrower

    def wishes_of(self, key: int) -> list[Wish]:
        return [wish for wish in self.wishes if key in (wish.first, wish.second)]

    def cost_of_standing(self, exhibitor: Exhibitor, booth: Booth) -> int:
        cost = 0 if booth.welcomes(exhibitor.group) else ZONE
        if exhibitor.wants_corner and not booth.is_corner:
            cost += CORNER
        place = self.before.get(exhibitor.id)
        return cost + self.weights.move * (place is not None and place[0] != booth.id)

    def cost_of_wish(self, wish: Wish, plan: Plan) -> int:
        """Who has no place has nobody beside and nobody near."""
        first, second = plan.get(wish.first), plan.get(wish.second)
        if first is None or second is None:
            return 0 if wish.kind == "apart" else WISHES[wish.kind]
        if wish.kind == "apart":
            side_by_side = WISHES["apart"] * (second in self.near[first])
            return side_by_side + CLOSE * (second in self.around[first])
        kept = first == second if wish.kind == "share" else second in self.near[first]
        return 0 if kept else WISHES[wish.kind]

    def cost_of(self, plan: Plan) -> int:
        """Of a whole plan, as the solver counts it."""
        standing = sum(
            self.cost_of_standing(self.exhibitors[key], self.booths[booth])
            for key, booth in plan.items()
        )
        unplaced = len(self.exhibitors) - len(plan)
        wishes = sum(self.cost_of_wish(wish, plan) for wish in self.wishes)
        return self.weights.unplaced * unplaced + standing + wishes
