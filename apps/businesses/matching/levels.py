"""How far each field of two descriptions agrees: a level, as the weights know them.

A field that one side lacks says nothing and has none.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import OSA

from apps.businesses.matching.names import (
    SharedWord,
    shared_words,
    sound,
    sounds,
    words,
)
from apps.businesses.matching.owners import owners_alike, shared_given
from apps.regions.codes import DIGITS, DISTRICT, VILLAGE

if TYPE_CHECKING:
    from apps.businesses.matching.evidence import Description

NEAR = 0.8  # of the letters of a whole name
# Words that stand in every address, and areas, which are compared by their codes.
IN_ADDRESSES = frozenset(
    [
        "jl",
        "jln",
        "jalan",
        "no",
        "nomor",
        "br",
        "bjr",
        "banjar",
        "gg",
        "gang",
        "rt",
        "rw",
        "blok",
        "dalam",
        "dlm",
        "km",
        "dusun",
        "lingk",
        "link",
    ]
)
AREA = re.compile(
    r"\b(?:ds|desa|kel|kelurahan|kec|kecamatan|kota|kab)\b.*", re.IGNORECASE
)
ONE_PERSON = {"same", "near", "short"}
Levels = dict[str, str]
Shared = dict[str, list[SharedWord]]


@lru_cache(maxsize=8_192)
def address_key(address: str) -> str:
    """The words and numbers of an address that tell it from others in its village."""
    found = words(AREA.sub("", address))
    return " ".join(sound(word) for word in found if word not in IN_ADDRESSES)


def plain_levels(one: "Description", other: "Description") -> Levels:
    """Of the fields that are compared without a look at their words."""
    found: Levels = {}
    if one.phone and other.phone:
        found["phone"] = "same" if one.phone == other.phone else "other"
    if one.nik and other.nik:
        found["nik"] = "same" if one.nik == other.nik else "other"
    if one.nib and other.nib:
        found["nib"] = "same" if one.nib == other.nib else "other"
    if one.born and other.born:
        found["born"] = "same" if one.born == other.born else "other"
    if one.region and other.region:
        found["village"] = _areas(one.region, other.region)
    return found


def levels(one: "Description", other: "Description") -> tuple[Levels, Shared]:
    """The level of each field that both have, and the words on which they agree."""
    found = plain_levels(one, other)
    shared: Shared = {}
    if one.names and other.names:
        found["name"], shared["name"] = names_alike(one.names, other.names)
    if one.owner and other.owner:
        found["owner"] = owners_alike(one.owner, other.owner)
        if found["owner"] in ONE_PERSON:
            shared["owner"] = shared_given(one.owner, other.owner)
    for field in ("product", "address"):
        a, b = getattr(one, field), getattr(other, field)
        if a and b:
            found[field], shared[field] = texts_alike(a, b)
    _share_phone(one, found, shared)
    return found, shared


def _share_phone(one: "Description", found: Levels, shared: Shared) -> None:
    """A phone that people of different names have is a household's, and «shared»."""
    if found.get("phone") == "same":
        shared["phone"] = [(one.phone, one.phone)]
        found["phone"] = phone_of(found.get("owner", ""))


def phone_of(owners: str) -> str:
    """The level of a phone that two have, by how alike the names of their owners are."""
    return "shared" if owners in {"other", "like"} else "same"


def names_alike(
    one: tuple[str, ...], other: tuple[str, ...]
) -> tuple[str, list[SharedWord]]:
    if len(one) == len(other) == 1:
        [a], [b] = one, other
        return texts_alike(a, b)
    found = [texts_alike(a, b) for a in one for b in other]
    return min(found, key=lambda each: ORDER.index(each[0]))


ORDER = ["same", "near", "within", "part", "other"]


@lru_cache(maxsize=16_384)
def texts_alike(one: str, other: str) -> tuple[str, list[SharedWord]]:
    """The level, and the words in common: «near» has slips, or words left out; «within» is one
    word of the other; «part» has a word of it and another.
    """
    a, b = sounds(one), sounds(other)
    few, many = sorted((a, b), key=len)
    shared = shared_words(few, many)
    if set(a) == set(b):
        return "same", shared
    if len(shared) == len(few) and (len(few) > 1 or len(many) == 1):
        return "near", shared
    if _numbers(a) == _numbers(b) and OSA.normalized_similarity(
        " ".join(a), " ".join(b), score_cutoff=NEAR
    ):
        return "near", shared or [(word, word) for word in few]
    if len(shared) == len(few):
        return "within", shared
    return ("part", shared) if shared else ("other", [])


# The fields of words, what of a description they are, and how alike two of them are.
TEXTS: list[tuple[str, str, Callable[[Any, Any], str]]] = [
    ("product", "product", lambda one, other: texts_alike(one, other)[0]),
    ("owner", "owner", owners_alike),
    ("name", "names", lambda one, other: names_alike(one, other)[0]),
    ("address", "address", lambda one, other: texts_alike(one, other)[0]),
]


def _numbers(found: tuple[str, ...]) -> list[str]:
    """«Dodol Nomor 12» is not «Dodol Nomor 13» misspelled."""
    return [word for word in found if word[0].isdigit()]


def _areas(one: str, other: str) -> str:
    """«same» village, one «around» the other, villages of one «district», or «other»."""
    if one == other and len(one) == DIGITS[VILLAGE]:
        return "same"
    if one.startswith(other) or other.startswith(one):
        return "around"
    to_district = DIGITS[DISTRICT]
    return "district" if one[:to_district] == other[:to_district] else "other"
