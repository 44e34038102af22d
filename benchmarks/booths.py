"""Who takes part and who stands where, in three sizes, beside trying everything on small cases."""

import dataclasses
import itertools
import random
import time
from typing import Any

from apps.exhibitions.placement import (
    Booth,
    Exhibitor,
    Lock,
    Proposal,
    Wish,
    propose,
)
from apps.exhibitions.selection import Call, Candidate, Quota, select

GROUPS = ("food", "drinks", "herbs", "batik", "fashion", "leather", "wood", "metal")
CHANNELS = ("agency", "council", "programme", "ministry", "schools")
A_ROW = 10  # booths
SECONDS = 30.0


def booths_at() -> list[dict[str, Any]]:
    """Selection and placement at 64, 200 and 1,000 applicants, cancellations, and all by hand."""
    return [
        *_edition(80, 64, seed=1),
        *_called(64, 200, seed=2),
        *_called(300, 1000, seed=3),
        *_beside_brute_force(),
    ]


def hall(count: int, seed: int) -> list[Booth]:
    """Double rows of 3 x 3 m with aisles of 3 m; a zone for two groups, some for anybody."""
    chance = random.Random(seed)
    booths = []
    for number in range(count):
        row, column = divmod(number, A_ROW)
        corner = column in (0, A_ROW - 1)
        zone = 4 * number // count
        groups = frozenset(GROUPS[2 * zone : 2 * zone + 2])
        booths.append(
            Booth(
                id=number + 1,
                code=f"{chr(65 + row % 26)}{row // 26 or ''}-{column + 1:02}",
                hall=1,
                x=column * 3.0,
                y=row // 2 * 9.0 + row % 2 * 3.0,
                width=3.0,
                depth=3.0,
                capacity=2 if number % 4 == 3 else 1,
                power_va=2200 if number % 5 == 0 else 450,
                has_water=corner and row % 2 == 0,
                is_corner=corner,
                is_accessible=row % 2 == 0,
                groups=groups if chance.random() < 0.85 else frozenset(),
                taken_seats=frozenset(),
            )
        )
    return booths


def exhibitors(groups: list[str], seed: int) -> list[Exhibitor]:
    """With power for one in eleven, water for one in sixteen."""
    chance = random.Random(seed)
    return [
        Exhibitor(
            id=number,
            name=f"Exhibitor {number}",
            group=group,
            power_va=2200 if number % 11 == 3 else 0,
            water=number % 16 == 5,
            access=number % 20 == 7,
            wants_corner=chance.random() < 0.1,
            may_share=chance.random() < 0.8,
        )
        for number, group in enumerate(groups, start=1)
    ]


def wishes(everybody: list[Exhibitor], count: int, seed: int) -> list[Wish]:
    """So many to share and one fewer competitors: of one group, as such wishes are."""
    chance = random.Random(seed)
    pairs = [
        pair
        for pair in itertools.combinations(everybody, 2)
        if pair[0].group == pair[1].group
    ]
    chance.shuffle(pairs)
    sharing, busy = [], set()
    for one, other in pairs:
        if one.may_share and other.may_share and not {one.id, other.id} & busy:
            sharing.append(Wish("share", one.id, other.id))
            busy |= {one.id, other.id}
        if len(sharing) == count:
            break
    shared = {(wish.first, wish.second) for wish in sharing}
    rivals = [pair for pair in pairs if (pair[0].id, pair[1].id) not in shared]
    apart = [Wish("apart", one.id, other.id) for one, other in rivals[: count - 1]]
    return sharing + apart


def in_zones(booths: list[Booth], count: int) -> list[str]:
    """A group for each of so many exhibitors, as the seats of the zones are."""
    seats = [booth for booth in booths for _seat in range(booth.capacity)]
    step = len(seats) / count
    chosen = [seats[int(number * step)] for number in range(count)]
    return [
        sorted(booth.groups or GROUPS)[number % len(booth.groups or GROUPS)]
        for number, booth in enumerate(chosen)
    ]


def _line(
    work: str, value: float, beside: str, floor: float | None, note: str
) -> dict[str, Any]:
    return {"work": work, "value": value, "beside": beside, "floor": floor} | {
        "note": note
    }


def _said(found: Any) -> str:
    """Whether it is proven best, and how far from the bound it is if not."""
    gap = (found.objective - found.bound) / max(found.objective, 1)
    return f"proven best: {found.optimal}, gap {100 * gap:.2f} %"


def _edition(count: int, size: int, seed: int) -> list[dict[str, Any]]:
    """A first plan with 10 to share, 9 pairs of competitors and 5 locks; then 8 fall out."""
    booths = hall(count, seed)
    everybody = exhibitors(in_zones(booths, size), seed)
    asked = wishes(everybody, 10, seed)
    free = propose(booths, everybody, asked, seconds=SECONDS)
    locks = [Lock(p.exhibitor, p.booth, p.seat) for p in free.placements[::13]]
    first, took = _timed(booths, everybody, asked, locks, seconds=SECONDS)
    before = {p.exhibitor: (p.booth, p.seat) for p in first.placements}
    held = {lock.exhibitor for lock in locks}
    gone = {each.id for each in [e for e in everybody if e.id not in held][::7][:8]}
    called = exhibitors([each.group for each in everybody if each.id in gone], seed + 1)
    newcomers = [dataclasses.replace(each, id=size + each.id) for each in called]
    stay = [each for each in everybody if each.id not in gone]
    again, took_again = _timed(
        booths, stay + newcomers, asked, locks, before, keep=True, seconds=SECONDS
    )
    moves = sum(
        before.get(p.exhibitor, (p.booth,))[0] != p.booth for p in again.placements
    )
    sizes = f"{count} booths, {size} exhibitors"
    note = f"{_said(again)}, {len(gone)} newcomers, {moves} moves"
    return [
        _line(f"places, {sizes} (s)", took, "allowed", 5.0, _said(first)),
        _line("the same after cancellations (s)", took_again, "allowed", 5.0, note),
    ]


def _timed(*arguments: Any, **options: Any) -> tuple[Proposal, float]:
    begun = time.perf_counter()
    return propose(*arguments, **options), time.perf_counter() - begun


def _called(count: int, applicants: int, seed: int) -> list[dict[str, Any]]:
    """Candidates for every seat but some, chosen by quotas of the zones, then placed."""
    booths = hall(count, seed)
    places = sum(booth.capacity for booth in booths) * 9 // 10
    wanted = in_zones(booths, places)
    pool = candidates(applicants, seed)
    begun = time.perf_counter()
    chosen = select(pool, _call(wanted), seconds=SECONDS)
    took = time.perf_counter() - begun
    group_of = {each.id: each.group for each in pool}
    everybody = exhibitors([group_of[choice.id] for choice in chosen.selected], seed)
    asked = wishes(everybody, count // 15 + 6, seed)
    placed, took_to_place = _timed(booths, everybody, asked, seconds=SECONDS)
    sizes = f"{count} booths, {applicants} applicants"
    note = f"{len(chosen.contradictions)} contradictions"
    placed_note = f"{len(placed.placements)} placed, {len(placed.broken)} not as wanted"
    return [
        _line(
            f"selection, {sizes} (s)",
            took,
            "allowed",
            SECONDS,
            f"{_said(chosen)}, {note}",
        ),
        _line(
            f"places, {sizes} (s)",
            took_to_place,
            "allowed",
            SECONDS,
            f"{_said(placed)}, {placed_note}",
        ),
    ]


def candidates(count: int, seed: int) -> list[Candidate]:
    chance = random.Random(seed)
    return [
        Candidate(
            id=number,
            name=f"Candidate {number}",
            channels=frozenset(chance.sample(CHANNELS, chance.choice([1, 1, 2]))),
            group=chance.choice(GROUPS),
            region=f"317{chance.randint(1, 5)}{chance.randint(1, 10):02}",
            is_first_timer=chance.random() < 0.4,
            merit=chance.randint(30, 100),
            fails_hard=("No permit.",) if chance.random() < 0.1 else (),
            fails_soft=("No QRIS.",) * chance.choice([0, 0, 1]),
            rests=chance.random() < 0.1,
            is_fixed=False,
            applied=number,
        )
        for number in range(1, count + 1)
    ]


def _call(wanted: list[str]) -> Call:
    """As many of a group as its zones have places for; channels and an area besides."""
    places = len(wanted)
    groups = [
        Quota("group", group, group, most=wanted.count(group) + places // 40 + 1)
        for group in GROUPS
    ]
    channels = [
        Quota("channel", "council", "council", least=places // 4),
        Quota("channel", "ministry", "ministry", most=places // 3),
        Quota("region", "3171", "3171", least=places // 8),
    ]
    return Call(places, (*groups, *channels), first_timers_percent=40)


def _beside_brute_force() -> list[dict[str, Any]]:
    """Twelve candidates for five places, all 792 selections tried: the same are taken."""
    pool = [each for each in candidates(16, seed=4) if each.may_be_taken][:12]
    call = Call(5, (Quota("channel", "council", "council", least=2),))
    begun = time.perf_counter()
    chosen = select(pool, call)
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    best = min(itertools.combinations(pool, 5), key=lambda few: _cost(few, call))
    tried = time.perf_counter() - begun
    taken = [each for each in pool if each.id in {c.id for c in chosen.selected}]
    same = _cost(tuple(taken), call) == _cost(best, call)
    return [
        _line(
            "selection, 12 for 5 places (s)",
            took,
            "all tried (s)",
            tried,
            f"as good as the best of all: {same}",
        )
    ]


def _cost(few: tuple[Candidate, ...], call: Call) -> tuple[int, int, int, int]:
    short = sum(max(0, (q.least or 0) - len(q.among(few))) for q in call.quotas)
    merit, failures = (sum(column) for column in zip(*_scores(few), strict=True))
    return (short, -merit, failures, sum(each.applied for each in few))


def _scores(few: tuple[Candidate, ...]) -> list[tuple[int, int]]:
    return [(each.merit, len(each.fails_soft)) for each in few]
