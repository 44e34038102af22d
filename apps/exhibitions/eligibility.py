"""Whether a business meets the rules of an exhibition: each answer with evidence and a way to mend.

What nobody knows is «not known»: it is shown so, and decides nothing.
"""

from collections.abc import Iterable
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
    business = participation.business
    if business is None:
        return []
    rules = participation.exhibition.rules.select_related("recap_group")
    return [
        Answer(rule, found.holds, found.evidence, found.mend)
        for rule in rules
        if rule.recap_group_id in {None, participation.recap_group_id}
        for found in [journey.fact(rule.fact, business)]
    ]


def broken(answers: Iterable[Answer], *, hard: bool) -> list[str]:
    """The rules that surely do not hold, in words."""
    return [
        answer.rule.words
        for answer in answers
        if answer.holds is False and answer.rule.is_hard == hard
    ]


def rests(participation: Participation) -> Exhibition | None:
    """The edition for which it has to rest, if it stood in one of the last ones."""
    exhibition = participation.exhibition
    if not exhibition.rest_editions or not participation.business_id:
        return None
    earlier = Exhibition.objects.filter(
        series=exhibition.series_id, starts_on__lt=exhibition.starts_on
    ).exclude(series=None)
    for edition in earlier.order_by("-starts_on")[: exhibition.rest_editions]:
        standing = edition.participations.standing()
        if standing.filter(business=participation.business_id).exists():
            return edition
    return None


def past_participations(business: Business) -> Iterable[journey.JourneyStep]:
    """For the line of time of a business."""
    for each in business.participations.standing().select_related("exhibition"):
        yield journey.JourneyStep(
            each.exhibition.starts_on,
            "exhibition",
            _("Exhibited: %(exhibition)s") % {"exhibition": each.exhibition},
            reverse("exhibitions:participation", args=[each.pk]),
        )


def has_claim(scheme: str) -> journey.FactProvider:
    """What its list or owner says of a permit: a number is shown, and nobody has checked it."""

    def answer(business: Business) -> journey.Fact:
        page = reverse("admin:businesses_business_change", args=[business.pk])
        claim = business.claims.filter(scheme=scheme, void_since=None).first()
        if claim is None:
            return journey.Fact(False, _("Nothing is said of it."), page)
        number = claim.number or _("said without a number")
        return journey.Fact(
            True, _("%(number)s (not checked)") % {"number": number}, page
        )

    return answer


def register() -> None:
    journey.provide_steps(past_participations)
    for scheme in Claim.Scheme.values:
        journey.provide_fact(f"claim:{scheme}", has_claim(scheme))
