"""What each agreement weighs, in the manner of Fellegi and Sunter: learned, and kept as data.

A level of a field weighs log2(m / u) bits: m is how often the pairs that are one business have
it, u how often those that are not. `python -m benchmarks.learn_weights` learns them.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from apps.businesses.matching.levels import Levels, Shared
from apps.businesses.matching.names import SharedWord
from apps.businesses.matching.terms import Terms

FILE = settings.BASE_DIR / "fixtures" / "reference" / "match_weights.json"
SAME, DOUBTFUL = 0.85, 0.5
STEEPNESS = math.log(SAME / (1 - SAME))
SURE_OF_LESS = 0.99  # without a NIK or NIB nothing is certain
PRIOR_ENTRIES = 300  # a small register says little of how common a word is
LEAST_RARE, MOST_RARE = -4.0, 3.0  # bits


@dataclass(frozen=True)
class Weights:
    """Bits by field and level; `usual` shares of the words that agree; bits of the thresholds.

    `most` is what a level weighs with the rarest of words, `best` what a field weighs at most.
    """

    bits: Mapping[str, Mapping[str, float]]
    usual: Mapping[str, Mapping[str, float]]
    ask: float
    same: float
    most: Mapping[str, Mapping[str, float]]
    best: Mapping[str, float]

    def of(self, levels: Levels, shared: Shared, terms: Terms | None) -> float:
        """The sum of the evidence for and against, in bits."""
        total = 0.0
        for field, level in levels.items():
            total += self.bits[field].get(level, 0.0)
            if terms and (words := shared.get(field)):
                total += self.rarity(field, level, words, terms)
        return total

    def rarity(
        self, field: str, level: str, words: list[SharedWord], terms: Terms
    ) -> float:
        """How much more, or less, it tells that these words agree than it does usually."""
        others = terms.others(field, words)
        if field == "phone":
            return -math.log2(
                1 + others
            )  # each further one who has it halves what it tells
        usual = self.usual.get(field, {}).get(level)
        if not usual:
            return 0.0
        share = (others + PRIOR_ENTRIES * usual) / (terms.entries + PRIOR_ENTRIES)
        return min(MOST_RARE, max(LEAST_RARE, math.log2(usual / share)))

    def score(self, bits: float) -> float:
        """0 to 1 in hundredths: `ask` bits are DOUBTFUL, `same` bits SAME. No probability."""
        way = STEEPNESS * (bits - self.ask) / (self.same - self.ask)
        score = 1 / (1 + math.exp(-max(-50.0, min(50.0, way))))
        return min(SURE_OF_LESS, math.floor(score * 100 + 1e-9) / 100)


@cache
def weights() -> Weights:
    return read_weights(json.loads(FILE.read_text(encoding="utf-8")))


def read_weights(data: Mapping[str, Any]) -> Weights:
    bits = {
        field: {level: math.log2(p["m"] / p["u"]) for level, p in levels.items()}
        for field, levels in data["levels"].items()
    }
    most = {
        field: {
            level: weight + (MOST_RARE if level in data["usual"].get(field, {}) else 0)
            for level, weight in levels.items()
        }
        for field, levels in bits.items()
    }
    best = {field: max(0.0, *levels.values()) for field, levels in most.items()}
    return Weights(bits, data["usual"], data["ask"], data["same"], most, best)
