"""How alike two descriptions of a business are, and why (domain.md 8.3, 18 and 19).

A NIK or NIB says who it is. Everything else is weighed: what agrees against what could be
compared, and a little agreement alone is never enough. An owner's name alone never is:
thousands of people in Bali are called Wayan.
"""

from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from apps.businesses.matching.names import brand_keys, owner_key, words
from apps.regions.codes import DIGITS, DISTRICT

SAME = 0.85
DOUBTFUL = 0.5
ENOUGH = 0.6  # the agreement, in weights, that it takes to be sure
WEIGHTS = {"phone": 0.45, "name": 0.3, "owner": 0.2, "village": 0.08, "product": 0.05}
AT_MOST_WITH_OTHER_NIK = 0.8
AT_MOST_WITH_OTHER_NIB = 0.7
AT_MOST_WITH_OTHER_NAME = 0.8  # one owner may have three brands


@dataclass(frozen=True)
class Description:
    """What may be compared. NIK and phone are keyed hashes, on both sides."""

    nik: str = ""
    phone: str = ""
    nib: str = ""
    owner: str = ""
    names: frozenset[str] = frozenset()
    region: str = ""
    product: str = ""


@dataclass(frozen=True)
class Likeness:
    """0 to 1, and the kinds of evidence that agree."""

    score: float
    agreeing: tuple[str, ...] = field(default=())


def describe(values: dict[str, Any]) -> Description:
    """From fields named as a Record's, with `nik_index` and `phone_index` beside them."""
    return Description(
        nik=values.get("nik_index") or "",
        phone=values.get("phone_index") or "",
        nib=values.get("nib") or "",
        owner=owner_key(values.get("owner_name") or ""),
        names=brand_keys(values.get("business_name"), values.get("brand")),
        region=values.get("region") or "",
        product=" ".join(words(values.get("products") or "")),
    )


def compare(one: Description, other: Description) -> Likeness:
    agreement = _agreement(one, other)
    agreeing = tuple(kind for kind, like in agreement.items() if like >= 0.7)
    if one.nib and one.nib == other.nib:
        return Likeness(1.0, ("nib", *agreeing))
    if one.nik and one.nik == other.nik:
        names_differ = (
            agreement.get("name", 1.0) < 0.6 and agreement.get("product", 0) < 0.6
        )
        return Likeness(
            AT_MOST_WITH_OTHER_NAME if names_differ else 1.0, ("nik", *agreeing)
        )
    weight = sum(WEIGHTS[kind] for kind in agreement)
    agreed = sum(WEIGHTS[kind] * like for kind, like in agreement.items())
    if not weight or agreeing in {(), ("owner",)}:
        return Likeness(0.0)
    score = agreed / weight * min(1.0, agreed / ENOUGH)
    if one.nik and other.nik:
        score = min(score, AT_MOST_WITH_OTHER_NIK)
    if one.nib and other.nib:
        score = min(score, AT_MOST_WITH_OTHER_NIB)
    return Likeness(round(score, 2), agreeing)


def _agreement(one: Description, other: Description) -> dict[str, float]:
    """How far each kind of evidence agrees, of those that both sides have."""
    found: dict[str, float] = {}
    if one.phone and other.phone:
        found["phone"] = float(one.phone == other.phone)
    if one.names and other.names:
        found["name"] = _steep(
            max(_alike(a, b) for a in one.names for b in other.names)
        )
    if one.owner and other.owner:
        found["owner"] = _steep(JaroWinkler.similarity(one.owner, other.owner))
    if one.region and other.region:
        found["village"] = _near(one.region, other.region)
    if one.product and other.product:
        found["product"] = fuzz.token_set_ratio(one.product, other.product) / 100
    return found


def _alike(one: str, other: str) -> float:
    return 1.0 if one == other else fuzz.token_sort_ratio(one, other) / 100


def _steep(likeness: float) -> float:
    """Names under 0.8 are different names; they agree whole from 0.97."""
    return min(1.0, max(0.0, (likeness - 0.8) / 0.17))


def _near(one: str, other: str) -> float:
    if one.startswith(other) or other.startswith(one):
        return 1.0
    to_district = DIGITS[DISTRICT]
    return 0.5 if one[:to_district] == other[:to_district] else 0.0
