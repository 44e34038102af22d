"""Why each candidate is taken, waits or is refused, and what could not be had: as codes."""

from collections.abc import Iterable, Sequence

from apps.exhibitions.solver.candidates import (
    Call,
    Candidate,
    Choice,
    Contradiction,
    Quota,
)
from apps.exhibitions.solver.demands import Demand, clashing, soft_demands
from apps.exhibitions.solver.solving import Reason


def selected(pool: Sequence[Candidate], call: Call, taken: set[int]) -> list[Choice]:
    standing = [each for each in pool if each.id in taken]
    return [_choice(each, _why_taken(each, call, standing)) for each in standing]


def reserve(pool: Sequence[Candidate], call: Call, taken: set[int]) -> list[Choice]:
    standing = [each for each in pool if each.id in taken]
    waiting = [each for each in pool if each.id not in taken]
    choices = []
    seen: dict[tuple[frozenset[str], str], int] = {}
    for number, each in enumerate(waiting, start=1):
        kind = (each.channels, each.group)
        seen[kind] = seen.get(kind, 0) + 1
        place = Reason("reserve", {"rank": number, "rank_of_kind": seen[kind]})
        choices.append(_choice(each, [place, *_why_waiting(each, call, standing)]))
    return choices


def rejected(candidates: Iterable[Candidate]) -> list[Choice]:
    refused = [each for each in candidates if not each.may_be_taken]
    return [
        _choice(each, _against(each, "fails_rule", "rests"))
        for each in sorted(refused, key=Candidate.rank)
    ]


def _choice(candidate: Candidate, reasons: Iterable[Reason]) -> Choice:
    return Choice(candidate.id, tuple(reasons), candidate.channels, candidate.group)


def _against(candidate: Candidate, rule: str, rest: str) -> list[Reason]:
    found = [Reason(rule, {"words": words}) for words in candidate.fails_hard]
    return [*found, Reason(rest)] if candidate.rests else found


def _why_taken(
    candidate: Candidate, call: Call, standing: Sequence[Candidate]
) -> list[Reason]:
    reasons = [Reason("merit", {"merit": candidate.merit})]
    if candidate.is_fixed:
        against = _against(candidate, "fixed_despite_rule", "fixed_despite_rest")
        reasons = [Reason("fixed"), *against]
    reasons += [
        Reason("needed_for_least", quota.params | {"least": quota.least})
        for quota in call.quotas
        if quota.covers(candidate) and _is_needed(quota, standing)
    ]
    if candidate.is_first_timer:
        reasons.append(Reason("first_timer"))
    words = candidate.fails_soft
    return reasons + [Reason("despite_soft_rule", {"words": each}) for each in words]


def _is_needed(quota: Quota, standing: Sequence[Candidate]) -> bool:
    return bool(quota.least) and len(quota.among(standing)) <= (quota.least or 0)


def _why_waiting(
    candidate: Candidate, call: Call, standing: Sequence[Candidate]
) -> list[Reason]:
    """Full quotas; then how it stands to those whose place it could have."""
    full = [
        quota
        for quota in call.quotas
        if quota.most is not None
        and quota.covers(candidate)
        and len(quota.among(standing)) >= quota.most
    ]
    reasons = [
        Reason("quota_full", quota.params | {"most": quota.most}) for quota in full
    ]
    rivals = [
        each
        for each in standing
        if not each.is_fixed and all(quota.covers(each) for quota in full)
    ]
    if not rivals:
        return reasons or [Reason("places_taken", {"places": call.places})]
    worse = [each for each in rivals if each.rank() > candidate.rank()]
    if not worse:
        return [*reasons, _outranked(candidate, max(rivals, key=Candidate.rank))]
    return [*reasons, *_held_for_demands(candidate, worse, call, standing)]


def _outranked(candidate: Candidate, last: Candidate) -> Reason:
    """By how much the last of those taken is before the candidate."""
    if by := last.merit - candidate.merit:
        merits = {"merit": candidate.merit, "lowest": last.merit, "by": by}
        return Reason("outranked", merits)
    mine, theirs = len(candidate.fails_soft), len(last.fails_soft)
    if mine > theirs:
        return Reason("more_soft_failures", {"failures": mine, "lowest": theirs})
    return Reason("applied_later", {"merit": candidate.merit})


def _held_for_demands(
    candidate: Candidate,
    worse: Sequence[Candidate],
    call: Call,
    standing: Sequence[Candidate],
) -> list[Reason]:
    """Some are taken although they rank lower: for which quotas, or as first-timers."""
    reasons = [
        Reason("kept_for_least", quota.params | {"least": quota.least})
        for quota in call.quotas
        if not quota.covers(candidate)
        and quota.among(worse)
        and _is_needed(quota, standing)
    ]
    percent = call.first_timers_percent
    firsts = sum(each.is_first_timer for each in standing)
    if (
        percent
        and not candidate.is_first_timer
        and any(each.is_first_timer for each in worse)
        and 100 * (firsts - 1) < percent * len(standing)
    ):
        reasons.append(Reason("kept_for_first_timers", {"percent": percent}))
    return reasons or [Reason("other_quotas_better", {"merit": candidate.merit})]


def contradictions(
    pool: Sequence[Candidate], call: Call, taken: set[int]
) -> list[Contradiction]:
    """Every demand that is not met, with how far it is and what it clashes with."""
    unmet = [
        _unmet(demand, level, pool, call, taken)
        for level, demands in enumerate(soft_demands(pool, call))
        for demand in demands
        if demand.reached(taken) < (demand.least or 0)
    ]
    return [*unmet, *_broken_by_fixed(pool, call)]


def _unmet(
    demand: Demand, level: int, pool: Sequence[Candidate], call: Call, taken: set[int]
) -> Contradiction:
    code = {
        "filled": "places_unfilled",
        "least": "least_unmet",
        "first_timers": "first_timers_unmet",
    }[demand.reason.code]
    able = [key for key, weight in demand.terms if weight > 0]
    got = sum(key in taken for key in able)
    params = demand.reason.params | {"got": got, "eligible": len(able)}
    if got == len(able):
        return Contradiction(code, params | {"selected": len(taken)})
    clashes = clashing(demand, level, pool, call, taken)
    return Contradiction(code, params | {"selected": len(taken)}, clashes)


def _broken_by_fixed(pool: Sequence[Candidate], call: Call) -> list[Contradiction]:
    fixed = [each for each in pool if each.is_fixed]
    found = [
        Contradiction(
            "most_exceeded", quota.params | {"most": quota.most, "fixed": count}
        )
        for quota in call.quotas
        if quota.most is not None and (count := len(quota.among(fixed))) > quota.most
    ]
    if len(fixed) > call.places:
        counts = {"places": call.places, "fixed": len(fixed)}
        found.append(Contradiction("places_exceeded", counts))
    return found
