"""The line of time of a business, and the facts that gates ask for (architecture, layers).

What happened to a business is known by several apps that do not know each other: each
registers a provider of steps, and of facts, from its `ready`; whoever shows a journey or
judges eligibility asks here. A fact that nobody provides is «not known», never «no».
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.businesses.models import (
    Business,
    CoachingRelation,
    Person,
    ServiceRecord,
)


@dataclass(frozen=True)
class JourneyStep:
    """One thing that happened: on which day, what kind, in which words, with what evidence."""

    day: date | None
    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Fact:
    """An answer with its evidence. `holds` None: nobody knows."""

    holds: bool | None
    evidence: str = ""
    mend: str = ""  # where it can be put right


StepProvider = Callable[[Business], Iterable[JourneyStep]]
FactProvider = Callable[[Collection[Business]], Mapping[int, Fact]]
_STEPS: list[StepProvider] = []
_FACTS: dict[str, FactProvider] = {}


def provide_steps(provider: StepProvider) -> None:
    _STEPS.append(provider)


def provide_fact(code: str, provider: FactProvider) -> None:
    """A provider answers for many businesses at once, each by its key."""
    _FACTS[code] = provider


def journey_of(business: Business) -> list[JourneyStep]:
    """All steps of a business, the newest first; what has no day comes last."""
    steps = [step for provider in _STEPS for step in provider(business)]
    return sorted(steps, key=lambda step: step.day or date.min, reverse=True)


def journey_of_person(person: Person) -> list[tuple[Business, JourneyStep]]:
    """What happened to the businesses of somebody, the newest first, each with its business."""
    steps = [
        (business, step)
        for business in person.businesses.select_related("owner")
        for step in journey_of(business)
    ]
    return sorted(steps, key=lambda each: each[1].day or date.min, reverse=True)


def facts(code: str, businesses: Collection[Business]) -> Mapping[int, Fact]:
    """What is known of a gate, such as «coached» or «service:packaging», of each by its key."""
    provider = _FACTS.get(code)
    if provider is None:
        unknown = Fact(None, _("Nothing provides this yet."))
        return {business.pk: unknown for business in businesses}
    return provider(businesses)


def fact(code: str, business: Business) -> Fact:
    return facts(code, [business])[business.pk]


def page_of(business: Business) -> str:
    return reverse("admin:businesses_business_change", args=[business.pk])


def own_steps(business: Business) -> Iterable[JourneyStep]:
    """What the register itself knows: registration, coaching, services, moves, closures."""
    yield JourneyStep(business.created_at.date(), "registered", _("Registered"))
    if business.verified_at:
        yield JourneyStep(
            business.verified_at.date(), "verified", _("Verified on site")
        )
    if business.approved_at:
        yield JourneyStep(
            business.approved_at.date(), "approved", _("Verification approved")
        )
    if business.listed_at:
        yield JourneyStep(
            business.listed_at.date(), "published", _("Published in the directory")
        )
    for relation in business.coaching_relations.select_related("agency"):
        said = {"agency": relation.agency, "channel": relation.get_channel_display()}
        text = _("Coached by %(agency)s (%(channel)s)") % said
        yield JourneyStep(relation.since, "coaching", text)
    for service in business.services.all():
        text = " · ".join(filter(None, [str(service.get_kind_display()), service.item]))
        yield JourneyStep(service.happened_on, "service", text)
    for move in business.moves.select_related("to_region"):
        text = _("Moved to %(place)s") % {"place": move.to_region or move.to_address}
        yield JourneyStep(move.moved_on, "move", text)
    for closure in business.closures.all():
        yield JourneyStep(
            closure.closed_on,
            "closed",
            _("Closed: %(why)s") % {"why": closure.get_reason_display()},
        )
        if closure.reopened_on:
            yield JourneyStep(closure.reopened_on, "reopened", _("Opened again"))


def answered(
    businesses: Collection[Business], held: Mapping[int, str], missing: str
) -> Mapping[int, Fact]:
    """A fact of each: it holds for those of which evidence is held, and is mended at their page."""
    return {
        each.pk: Fact(each.pk in held, held.get(each.pk, missing), mend=page_of(each))
        for each in businesses
    }


def are_coached(businesses: Collection[Business]) -> Mapping[int, Fact]:
    relations = CoachingRelation.objects.filter(business__in=businesses, until=None)
    named = relations.select_related("agency").order_by("-pk")
    held = {each.business_id: str(each.agency) for each in named}
    return answered(businesses, held, _("No agency coaches it now."))


def are_approved(businesses: Collection[Business]) -> Mapping[int, Fact]:
    held = {
        each.pk: str(each.approved_at.date()) for each in businesses if each.approved_at
    }
    return answered(businesses, held, _("Not verified and approved yet."))


def have_received(kind: str = "") -> FactProvider:
    """Whether a service of a kind, or any, was delivered: evidence is the day of the last."""

    def answer(businesses: Collection[Business]) -> Mapping[int, Fact]:
        delivered = ServiceRecord.objects.delivered().filter(business__in=businesses)
        if kind:
            delivered = delivered.filter(kind=kind)
        rows = delivered.order_by("happened_on").values_list("business", "happened_on")
        held = {business: str(day) for business, day in rows}
        return answered(businesses, held, _("Not received yet."))

    return answer


def register_own() -> None:
    provide_steps(own_steps)
    provide_fact("coached", are_coached)
    provide_fact("approved", are_approved)
    provide_fact("service", have_received())
    for kind in ServiceRecord.Kind.values:
        provide_fact(f"service:{kind}", have_received(kind))
