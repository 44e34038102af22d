"""The reasons of a proposal as sentences, in the language of who reads them."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.businesses.models import CoachingRelation
from apps.exhibitions.models import Exhibition, Participation
from apps.exhibitions.placement import Breach
from apps.exhibitions.solver.candidates import Contradiction
from apps.exhibitions.solver.solving import Reason
from apps.sectors.models import RecapGroup

Sentences = dict[str, str | Promise]
OF_SELECTION: Sentences = {
    "merit": _("Taken for its merit (%(merit)s of 100)."),
    "fixed": _("Taken already by a decision."),
    "fixed_despite_rule": _("This rule does not hold: %(words)s."),
    "fixed_despite_rest": _("It should rest in this edition."),
    "needed_for_least": _("Needed so that %(label)s has at least %(least)s."),
    "first_timer": _("It exhibits for the first time."),
    "despite_soft_rule": _("Though this soft rule does not hold: %(words)s."),
    "reserve": _("Reserve number %(rank)s, number %(rank_of_kind)s of its kind."),
    "quota_full": _("%(label)s has its %(most)s already."),
    "outranked": _("Its merit is %(merit)s; the last one taken has %(lowest)s."),
    "more_soft_failures": _(
        "It misses %(failures)s soft rules, the last one taken %(lowest)s."
    ),
    "applied_later": _("As good as the last one taken (%(merit)s), but applied later."),
    "kept_for_least": _(
        "Its place is needed so that %(label)s has at least %(least)s."
    ),
    "kept_for_first_timers": _(
        "Its place is needed for first-timers (%(percent)s %%)."
    ),
    "other_quotas_better": _("With it the quotas would be met less well."),
    "places_taken": _("All %(places)s places are taken."),
    "fails_rule": _("A hard rule does not hold: %(words)s."),
    "rests": _("It took part in the last editions, and rests."),
}
OF_PLACES: Sentences = {
    "locked": _("Locked there."),
    "placed": _("Placed where it fits best."),
    "stays": _("Stays where it was."),
    "moved": _("Moved from %(booth)s."),
    "in_zone": _("In the zone of its group."),
    "has_power": _("%(power_va)s VA of %(offered)s VA."),
    "has_water": _("With water."),
    "has_access": _("Accessible by wheelchair."),
    "has_corner": _("A corner, as it wished."),
    "shares": _("Shares the booth with %(other)s, as wished."),
    "beside": _("Beside %(other)s, as wished."),
    "apart_from": _("Apart from %(other)s."),
    "no_booth_with_power": _("No booth gives %(power_va)s VA (at most %(strongest)s)."),
    "no_booth_with_water": _("No booth has water."),
    "no_booth_with_access": _("No booth is accessible by wheelchair."),
    "no_booth_with_all": _("No booth has all that it needs."),
    "suitable_booths_full": _("The booths that suit it are taken."),
    "no_booth_alone": _("No booth is free for it alone."),
    "no_seat_left": _("%(exhibitors)s exhibitors, %(seats)s seats."),
}
OF_BREACHES: Sentences = {
    "power": _("needs power that its booth does not give"),
    "water": _("needs water"),
    "access": _("needs access by wheelchair"),
    "seat": _("has a seat that its booth does not have"),
    "alone": _("should stand alone"),
    "share": _("wish to share a booth"),
    "together": _("wish to stand side by side"),
    "apart": _("should not stand side by side"),
    "close": _("are competitors and stand close"),
    "zone": _("stands outside the zone of its group"),
    "corner": _("wished for a corner"),
}
WHY_BROKEN: Sentences = {
    "locked": _("it is locked there"),
    "unplaced": _("one of them has no place"),
    "stands_alone": _("one of them stands alone"),
    "both_locked": _("both are locked where they are"),
    "locked_without_room": _("one is locked in a booth without room"),
    "no_booths_for_both": _("no two booths suit both"),
    "other_zones": _("their groups have different zones"),
    "would_move": _("somebody would have to move for it"),
    "outweighed": _("other wishes weigh more"),
    "too_close": _("there is no more room"),
    "none_suitable": _("no such booth suits it"),
    "all_full": _("those booths are taken"),
}
OF_CALL: Sentences = {
    "places_unfilled": _("Only %(got)s of %(places)s places are filled."),
    "least_unmet": _("%(label)s: at least %(least)s are asked for, %(got)s are there."),
    "first_timers_unmet": _(
        "%(percent)s %% of first-timers are asked for, %(got)s are there."
    ),
    "most_exceeded": _("%(label)s: at most %(most)s, but %(fixed)s are taken already."),
    "places_exceeded": _("%(fixed)s are taken already, for %(places)s places."),
    "filled": _("all %(places)s places filled"),
    "least": _("%(label)s at least %(least)s"),
    "most": _("%(label)s at most %(most)s"),
    "fixed": _("%(fixed)s taken already"),
    "places": _("%(places)s places"),
    "first_timers": _("%(percent)s %% of first-timers"),
}


class Words:
    """Says the reasons of one exhibition: keys become names, codes become labels."""

    def __init__(self, exhibition: Exhibition, people: dict[int, Participation]):
        self.people = people
        self.booths = dict(exhibition.booths.values_list("pk", "code"))
        self.groups = {each.code: str(each) for each in RecapGroup.objects.all()}
        self.channels = dict(CoachingRelation.Channel.choices)

    def booth(self, key: int | None) -> str:
        return self.booths.get(key or 0, "–")

    def name(self, key: int | None) -> str:
        return str(self.people[key]) if key in self.people else "–"

    def all(self, reasons: Iterable[Reason]) -> str:
        return " ".join(
            self.one(reason, {**OF_SELECTION, **OF_PLACES}) for reason in reasons
        )

    def one(self, reason: Reason, sentences: Sentences) -> str:
        return str(sentences[reason.code]) % self._params(reason)

    def _params(self, reason: Reason) -> dict[str, Any]:
        params = dict(reason.params)
        if isinstance(params.get("booth"), int):
            params["booth"] = self.booth(params["booth"])
        if "other" in params:
            params["other"] = self.name(params["other"])
        if "group" in params:
            params["group"] = self.groups.get(params["group"], params["group"])
        return params

    def breach(self, breach: Breach) -> dict[str, Any]:
        """Whom it concerns, and a sentence: the wish, and why it is not kept."""
        who = self.name(breach.first)
        if breach.second is not None:
            who = str(_("%(first)s and %(second)s")) % {
                "first": who,
                "second": self.name(breach.second),
            }
        text = str(_("%(who)s %(wish)s: %(why)s.")) % {
            "who": who,
            "wish": OF_BREACHES[breach.kind],
            "why": WHY_BROKEN[breach.why.code],
        }
        return {"kind": breach.kind, "participation": breach.first, "why": text}

    def contradiction(self, found: Contradiction) -> str:
        """What cannot be, and with which other demands it clashes."""
        said = str(OF_CALL[found.code]) % found.params
        clashes = [str(OF_CALL[clash.code]) % clash.params for clash in found.clashes]
        if not clashes:
            return said
        return str(_("%(what)s It contradicts: %(clashes)s.")) % {
            "what": said,
            "clashes": "; ".join(clashes),
        }
