"""A proposal for an exhibition: who takes part and who stands where, with the reason of each.

What is proposed is only said; `accepting` makes it so. Whoever a human has taken stays, and what
is locked is not moved.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import override

from apps.businesses import journey
from apps.businesses.models import Business
from apps.exhibitions import placement, selection
from apps.exhibitions.eligibility import Answer, answers_of_all, broken, resting
from apps.exhibitions.explaining import Words
from apps.exhibitions.models import (
    STANDING,
    BoothAssignment,
    Exhibition,
    Participation,
    Wish,
)
from apps.exhibitions.placing import may_move
from apps.exhibitions.recap import stood_before
from apps.exhibitions.selecting import BEFORE

SEED, SECONDS = 2019, 20.0
MERIT = {"A": 100, "B": 70, "C": 40}
UNGRADED = 20
State = Participation.State
Report = dict[str, Any]


@dataclass
class Found:
    """What was proposed, before it is put in words."""

    people: dict[int, Participation]
    selection: selection.Selection
    proposal: placement.Proposal


def propose(
    exhibition: Exhibition,
    *,
    seed: int = SEED,
    seconds: float = SECONDS,
    keep: bool = True,
) -> Report:
    """The report of a proposal, as `propose_booths` writes it. Nothing is changed.

    `keep`: who has a place already moves only if it must.
    """
    return said_of(exhibition, find(exhibition, seed=seed, seconds=seconds, keep=keep))


def find(
    exhibition: Exhibition,
    *,
    seed: int = SEED,
    seconds: float = SECONDS,
    keep: bool = True,
) -> Found:
    people = _people(exhibition)
    call = _call(exhibition)
    chosen = selection.select(
        _candidates(exhibition, people),
        call,
        seed=seed,
        seconds=seconds / 2,
    )
    standing = [people[choice.id] for choice in chosen.selected]
    booths = _booths(exhibition, {each.pk for each in standing})
    plan = placement.propose(
        booths,
        [_exhibitor(each) for each in standing],
        wishes=_wishes(exhibition, standing),
        locks=_locks(exhibition, standing),
        before=_before(exhibition, standing),
        keep=keep,
        seed=seed,
        seconds=seconds / 2,
    )
    return Found(people, chosen, plan)


def _people(exhibition: Exhibition) -> dict[int, Participation]:
    """Who may be chosen: applicants, and those that a human took. The reserves too."""
    states = [*BEFORE, *STANDING, State.RESERVE]
    rows = exhibition.participations.filter(state__in=states).select_related(
        "business__region", "business__owner", "recap_group", "exhibition"
    )
    return {each.pk: each for each in rows.order_by("pk")}


def _call(exhibition: Exhibition) -> selection.Call:
    seats = sum(
        exhibition.booths.filter(is_out_of_use=False).values_list("capacity", flat=True)
    )
    quotas = []
    for each in exhibition.quotas.select_related("recap_group", "region"):
        kind, value = "channel", each.channel
        if each.recap_group:
            kind, value = "group", each.recap_group.code
        elif each.region_id:
            kind, value = "region", each.region_id
        label = str(each).rsplit(":", 1)[0]
        quotas.append(selection.Quota(kind, value, label, each.least, each.most))  # type: ignore[arg-type]
    return selection.Call(
        exhibition.places or seats, tuple(quotas), exhibition.first_timers_percent
    )


def _candidates(
    exhibition: Exhibition, people: dict[int, Participation]
) -> list[selection.Candidate]:
    """All with what is known of them, in a number of queries that does not grow with them."""
    answers = answers_of_all(exhibition, people.values())
    rested, before = resting(exhibition), set(stood_before(exhibition))
    grades = _grades([each.business for each in people.values() if each.business])
    return [
        _candidate(
            each,
            answers[each.pk],
            applied=place,
            merit=MERIT.get(grades.get(each.business_id or 0, ""), UNGRADED),
            is_first_timer=bool(each.business) and each.business_id not in before,
            rests=each.business_id in rested,
        )
        for place, each in enumerate(people.values())
    ]


def _grades(businesses: list[Business]) -> dict[int, str]:
    """The best valid grade of the products of each business that has one."""
    best: dict[int, str] = {}
    for grade in MERIT:
        for business, fact in journey.facts(f"grade:{grade}", businesses).items():
            if fact.holds:
                best.setdefault(business, grade)
    return best


def _candidate(
    each: Participation, answers: list[Answer], **known: Any
) -> selection.Candidate:
    return selection.Candidate(
        id=each.pk,
        name=str(each),
        channels=frozenset({each.channel, *each.further_channels}),
        group=each.recap_group.code if each.recap_group else "",
        region=(each.business.region_id or "") if each.business else "",
        # Who decided that a rule is set aside has said why.
        fails_hard=() if each.exception_reason else tuple(broken(answers, hard=True)),
        fails_soft=tuple(broken(answers, hard=False)),
        is_fixed=each.state in STANDING,
        **known,
    )


def _booths(exhibition: Exhibition, standing: Collection[int]) -> list[placement.Booth]:
    """Seats that somebody has who is not of this proposal are taken, with the power he draws."""
    taken: dict[int, set[int]] = {}
    drawn: dict[int, int] = {}
    for place in exhibition.assignments.exclude(
        participation__in=standing
    ).select_related("participation"):
        taken.setdefault(place.booth_id, set()).add(place.seat)
        used = drawn.get(place.booth_id, 0)
        drawn[place.booth_id] = used + place.participation.needs_power_va
    rows = exhibition.booths.filter(is_out_of_use=False)
    return [
        placement.Booth(
            id=booth.pk,
            code=booth.code,
            hall=booth.hall_id,
            x=float(booth.x),
            y=float(booth.y),
            width=float(booth.width),
            depth=float(booth.depth),
            capacity=booth.capacity,
            power_va=max(booth.power_va - drawn.get(booth.pk, 0), 0),
            has_water=booth.has_water,
            is_corner=booth.is_corner,
            is_accessible=booth.is_accessible,
            groups=frozenset(
                group.code for group in (booth.zone.groups.all() if booth.zone else ())
            ),
            taken_seats=frozenset(taken.get(booth.pk, ())),
        )
        for booth in rows.select_related("zone").prefetch_related("zone__groups")
    ]


def _exhibitor(each: Participation) -> placement.Exhibitor:
    return placement.Exhibitor(
        id=each.pk,
        name=str(each),
        group=each.recap_group.code if each.recap_group else "",
        power_va=each.needs_power_va,
        water=each.needs_water,
        access=each.needs_access,
        wants_corner=each.wants_corner,
        may_share=each.may_share,
    )


def _wishes(
    exhibition: Exhibition, standing: list[Participation]
) -> list[placement.Wish]:
    here = {each.pk for each in standing}
    return [
        placement.Wish(wish.kind, wish.first_id, wish.second_id)
        for wish in Wish.objects.filter(exhibition=exhibition)
        if {wish.first_id, wish.second_id} <= here
    ]


def _own(
    exhibition: Exhibition, standing: list[Participation]
) -> list[BoothAssignment]:
    """Their places, the first of each: who rotates is left as he is, like a lock."""
    keys = [each.pk for each in standing]
    found: dict[int, BoothAssignment] = {}
    for place in exhibition.assignments.filter(participation__in=keys).order_by("days"):
        found.setdefault(place.participation_id, place)
    return list(found.values())


def _locks(
    exhibition: Exhibition, standing: list[Participation]
) -> list[placement.Lock]:
    return [
        placement.Lock(place.participation_id, place.booth_id, place.seat)
        for place in _own(exhibition, standing)
        if place.is_locked or not may_move(place, exhibition)
    ]


def _before(
    exhibition: Exhibition, standing: list[Participation]
) -> dict[int, tuple[int, int]]:
    return {
        place.participation_id: (place.booth_id, place.seat)
        for place in _own(exhibition, standing)
    }


def said_of(exhibition: Exhibition, found: Found) -> Report:
    """The report, in the language in force."""
    chosen, plan = found.selection, found.proposal
    words = Words(exhibition, found.people)
    days = [day.isoformat() for day in exhibition.days]
    return {
        "selected": [_line(each, words) for each in chosen.selected],
        "reserve": [_line(each, words) for each in chosen.reserve],
        "rejected": [_line(each, words) for each in chosen.rejected],
        "placements": [
            {
                "participation": each.exhibitor,
                "booth": words.booth(each.booth),
                "seat": each.seat,
                "days": days,
                "why": words.all(each.reasons),
            }
            for each in plan.placements
        ],
        "unplaced": [
            {"participation": key, "why": words.all(reasons)}
            for key, reasons in plan.unplaced
        ],
        "broken": [words.breach(each) for each in plan.broken],
        "contradictions": [words.contradiction(c) for c in chosen.contradictions],
        "objective": plan.objective,
        "bound": plan.bound,
        "optimal": plan.optimal and chosen.optimal,
        "seconds": round(chosen.seconds + plan.seconds, 3),
    }


def in_each_language(exhibition: Exhibition, found: Found) -> dict[str, Report]:
    """The reports by language: who reads one need not read that of who asked."""
    reports = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            reports[language] = said_of(exhibition, found)
    return reports


def _line(choice: selection.Choice, words: Words) -> dict[str, Any]:
    return {"participation": choice.id, "why": words.all(choice.reasons)}
