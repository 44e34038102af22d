"""Whether a business meets the rules of an exhibition: each answer with evidence and a way to mend.

What nobody knows is «not known»: it is shown so, and decides nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.businesses import journey
from apps.businesses.models import Business, Claim
from apps.exhibitions.models import EligibilityRule, Exhibition, Participation


@dataclass(frozen=True)
class Answer:
    """A rule and what is known of it. `holds` None: nobody knows."""

    rule: EligibilityRule
    holds: bool | None
    evidence: str
    mend: str


def answers_of(participation: Participation) -> list[Answer]:
    """In the order of the rules; a community without a business has none."""
    return answers_of_all(participation.exhibition, [participation])[participation.pk]


def answers_of_all(
    exhibition: Exhibition, people: Collection[Participation]
) -> dict[int, list[Answer]]:
    """The answers of many exhibitors by their keys, each fact asked for once for all of them."""
    found: dict[int, list[Answer]] = {each.pk: [] for each in people}
    for rule in exhibition.rules.select_related("recap_group"):
        asked = {
            each.pk: each.business
            for each in people
            if each.business and rule.recap_group_id in {None, each.recap_group_id}
        }
        facts = journey.facts(rule.fact, list(asked.values()))
        for key, business in asked.items():
            fact = facts[business.pk]
            answer = Answer(rule, fact.holds, fact.evidence, fact.mend)
            found[key].append(answer)
    return found


def broken(answers: Iterable[Answer], *, hard: bool) -> list[str]:
    """The rules that surely do not hold, in words."""
    return [
        answer.rule.words
        for answer in answers
        if answer.holds is False and answer.rule.is_hard == hard
    ]


def rests(participation: Participation) -> Exhibition | None:
    """The edition for which it has to rest, if it stood in one of the last ones."""
    return resting(participation.exhibition).get(participation.business_id or 0)


def resting(exhibition: Exhibition) -> dict[int, Exhibition]:
    """Businesses that have to rest, by their keys, with the last edition they stood in."""
    if not exhibition.rest_editions:
        return {}
    earlier = Exhibition.objects.filter(
        series=exhibition.series_id, starts_on__lt=exhibition.starts_on
    ).exclude(series=None)
    editions = {
        each.pk: each
        for each in earlier.order_by("-starts_on")[: exhibition.rest_editions]
    }
    stood = Participation.objects.standing().filter(
        exhibition__in=editions, business__isnull=False
    )
    rows = stood.order_by("exhibition__starts_on", "exhibition")
    return {
        business: editions[edition]
        for business, edition in rows.values_list("business", "exhibition")
    }


def past_participations(business: Business) -> Iterable[journey.JourneyStep]:
    """For the line of time of a business."""
    for each in business.participations.standing().select_related("exhibition"):
        yield journey.JourneyStep(
            each.exhibition.starts_on,
            "exhibition",
            _("Exhibited: %(exhibition)s") % {"exhibition": each.exhibition},
            reverse("exhibitions:participation", args=[each.pk]),
        )


def have_claim(scheme: str) -> journey.FactProvider:
    """What its list or owner says of a permit: a number is shown, and nobody has checked it."""

    def answer(businesses: Collection[Business]) -> Mapping[int, journey.Fact]:
        claims = Claim.objects.filter(
            business__in=businesses, scheme=scheme, void_since=None
        )
        held = {
            claim.business_id: _("%(number)s (not checked)")
            % {"number": claim.number or _("said without a number")}
            for claim in claims.order_by("-pk")
        }
        return journey.answered(businesses, held, _("Nothing is said of it."))

    return answer


def register() -> None:
    journey.provide_steps(past_participations)
    for scheme in Claim.Scheme.values:
        journey.provide_fact(f"claim:{scheme}", have_claim(scheme))
