"""What scores come to: a weighted mean of 100, the grade it earns, where curators disagree.

Pure. Scores are 1 to 5, weights are hundredths. What is printed decides: the mean is rounded to
one decimal first, and the rounded one is held against the thresholds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

LOWEST, HIGHEST = 1, 5
FAR_APART = 2
TENTH = Decimal("0.1")
FAILED = "failed"
GRADES = ("A", "B", "C")
# From the worst to the best.
ORDER = (FAILED, "C", "B", "A")


@dataclass(frozen=True)
class Tally:
    """What the curators of one candidate gave to one criterion."""

    scores: Sequence[int]

    @property
    def mean(self) -> Decimal | None:
        if not self.scores:
            return None
        return rounded(Fraction(sum(self.scores), len(self.scores)))

    @property
    def spread(self) -> int:
        """How far the lowest and the highest lie apart."""
        return max(self.scores) - min(self.scores) if self.scores else 0

    @property
    def is_far_apart(self) -> bool:
        return self.spread >= FAR_APART


def weighted_mean(
    weights: Mapping[int, int], sheets: Sequence[Mapping[int, int]]
) -> Decimal | None:
    """Of 100, from whole sheets (criterion → score); None without one.

    All fives are 100 and all ones are 20: the scale of school marks that offices read.
    """
    if not sheets:
        return None
    total = sum(
        weights[criterion] * score
        for sheet in sheets
        for criterion, score in sheet.items()
    )
    return rounded(Fraction(total * 100, HIGHEST * sum(weights.values()) * len(sheets)))


def rounded(value: Fraction) -> Decimal:
    """To one decimal, half up, without a detour through floats."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(TENTH, ROUND_HALF_UP)


def grade_for(mean: Decimal, thresholds: Mapping[str, Decimal | int]) -> str:
    """The best grade whose threshold is reached, else «failed»."""
    return next((grade for grade in GRADES if mean >= thresholds[grade]), FAILED)


def is_lower(grade: str, than: str) -> bool:
    return ORDER.index(grade) < ORDER.index(than)
