"""How alike two descriptions of a business are, and why (domain.md 8.3, 18 and 19).

A NIK or NIB says who it is. Everything else is weighed, for and against. An owner's name alone
is never enough: thousands of people in Bali are called Wayan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.businesses.matching.levels import (
    TEXTS,
    Levels,
    address_key,
    levels,
    names_alike,
    phone_of,
    plain_levels,
    texts_alike,
)
from apps.businesses.matching.names import brand_keys, owner_key, sound, sounds, words
from apps.businesses.matching.owners import name_of, owners_alike
from apps.businesses.matching.terms import Terms
from apps.businesses.matching.weights import DOUBTFUL, SAME, weights

__all__ = [
    "DOUBTFUL",
    "SAME",
    "Description",
    "Likeness",
    "compare",
    "describe",
    "forget_words",
    "may_be_one",
]

AT_MOST_WITH_OTHER_NIK = 0.8
AT_MOST_WITH_OTHER_NIB = 0.7
AT_MOST_WITH_OTHER_NAME = 0.8
AT_MOST_WITHOUT_A_NAME = 0.8  # a phone alone
KINDS = ("phone", "name", "owner", "born", "village", "address", "product")
AGREEING = {"same", "near", "short", "within", "part", "around", "shared"}
ALIKE = {"same", "near", "within"}
ONE_BRAND = {"same", "near"}
OF_THE_BUSINESS = {"phone", "name", "product", "address", "born"}


@dataclass(frozen=True, slots=True)
class Description:
    """What may be compared. NIK and phone are keyed hashes, on both sides."""

    nik: str = ""
    phone: str = ""
    nib: str = ""
    owner: str = ""
    names: tuple[str, ...] = ()
    region: str = ""
    product: str = ""
    address: str = ""
    born: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """0 to 1, the kinds of evidence that agree, and those that speak against it."""

    score: float
    agreeing: tuple[str, ...] = field(default=())
    against: tuple[str, ...] = field(default=())


def describe(values: Mapping[str, Any]) -> Description:
    """From fields named as a Record's, with `nik_index` and `phone_index` beside them."""
    return Description(
        nik=values.get("nik_index") or "",
        phone=values.get("phone_index") or "",
        nib=values.get("nib") or "",
        owner=owner_key(values.get("owner_name") or ""),
        names=brand_keys(values.get("business_name"), values.get("brand")),
        region=values.get("region") or "",
        product=" ".join(words(values.get("products") or "")),
        address=address_key(values.get("address") or ""),
        born=str(values.get("birth_date") or ""),
    )


def may_be_one(one: Description, other: Description) -> bool:
    """Whether `compare` could reach DOUBTFUL, as far as a look from field to field tells.

    It ends with the first field after which the rest cannot make up for what speaks against:
    of two that share some words nine of ten are told apart by the owners and the names.
    """
    if (one.nik and one.nik == other.nik) or (one.nib and one.nib == other.nib):
        return True
    found = plain_levels(one, other)
    if found.get("phone") == "same":
        if _have_one_brand(one, other):
            return True
        if one.owner and other.owner:
            found["phone"] = phone_of(owners_alike(one.owner, other.owner))
    learned = weights()
    most, best, ask = learned.most, learned.best, learned.ask
    bits = 0.0
    for kind, level in found.items():
        bits += most[kind].get(level, 0.0)
    rest = []
    for kind, attribute, alike in TEXTS:
        if (a := getattr(one, attribute)) and (b := getattr(other, attribute)):
            rest.append((kind, alike, a, b))
            bits += best[kind]
    for kind, alike, a, b in rest:
        if bits < ask:
            return False
        bits += most[kind].get(alike(a, b), 0.0) - best[kind]
    return bits >= ask


def _have_one_brand(one: Description, other: Description) -> bool:
    names = one.names, other.names
    return all(names) and names_alike(*names)[0] in ONE_BRAND


def compare(
    one: Description, other: Description, terms: Terms | None = None
) -> Likeness:
    """`terms`: how common words are where both come from; without them all are as usual."""
    found, shared = levels(one, other)
    agreeing = tuple(kind for kind in KINDS if found.get(kind) in AGREEING)
    against = tuple(kind for kind, level in found.items() if level == "other")
    if found.get("nib") == "same":
        return Likeness(1.0, ("nib", *agreeing), against)
    most = at_most(found)
    if found.get("nik") == "same":
        return Likeness(most, ("nik", *agreeing), against)
    if not OF_THE_BUSINESS & {*agreeing}:
        return Likeness(0.0)
    learned = weights()
    score = learned.score(learned.of(found, shared, terms))
    if "phone" in agreeing and found.get("name") in ONE_BRAND:
        score = max(score, DOUBTFUL)  # one brand with two owners: an officer knows
    return Likeness(min(score, most), agreeing, against)


def at_most(found: Levels) -> float:
    """What is never surely one: two valid NIKs or NIBs, two businesses of one owner, and two
    of whom only the owner's name, the place and the product are the same.
    """
    limits = [1.0]
    if found.get("nik") == "other":
        limits.append(AT_MOST_WITH_OTHER_NIK)
    if found.get("nib") == "other" and found.get("nik") != "same":
        limits.append(AT_MOST_WITH_OTHER_NIB)
    if found.get("nik") != "same" and not {"owner", "name"} & found.keys():
        limits.append(AT_MOST_WITHOUT_A_NAME)
    told = [found.get(kind) for kind in ("nik", "phone", "born", "name")]
    if _is_another_business(found) or not {"same", "near", "within"} & {*told}:
        limits.append(AT_MOST_WITH_OTHER_NAME)
    return min(limits)


def _is_another_business(found: Levels) -> bool:
    """Whether neither the name nor the product is the same: one owner may have three brands."""
    name, product = found.get("name"), found.get("product")
    if name in ONE_BRAND or product in ALIKE:
        return False
    if name in {None, "within"} and product in {None, "part"}:
        return False
    return name is not None or product is not None


def forget_words() -> None:
    """What was remembered of the words of a long list, once it has been compared."""
    for remembering in (name_of, owners_alike, texts_alike, sound, sounds):
        remembering.cache_clear()
