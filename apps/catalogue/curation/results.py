"""What the scores of a round come to: a row for each product, as the board and the papers show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from apps.catalogue.curation.weighing import Tally, grade_for, weighted_mean
from apps.catalogue.models import (
    Assignment,
    Candidate,
    Criterion,
    CurationRound,
    CurationScore,
)

Sheet = dict[int, int]


@dataclass(frozen=True)
class Result:
    """One product: its tally by criterion, its mean of 100, and what that proposes.

    `mean` counts whole sheets; `proposed` is "" until all of them are whole.
    """

    candidate: Candidate
    criteria: list[Criterion]
    tallies: dict[int, Tally] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    whole: int = 0
    expected: int = 0
    mean: Decimal | None = None
    proposed: str = ""

    @property
    def lines(self) -> list[tuple[Criterion, Tally, list[str]]]:
        """Criterion by criterion, with the remarks on each."""
        return [
            (each, self.tallies[each.pk], self.remarks.get(each.pk, []))
            for each in self.criteria
        ]

    @property
    def far_apart(self) -> list[Criterion]:
        """On what the curators should talk before anybody decides."""
        return [each for each in self.criteria if self.tallies[each.pk].is_far_apart]

    @property
    def is_whole(self) -> bool:
        return 0 < self.whole == self.expected


def results_of(
    round_: CurationRound, candidates: Iterable[Candidate] | None = None
) -> list[Result]:
    """Of all verified products of a round, or of these; three queries, however many there are."""
    if candidates is None:
        candidates = round_.candidates.verified().select_related(
            "product__business__owner", "decided_by", "former"
        )
    rows = list(candidates)
    keys = [candidate.pk for candidate in rows]
    criteria = list(round_.criteria.all())
    scores: dict[int, list[CurationScore]] = defaultdict(list)
    found = CurationScore.objects.filter(assignment__candidate__in=keys)
    for score in found.select_related("assignment").order_by("assignment", "criterion"):
        scores[score.assignment.candidate_id].append(score)
    expected: dict[int, int] = defaultdict(int)
    for candidate in Assignment.objects.filter(candidate__in=keys).values_list(
        "candidate", flat=True
    ):
        expected[candidate] += 1
    return [
        _result(round_, each, criteria, scores[each.pk], expected[each.pk])
        for each in rows
    ]


def result_of(candidate: Candidate) -> Result:
    return results_of(candidate.round, [candidate])[0]


def _result(
    round_: CurationRound,
    candidate: Candidate,
    criteria: list[Criterion],
    scores: list[CurationScore],
    expected: int,
) -> Result:
    sheets: dict[int, Sheet] = defaultdict(dict)
    remarks: dict[int, list[str]] = defaultdict(list)
    for score in scores:
        if score.score is not None:
            sheets[score.assignment_id][score.criterion_id] = score.score
        if score.remark:
            remarks[score.criterion_id].append(score.remark)
    whole = [sheet for sheet in sheets.values() if len(sheet) == len(criteria)]
    weights = {each.pk: each.weight for each in criteria}
    mean = weighted_mean(weights, whole)
    is_whole = 0 < len(whole) == expected
    return Result(
        candidate=candidate,
        criteria=criteria,
        tallies={
            each.pk: Tally([s[each.pk] for s in sheets.values() if each.pk in s])
            for each in criteria
        },
        remarks=remarks,
        whole=len(whole),
        expected=expected,
        mean=mean,
        proposed=grade_for(mean, round_.thresholds) if mean and is_whole else "",
    )


@dataclass(frozen=True)
class Step:
    """A criterion before and after: the same code in two rounds."""

    criterion: Criterion
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def improvement(result: Result) -> list[Step]:
    """How a product that was curated before has changed, criterion by criterion."""
    former = result.candidate.former
    if former is None:
        return []
    earlier = result_of(former)
    before = {each.code: earlier.tallies[each.pk].mean for each in earlier.criteria}
    return [
        Step(each, before.get(each.code), result.tallies[each.pk].mean)
        for each in result.criteria
    ]
