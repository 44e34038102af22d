"""What a selection is made of: candidates, quotas and the call; and what comes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from apps.exhibitions.solver.solving import Reason

BEST_MERIT = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """An applicant as it is on the day; `merit` is 0 to 100, `applied` the order of applying.

    `fails_hard` and `fails_soft` are the rules not met, in words. Whom a human took already
    (`is_fixed`) stays, whatever speaks against it.
    """

    id: int
    name: str
    channels: frozenset[str]
    group: str
    region: str
    is_first_timer: bool
    merit: int
    fails_hard: tuple[str, ...]
    fails_soft: tuple[str, ...]
    rests: bool
    is_fixed: bool
    applied: int

    @property
    def may_be_taken(self) -> bool:
        return self.is_fixed or not (self.fails_hard or self.rests)

    def rank(self) -> tuple[int, int, int, int]:
        """The smaller, the sooner taken where no quota says otherwise."""
        return (-self.merit, len(self.fails_soft), self.applied, self.id)


@dataclass(frozen=True, slots=True)
class Quota:
    """At least, at most: of a channel, of a group, or of an area (its code begins so)."""

    kind: Literal["channel", "group", "region"]
    value: str
    label: str
    least: int | None = None
    most: int | None = None

    def covers(self, candidate: Candidate) -> bool:
        if self.kind == "channel":
            return self.value in candidate.channels
        if self.kind == "group":
            return self.value == candidate.group
        return candidate.region.startswith(self.value)

    def among(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        return [candidate for candidate in candidates if self.covers(candidate)]

    @property
    def params(self) -> dict[str, Any]:
        return {"kind": self.kind, "value": self.value, "label": self.label}


@dataclass(frozen=True, slots=True)
class Call:
    """What the exhibition asks for; the share is of those taken."""

    places: int
    quotas: tuple[Quota, ...] = ()
    first_timers_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate and why; channels and group are its kind, for the next reserve of it."""

    id: int
    reasons: tuple[Reason, ...]
    channels: frozenset[str]
    group: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something asked for that cannot be had, and the smallest set of demands it clashes with."""

    code: str
    params: dict[str, Any]
    clashes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Best first; the reserve is in the order of calling.

    `objective` is a cost, exact and in the order that `selection` names, that no selection
    has below `bound`; only equal or not equal says something of their distance.
    """

    selected: list[Choice]
    reserve: list[Choice]
    rejected: list[Choice]
    objective: int
    bound: int
    optimal: bool
    seconds: float
    contradictions: list[Contradiction]
