"""How a place name is written, and how near two ways to write it are.

Lists are typed by hand: short forms («Tebet Brt»), the spelling of before 1972 (oe for u, dj for
j, tj for c), spaces too many or missing («Setia Budi»), typing errors. All of these are near
to the official name, while «Tebet Timur» is far from «Tebet Barat».
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

APOSTROPHES = re.compile(r"[’‘'`´]")
WORD = re.compile(r"[a-z]+|\d+")
STUCK_ROMAN = re.compile(r"(?<=[a-z])(?=[IVX]+\b)")
HOUSE = re.compile(r"(?i)\b(rt|rw)\b[\s.:/]*\d+(\s*/\s*\d+)?|\b\d{5}\b")
SEPARATOR = re.compile(r"[,;/()|\n]|\s[-–—]\s")
ROMAN = {
    numeral: str(value)
    for value, numeral in enumerate(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"],
        start=1,
    )
}
# Short forms that mean one word, whatever the place; others are recognised by their letters.
WORDS = {
    "brt": "barat",
    "sel": "selatan",
    "slt": "selatan",
    "utr": "utara",
    "tmr": "timur",
    "tim": "timur",
    "tgh": "tengah",
    "pst": "pusat",
    "jkt": "jakarta",
    "jak": "jakarta",
    "kep": "kepulauan",
    "sei": "sungai",
    "tj": "tanjung",
    "tjg": "tanjung",
    "tg": "tanjung",
    "kp": "kampung",
    "psr": "pasar",
    "gn": "gunung",
}
OLD_SPELLINGS = [
    *(("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("ch", "k")),
    *(("kh", "k"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("y", "j"), ("ie", "i")),
    *(("v", "p"), ("f", "p"), ("z", "s"), ("o", "u")),
]
CUT = 0.92  # the likeness of a name with one part cut short and a space too many
DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """A name reduced to what matters: its words, joined, and freed of old spellings.

    One object stands for all equal ones, so that comparing two is quick to remember.
    """

    words: tuple[str, ...]
    joined: str
    key: str
    initials: str
    numbers: tuple[str, ...]


@lru_cache(maxsize=65536)
def spell(text: str) -> Spelling:
    return spelling_of(words_of(text))


def words_of(text: str) -> list[str]:
    """Lower-case words, short forms written out, Roman numerals as digits."""
    parted = STUCK_ROMAN.sub(" ", unicodedata.normalize("NFKD", text))
    plain = APOSTROPHES.sub("", parted.casefold())
    found = WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    return [
        ROMAN.get(word, word) if place else word
        for place, word in enumerate(WORDS.get(word, word) for word in found)
    ]


def spelling_of(words: Sequence[str]) -> Spelling:
    return _spelling_of(tuple(words))


@lru_cache(maxsize=262_144)
def _spelling_of(words: tuple[str, ...]) -> Spelling:
    joined = "".join(words)
    return Spelling(
        words=words,
        joined=joined,
        key=_fold(joined),
        initials="".join(word[0] for word in words),
        numbers=tuple(word for word in words if word.isdigit()),
    )


def _fold(joined: str) -> str:
    for old, new in OLD_SPELLINGS:
        joined = joined.replace(old, new)
    return DOUBLED.sub(r"\1", joined)


@lru_cache(maxsize=262_144)
def similarity(written: Spelling, name: Spelling) -> float:
    """From 0 (nothing alike) to 1 (the same letters)."""
    if written.joined == name.joined:
        return 1.0
    if written.numbers != name.numbers:
        return 0.7 * OSA.normalized_similarity(written.joined, name.joined)
    if written.key == name.key:
        return 0.97
    return max(
        OSA.normalized_similarity(written.joined, name.joined),
        0.97 * OSA.normalized_similarity(written.key, name.key),
        _similarity_of_words(written.words, name.words),
        CUT
        if len(written.words) == 2 and _is_cut(*written.words, name.joined)
        else 0.0,
    )


def _is_cut(first: str, last: str, name: str) -> bool:
    """Whether «pdg sambian» can stand for «padangsambian», one word whole, the other short."""
    if len(last) > 3 and name.endswith(last):
        return abbreviates(first, name.removesuffix(last))
    return (
        len(first) > 3
        and name.startswith(first)
        and abbreviates(last, name[len(first) :])
    )


def _similarity_of_words(written: tuple[str, ...], name: tuple[str, ...]) -> float:
    if len(written) != len(name):
        return 0.0
    if len(name) == 1:  # a whole name cut short is nothing to rely on
        return 0.8 if abbreviates(written[0], name[0]) and len(written[0]) > 2 else 0.0
    pairs = zip(written, name, strict=True)
    weighed = sum(len(word) * _similarity_of_word(short, word) for short, word in pairs)
    return weighed / sum(map(len, name))


def _similarity_of_word(written: str, word: str) -> float:
    if written == word:
        return 1.0
    plain = OSA.normalized_similarity(written, word)
    return (
        max(plain, 0.94 - 0.06 / len(written)) if abbreviates(written, word) else plain
    )


def abbreviates(short: str, word: str) -> bool:
    """Whether «kby» or «keb» can stand for «kebayoran»: its beginning, or its consonants."""
    if not word or len(short) >= len(word) or short[0] != word[0]:
        return False
    if word.startswith(short):
        return True
    letters = iter(word)
    return all(letter in letters for letter in short) and not set(short[1:]) & set(
        "aeiou"
    )
