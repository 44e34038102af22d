"""What an organiser should look at again on a plan: nothing here is refused."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from apps.exhibitions.models import (
    Booth,
    BoothAssignment,
    Exhibition,
    Participation,
    Wish,
)
from apps.exhibitions.seats import overlap

NEAR = 0.5  # metres between booths that stand side by side


@dataclass(frozen=True)
class Fault:
    """A kind (competitors, needs, zone, wish), where, and what in words."""

    kind: str
    booth: int
    text: str


def faults_of(
    exhibition: Exhibition, booths: list[Booth], places: list[BoothAssignment]
) -> list[Fault]:
    by_key = {booth.pk: booth for booth in booths}
    wishes = list(
        Wish.objects.filter(exhibition=exhibition).select_related(
            "first__business", "second__business"
        )
    )
    return [
        *_needs(by_key, places),
        *_zones(by_key, places),
        *_competitors(by_key, places, wishes),
        *_apart(by_key, places, wishes),
    ]


def are_neighbours(one: Booth, other: Booth) -> bool:
    """Side by side or back to back in one hall: a stretch of edge in common, nearly touching."""
    if one.hall_id != other.hall_id or one.pk == other.pk:
        return False
    x = _gap(one.x, one.x + one.width, other.x, other.x + other.width)
    y = _gap(one.y, one.y + one.depth, other.y, other.y + other.depth)
    return (x < 0 and y <= NEAR) or (y < 0 and x <= NEAR)


def _gap(a: object, b: object, c: object, d: object) -> float:
    """Metres between two stretches; below zero if they overlap."""
    return max(float(c) - float(b), float(a) - float(d))  # type: ignore[arg-type]


def _needs(booths: dict[int, Booth], places: list[BoothAssignment]) -> Iterator[Fault]:
    drawn: dict[int, int] = defaultdict(int)
    for place in places:
        booth, who = booths[place.booth_id], place.participation
        drawn[booth.pk] += who.needs_power_va
        if who.needs_power_va and drawn[booth.pk] > booth.power_va:
            text = _("%(booth)s gives %(given)d VA; %(needed)d VA are needed.") % {
                "booth": booth,
                "given": booth.power_va,
                "needed": drawn[booth.pk],
            }
            yield Fault("needs", booth.pk, text)
        if who.needs_water and not booth.has_water:
            text = _("%(booth)s has no water, which %(who)s needs.")
            yield Fault("needs", booth.pk, text % {"booth": booth, "who": who})
        if who.needs_access and not booth.is_accessible:
            text = _("%(booth)s cannot be reached by wheelchair, as %(who)s needs.")
            yield Fault("needs", booth.pk, text % {"booth": booth, "who": who})


def _zones(booths: dict[int, Booth], places: list[BoothAssignment]) -> Iterator[Fault]:
    for place in places:
        booth, group = booths[place.booth_id], place.participation.recap_group
        groups = list(booth.zone.groups.all()) if booth.zone else []
        if groups and group not in groups:
            text = _("%(who)s (%(group)s) stands in %(zone)s.") % {
                "who": place.participation,
                "group": group or "–",
                "zone": booth.zone,
            }
            yield Fault("zone", booth.pk, text)


def _competitors(
    booths: dict[int, Booth], places: list[BoothAssignment], wishes: list[Wish]
) -> Iterator[Fault]:
    told = {
        (wish.first_id, wish.second_id)
        for wish in wishes
        if wish.kind == Wish.Kind.APART
    }
    for one, other in _side_by_side(booths, places):
        pair = sorted(
            [one.participation, other.participation], key=lambda each: each.pk
        )
        same = _products(pair[0]) & _products(pair[1])
        if same or (pair[0].pk, pair[1].pk) in told:
            text = _(
                "%(one)s and %(other)s stand side by side: competitors (%(what)s)."
            )
            said = {"one": pair[0], "other": pair[1], "what": ", ".join(sorted(same))}
            said["what"] = said["what"] or _("told so")
            yield Fault("competitors", one.booth_id, text % said)


def _apart(
    booths: dict[int, Booth], places: list[BoothAssignment], wishes: list[Wish]
) -> Iterator[Fault]:
    where = defaultdict(set)
    for place in places:
        where[place.participation_id].add(place.booth_id)
    for wish in wishes:
        first, second = where[wish.first_id], where[wish.second_id]
        if not first or not second or wish.kind == Wish.Kind.APART:
            continue
        together = first & second
        if wish.kind == Wish.Kind.TOGETHER:
            together |= {
                a for a in first for b in second if are_neighbours(booths[a], booths[b])
            }
        if not together:
            text = _("%(wish)s: they do not stand so.") % {"wish": wish}
            yield Fault("wish", min(first), text)


def _side_by_side(
    booths: dict[int, Booth], places: Iterable[BoothAssignment]
) -> Iterator[tuple[BoothAssignment, BoothAssignment]]:
    near = {
        (one.pk, other.pk)
        for one, other in combinations(booths.values(), 2)
        if are_neighbours(one, other)
    }
    for one, other in combinations(places, 2):
        pair = (one.booth_id, other.booth_id)
        beside = pair in near or pair[::-1] in near or one.booth_id == other.booth_id
        if beside and overlap(one.days, other.days):
            yield one, other


def _products(each: Participation) -> set[str]:
    """«Keripik tempe, dodol» as what is compared: whole names of things, in lower case."""
    parts = re.split(r"[,;/\n]", each.products.casefold())
    return {" ".join(part.split()) for part in parts if part.strip()}
