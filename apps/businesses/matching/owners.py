"""Owners' names beside each other: shortened, misspelled or of somebody else.

In Bali «Ni Wayan» says girl and first-born, and is half of every name: only what stands
behind it tells one from another, and another birth order is another person.
"""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from apps.businesses.matching.names import SharedWord, alike, shared_words, sound

SEX = {"i": "m", "ni": "f"}
ORDERS: tuple[str, ...] = (
    "wayan",
    "putu",
    "gede",
    "luh",
    "made",
    "kadek",
    "nengah",
    "nyoman",
    "komang",
)
ORDERS += ("ketut", "gusti", "ngurah", "agung", "anak", "dewa", "ida", "bagus", "ayu")
ORDERS += ("cokorda", "desak", "iluh", "niluh")
LONGEST_SHORT = 4
LIKE = 0.6  # of the letters of the given names
VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: `orders` may be initials, `given` never is empty."""

    sex: str
    orders: tuple[str, ...]
    given: tuple[str, ...]


@lru_cache(maxsize=200_000)
def name_of(key: str) -> Name:
    """The parts of a key as `owner_key` makes it: «n w sari» is Ni W… Sari."""
    words = key.split()
    sex = SEX.get(words[0], "") if len(words) > 1 else ""
    if not sex and len(words) > 2 and words[0] == "n" and len(words[1]) == 1:
        sex = "f"
    rest = words[1:] if sex else words
    orders = []
    while len(rest) > 1 and (order := _order(rest[0])):
        orders.append(order)
        rest = rest[1:]
    return Name(sex, tuple(orders), tuple(sound(word) for word in rest))


def _order(word: str) -> str:
    """The word of birth order or caste that this is, or is short for; an initial stays one."""
    if word in ORDERS or len(word) == 1:
        return word
    if len(word) <= LONGEST_SHORT and word[1] not in VOWELS:
        for order in ORDERS:
            if order[0] == word[0] and _is_inside(word, order):
                return order
    return next((order for order in ORDERS if len(word) > 3 and alike(word, order)), "")


def _is_inside(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


@lru_cache(maxsize=32_768)
def owners_alike(one: str, other: str) -> str:
    """«same», «near» (a slip), «short» (initials, parts left out), «hint» (no more than
    initials), «like» or «other»."""
    a, b = name_of(one), name_of(other)
    if (a.sex and b.sex and a.sex != b.sex) or not _orders_agree(a.orders, b.orders):
        return "other"
    if a.given == b.given:
        return "same" if a.orders == b.orders else "short"
    few, many = sorted((a.given, b.given), key=len)
    kinds = []
    for word in few:
        kinds.append(_best(word, many))
        if not kinds[-1]:
            similar = OSA.normalized_similarity(" ".join(a.given), " ".join(b.given))
            return "like" if similar >= LIKE else "other"
    if set(kinds) == {"initial"}:
        return "hint"
    whole = len(few) == len(many) and "initial" not in kinds
    return "near" if whole and len(a.orders) == len(b.orders) else "short"


@lru_cache(maxsize=20_000)
def _orders_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether every word of the shorter is one of the other's, as far as initials tell."""
    few, many = sorted((one, other), key=len)
    return all(
        any(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for b in many)
        for a in few
    )


def _best(word: str, words: tuple[str, ...]) -> str:
    """How the likeliest of some words agrees with this one: «same», «near», «initial», «»."""
    if word in words:
        return "same"
    first, last = word[0], word[-1]
    initial = ""
    for each in words:
        if each[0] == first:
            if 1 in (len(word), len(each)) and word.isalpha():
                initial = "initial"
            elif alike(word, each):
                return "near"
        elif each[-1] == last and alike(word, each):
            return "near"
    return initial


def shared_given(one: str, other: str) -> list[SharedWord]:
    """The given names that both have, initials aside, for how much they tell."""
    return [
        both
        for both in shared_words(name_of(one).given, name_of(other).given)
        if len(both[0]) > 1
    ]
