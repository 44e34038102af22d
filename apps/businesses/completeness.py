"""How much is known of a business, and what to ask next.

The database computes the score (the trigger `score_completeness`), so that a list of half a
million can be filtered by it; a test compares both. The order is that of asking.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.businesses.models import Business, Person
from apps.regions.codes import DIGITS, VILLAGE


@dataclass(frozen=True)
class Fact:
    """Something worth knowing of a business: its points of 100, and how it is asked for."""

    code: str
    points: int
    question: str | Promise
    known: Callable[[Business], bool]


def _reachable(business: Business) -> bool:
    return bool(business.owner.phone_index or business.contact_phone_index)


def _identified(business: Business) -> bool:
    return business.owner.nik_status == Person.NikStatus.VALID


def _placed(business: Business) -> bool:
    return len(business.region_id or "") == DIGITS[VILLAGE]


FACTS = (
    Fact("phone", 15, _("a phone number"), _reachable),
    Fact("nik", 15, _("the owner's identity card (KTP)"), _identified),
    Fact("name", 5, _("what it is called"), lambda b: bool(b.name or b.brand)),
    Fact("products", 10, _("what it makes"), lambda b: bool(b.products)),
    Fact("group", 10, _("its commodity group"), lambda b: bool(b.commodity_group_id)),
    Fact("address", 10, _("the address"), lambda b: bool(b.address)),
    Fact("village", 10, _("the village"), _placed),
    Fact("nib", 10, _("the NIB"), lambda b: bool(b.nib)),
    Fact("kbli", 5, _("the KBLI code"), lambda b: bool(b.kbli_code)),
    Fact("founded", 5, _("since when it works"), lambda b: bool(b.established_year)),
    Fact(
        "owner",
        5,
        _("the owner's sex and date of birth"),
        lambda b: bool(b.owner.sex and b.owner.birth_date),
    ),
)


def score_of(business: Business) -> int:
    """0 to 100, as the database says it."""
    return sum(fact.points for fact in FACTS if fact.known(business))


def unknown_of(business: Business) -> list[Fact]:
    """What is not known yet, in the order in which to ask."""
    return [fact for fact in FACTS if not fact.known(business)]
