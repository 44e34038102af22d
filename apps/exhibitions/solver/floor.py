"""The floor and who is to stand on it, as plain values: booths, needs, wishes, locks, distances."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

AISLE = 0.5  # metres: two booths no farther apart than this stand side by side
COMPETITORS_APART = (
    6.0  # metres that competitors should have between them where there is room
)
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Booth:
    """A rectangle in metres from the left and from above; no groups means anybody.

    `taken_seats` are those that others have; who stands alone is not put beside them.
    """

    id: int
    code: str
    hall: int
    x: float
    y: float
    width: float
    depth: float
    capacity: int
    power_va: int
    has_water: bool
    is_corner: bool
    is_accessible: bool
    groups: frozenset[str]
    taken_seats: frozenset[int]

    def welcomes(self, group: str) -> bool:
        return not self.groups or group in self.groups


@dataclass(frozen=True, slots=True)
class Exhibitor:
    """Who needs a place, and what with it; power in VA."""

    id: int
    name: str
    group: str
    power_va: int
    water: bool
    access: bool
    wants_corner: bool
    may_share: bool

    def unmet_needs(self, booth: Booth, power_va: int) -> list[str]:
        """Which needs the booth does not meet, if it has so much power left."""
        unmet = {
            "power": self.power_va > power_va,
            "water": self.water and not booth.has_water,
            "access": self.access and not booth.is_accessible,
        }
        return [need for need, is_unmet in unmet.items() if is_unmet]


@dataclass(frozen=True, slots=True)
class Wish:
    """Of two exhibitors: side by side, not side by side, or in one booth."""

    kind: Literal["together", "apart", "share"]
    first: int
    second: int

    def other(self, exhibitor: int) -> int:
        return self.second if exhibitor == self.first else self.first


@dataclass(frozen=True, slots=True)
class Lock:
    exhibitor: int
    booth: int
    seat: int


@dataclass(frozen=True, slots=True)
class Room:
    """What a booth has left beside those who are locked there; power is below 0 if overdrawn."""

    booth: Booth
    seats: tuple[int, ...]
    power_va: int
    is_empty: bool

    @property
    def kind(self) -> tuple[object, ...]:
        """Equal for rooms that differ in nothing but where they lie."""
        booth = self.booth
        offers = (booth.has_water, booth.is_corner, booth.is_accessible, booth.groups)
        return (len(self.seats), self.power_va, self.is_empty, *offers)

    def fits(self, exhibitor: Exhibitor) -> bool:
        return (
            bool(self.seats)
            and (exhibitor.may_share or self.is_empty)
            and not exhibitor.unmet_needs(self.booth, max(0, self.power_va))
        )


def rooms_beside(
    booths: Sequence[Booth], exhibitors: Mapping[int, Exhibitor], locks: Iterable[Lock]
) -> dict[int, Room]:
    """Every booth as it is left by the locks, by its id."""
    locked: dict[int, list[Lock]] = {booth.id: [] for booth in booths}
    for lock in locks:
        locked[lock.booth].append(lock)
    return {
        booth.id: _left(booth, exhibitors, locked[booth.id])
        for booth in sorted(booths, key=lambda booth: booth.id)
    }


def _left(booth: Booth, exhibitors: Mapping[int, Exhibitor], locks: list[Lock]) -> Room:
    inside = [exhibitors[lock.exhibitor] for lock in locks]
    taken = booth.taken_seats | {lock.seat for lock in locks}
    free = [seat for seat in range(1, booth.capacity + 1) if seat not in taken]
    return Room(
        booth,
        tuple(free) if all(each.may_share for each in inside) else (),
        booth.power_va - sum(each.power_va for each in inside),
        is_empty=not taken,
    )


def gap(one: Booth, other: Booth) -> float | None:
    """Metres between the walls of two booths; None in different halls."""
    if one.hall != other.hall:
        return None
    along, across = _gaps(one, other)
    return float((max(along, 0.0) ** 2 + max(across, 0.0) ** 2) ** 0.5)


def are_side_by_side(one: Booth, other: Booth) -> bool:
    """Whether they share a stretch of wall, with no more than an AISLE between."""
    if one.hall != other.hall:
        return False
    near, far = sorted(_gaps(one, other))
    return near < -ROUNDING and far <= AISLE + ROUNDING


def _gaps(one: Booth, other: Booth) -> tuple[float, float]:
    """Metres from left to right and from above to below; less than 0 is a stretch in common."""
    along = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    across = max(one.y, other.y) - min(one.y + one.depth, other.y + other.depth)
    return along, across


def neighbours(booths: Iterable[Booth]) -> dict[int, frozenset[int]]:
    """The booths side by side with each, and itself: who shares a booth stands side by side."""
    return _within(booths, are_side_by_side)


def surroundings(booths: Iterable[Booth]) -> dict[int, frozenset[int]]:
    """The booths less than COMPETITORS_APART from each, and itself."""
    return _within(booths, _is_close)


def _is_close(one: Booth, other: Booth) -> bool:
    metres = gap(one, other)
    return metres is not None and metres < COMPETITORS_APART - ROUNDING


def _within(
    booths: Iterable[Booth], near: Callable[[Booth, Booth], bool]
) -> dict[int, frozenset[int]]:
    everyone = list(booths)
    return {
        one.id: frozenset(
            other.id for other in everyone if other is one or near(one, other)
        )
        for one in everyone
    }
