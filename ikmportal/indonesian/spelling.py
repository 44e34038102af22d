"""Text as a search sees it: the normal form of a text, its words, and older ways to write one."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

MOST_LETTERS = 40  # of a word; the rest is cut off, in an index and in a query alike
MOST_PARTS = 16  # of a word with hyphens, likewise
MOST_CHARACTERS = 100_000  # of a text
MOST_REMEMBERED = 100_000  # words

_MARKS = re.compile(r"[\u0300-\u036f]")  # accents; vowel signs of other scripts stay
_SILENT = re.compile("['\u2018\u2019\u02bc\u02bb`\u00b4\u00ad\u200b-\u200d\u2060\ufeff]")
_HYPHENS = re.compile("[\u2010\u2011\u2212]")
# 500ml is two words, oleh2 and a4 are one each.
_TOKEN = re.compile(r"\d+|[^\W\d_][^\W_]*(?:-[^\W_]+)*")
_TWICE = re.compile(r"([^\W\d_]{3,})2(an|nya)?")
_WRITTEN_TOGETHER = re.compile(r"([^\W\d_]{4,})\1((?:nya|ku|mu)?)")
_SHORT = re.compile(r"^([bcdgkpst])([lr][aeiou])")
_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1")


def normal_form(text: str) -> str:
    """Lower case without accents, apostrophes and invisible marks; done twice, the same."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    before = ""
    while text != before:  # a few letters, such as «İ», need a second time
        before = text
        text = unicodedata.normalize("NFKD", text.lower())
        text = _SILENT.sub("", _MARKS.sub("", text))
        text = unicodedata.normalize("NFKC", _HYPHENS.sub("-", text))
    return text


def tokens(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a text, in its order; one with hyphens as its parts.

    Only letters and digits are left in a part. A word said twice is two parts, be it written
    `kue-kue`, `kue2` or `oleholeh`.
    """
    for match in _TOKEN.finditer(normal_form(text[:MOST_CHARACTERS])):
        yield _parts(match[0])


@lru_cache(MOST_REMEMBERED)
def _parts(whole: str) -> tuple[str, ...]:
    if len(whole) <= MOST_LETTERS:
        twice = _TWICE.fullmatch(whole) or _WRITTEN_TOGETHER.fullmatch(whole)
        if twice:
            whole = f"{twice[1]}-{twice[1]}{twice[2] or ''}"
    return tuple(part[:MOST_LETTERS] for part in whole.split("-")[:MOST_PARTS])


def one_word(text: str) -> str | None:
    """The normal form of a text that is one word without hyphens; None if it is not."""
    found = list(islice(tokens(text), 2))
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else None


def older_spellings(word: str) -> Iterator[str]:
    """What the word may be today: soerabaja, djamoe, koeliner. Guesses, as `full_spelling`."""
    today = word.replace("oe", "u").replace("tj", "c").replace("dj", "j")
    if today != word:
        yield today
        yield today.replace("nj", "ny").replace("sj", "sy")
        yield today.replace("j", "y")


def full_spelling(word: str) -> str:
    """With the vowel that many do not write: kripik is keripik, krupuk kerupuk."""
    return _SHORT.sub(r"\1e\2", word)


def single_spelling(word: str) -> str:
    """With no consonant twice."""
    return _DOUBLE.sub(r"\1", word)
