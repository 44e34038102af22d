"""The sheet of one curator for one product: what he gave, and what he may see of the others."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from apps.catalogue.curation.locking import locked
from apps.catalogue.curation.weighing import Tally
from apps.catalogue.models import (
    Assignment,
    Candidate,
    Criterion,
    CurationRound,
    CurationScore,
)

if TYPE_CHECKING:
    from apps.accounts.models import User


@dataclass(frozen=True)
class Line:
    """One criterion on a sheet; `others` empty until all have given theirs."""

    criterion: Criterion
    score: int | None
    remark: str
    others: tuple[int, ...] = ()

    @property
    def is_far_apart(self) -> bool:
        mine = (self.score,) if self.score else ()
        return bool(self.others) and Tally(mine + self.others).is_far_apart


@transaction.atomic
def give_score(
    assignment: Assignment,
    criterion: Criterion,
    *,
    score: int | None,
    remark: str,
    by: "User",
) -> None:
    """Keep what a curator gives, or take it away if both are empty. Raises ValidationError.

    Nobody scores for another, and nothing once it is decided: triggers hold that too.
    """
    round_ = locked(assignment.candidate.round, CurationRound.State.SCORING)
    assignment = _own(assignment, round_, by)
    given = CurationScore.objects.filter(assignment=assignment, criterion=criterion)
    if score is None and not remark:
        given.delete()
        return
    kept = given.first() or CurationScore(assignment=assignment, criterion=criterion)
    kept.score, kept.remark = score, remark
    kept.full_clean(exclude=["assignment", "criterion"])
    kept.save()


def _own(assignment: Assignment, round_: CurationRound, by: "User") -> Assignment:
    """The curator's own, if it was not taken from him meanwhile and nothing is decided."""
    rows = Assignment.objects.select_related("candidate")
    own = rows.filter(pk=assignment.pk, curator__user=by, candidate__round=round_)
    if (found := own.first()) is None:
        raise ValidationError(_("This product is not assigned to you any more."))
    if found.candidate.is_final:
        raise ValidationError(_("This product is decided: its scores stand."))
    return found


def sheet_of(assignment: Assignment) -> list[Line]:
    """All criteria with what its curator gave, and the others' once every sheet is whole."""
    criteria = list(Criterion.objects.filter(round=assignment.candidate.round_id))
    own = {score.criterion_id: score for score in assignment.scores.all()}
    others: dict[int, list[int]] = {}
    if is_whole(assignment.candidate, len(criteria)):
        for criterion, score in _others(assignment):
            others.setdefault(criterion, []).append(score)
    return [
        Line(
            criterion,
            own[criterion.pk].score if criterion.pk in own else None,
            own[criterion.pk].remark if criterion.pk in own else "",
            tuple(others.get(criterion.pk, ())),
        )
        for criterion in criteria
    ]


def _others(assignment: Assignment) -> Any:
    rows = CurationScore.objects.filter(assignment__candidate=assignment.candidate)
    rows = rows.exclude(assignment=assignment).filter(score__isnull=False)
    return rows.order_by("assignment").values_list("criterion", "score")


def is_whole(candidate: Candidate, criteria: int) -> bool:
    """Whether every curator of a product has scored every criterion."""
    counts = candidate.assignments.with_progress().values_list("scored", flat=True)
    return bool(counts) and all(count == criteria for count in counts)


def unfinished_sheets(round_: CurationRound) -> list[Assignment]:
    """What is still to be scored of what is undecided."""
    criteria = round_.criteria.count()
    rows = Assignment.objects.filter(
        candidate__round=round_, candidate__outcome__in=["", "pending"]
    )
    unfinished = rows.with_progress().filter(scored__lt=criteria)
    return list(unfinished.select_related("curator__user", "candidate__product"))


def progress_of(user: "User", round_: CurationRound) -> dict[str, int]:
    """How many sheets somebody has in a round, and how many of them are whole."""
    rows = Assignment.objects.of_curator(user).filter(candidate__round=round_)
    return rows.with_progress().aggregate(
        total=Count("pk"), done=Count("pk", filter=Q(scored=round_.criteria.count()))
    )
