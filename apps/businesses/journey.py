"""The line of time of a business, and the facts that gates ask for (architecture, layers).

What happened to a business is known by several apps that do not know each other: each
registers a provider of steps, and of facts, from its `ready`; whoever shows a journey or
judges eligibility asks here. A fact that nobody provides is «not known», never «no».
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.businesses.models import Business, Person, ServiceRecord


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
FactProvider = Callable[[Business], Fact]
_STEPS: list[StepProvider] = []
_FACTS: dict[str, FactProvider] = {}


def provide_steps(provider: StepProvider) -> None:
    _STEPS.append(provider)


def provide_fact(code: str, provider: FactProvider) -> None:
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


def fact(code: str, business: Business) -> Fact:
    """What is known of a gate, such as «coached» or «service:packaging»."""
    name, _colon, detail = code.partition(":")
    provider = _FACTS.get(code) or _FACTS.get(name)
    if provider is None:
        return Fact(None, _("Nothing provides this yet."))
    return (
        provider(business)
        if not detail or code in _FACTS
        else _detailed(name, detail, business)
    )


def _detailed(name: str, detail: str, business: Business) -> Fact:
    if name != "service":
        return Fact(None, _("Nothing provides this yet."))
    received = business.services.filter(
        kind=detail, state=ServiceRecord.State.DELIVERED
    ).first()
    if received is None:
        return Fact(False, _("Not received yet."), mend=_page(business))
    return Fact(True, str(received.happened_on), mend=_page(business))


def _page(business: Business) -> str:
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


def is_coached(business: Business) -> Fact:
    relation = (
        business.coaching_relations.filter(until=None).select_related("agency").first()
    )
    if relation is None:
        return Fact(False, _("No agency coaches it now."), mend=_page(business))
    return Fact(True, str(relation.agency), mend=_page(business))


def is_approved(business: Business) -> Fact:
    if business.approved_at is None:
        return Fact(False, _("Not verified and approved yet."), mend=_page(business))
    return Fact(True, str(business.approved_at.date()), mend=_page(business))


def register_own() -> None:
    provide_steps(own_steps)
    provide_fact("coached", is_coached)
    provide_fact("approved", is_approved)
    provide_fact(
        "service", lambda business: Fact(business.services.delivered().exists())
    )
