"""What the column heads of real lists mean (domain.md 8.2): synonyms as data, then likeness."""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from rapidfuzz import fuzz, process

SYNONYMS = settings.BASE_DIR / "fixtures" / "reference" / "header_synonyms.csv"
LIKE_ENOUGH = 87
SHORTEST_FUZZY = 5
IGNORED = "ignore"


@dataclass(frozen=True)
class Meaning:
    """The field that a head names, and how sure that is (100: word for word)."""

    field: str
    score: float


@cache
def synonyms() -> dict[str, str]:
    """Field by the letters of a head; a lone «#» by itself."""
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        return {letters(row["header"]): row["field"] for row in csv.DictReader(file)}


@lru_cache(maxsize=8_192)  # each cell is held against the heads, and many say the same
def letters(label: str) -> str:
    """Lower case, letters only: «No. KTP/NIK» is «noktpnik»."""
    return re.sub(r"[^a-z]", "", label.casefold()) or label.strip()


def without_brackets(label: str) -> str:
    return re.sub(r"\([^)]*\)?", " ", label)


@cache
def meaning_of(label: str) -> Meaning | None:
    """The field of a column head, or None if it is like none that is known."""
    known = synonyms()
    variants = list(dict.fromkeys([letters(label), letters(without_brackets(label))]))
    for variant in variants:
        if field := known.get(variant):
            return Meaning(field, 100)
    for variant in variants:
        if found := _most_like(variant, known):
            return found
    return None


def _most_like(label: str, known: dict[str, str]) -> Meaning | None:
    if len(label) < SHORTEST_FUZZY:
        return None
    found = process.extractOne(
        label, list(known), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
    )
    return Meaning(known[found[0]], found[1]) if found else None
