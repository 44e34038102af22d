"""The decision about a product: a grade for a time, not passed, or put off. By no curator.

A grade goes onto the product in the same transaction. It never becomes lower without a reason,
and what stood there before is kept, so that a slip can be taken back while the round is open.
"""

import calendar
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.catalogue.curation.locking import locked
from apps.catalogue.curation.results import Result, result_of, results_of
from apps.catalogue.curation.weighing import is_lower
from apps.catalogue.models import Candidate, CurationRound, Product

if TYPE_CHECKING:
    from apps.accounts.models import User

DECIDE = "catalogue.decide_curation"
Outcome = Candidate.Outcome
State = CurationRound.State
GRADE = ("grade", "graded_on", "grade_until", "state")
DECISION = (
    *("outcome", "outcome_reason", "decided_by", "decided_at"),
    *("mean", "proposed", "before"),
)
EXCLUDED = ["round", "product", "former", "applied_by", "checked_by"]


@transaction.atomic
def decide(
    candidate: Candidate, outcome: str, *, reason: str = "", by: "User"
) -> Candidate:
    """Give a grade, let it not pass, or put it off. Raises ValidationError with what is missing."""
    round_ = locked(candidate.round, State.DECIDING)
    candidate = _locked_candidate(candidate)
    if candidate.is_final:
        raise ValidationError(_("Somebody has decided this already."))
    if round_.curators.filter(user=by).exists():
        raise ValidationError(
            _("You are a curator of this curation, and so do not decide in it.")
        )
    result = result_of(candidate)
    if outcome != Outcome.PENDING and result.mean is None:
        raise ValidationError(_("Nobody has scored this product as a whole."))
    if is_lowering(candidate.product, outcome) and not reason:
        raise ValidationError(
            _("It has grade %(grade)s until %(day)s: say why it becomes lower.")
            % {
                "grade": candidate.product.valid_grade,
                "day": date_format(candidate.product.grade_until or localdate()),
            }
        )
    _write(candidate, result, outcome, reason, by)
    _grade(candidate)
    return candidate


def is_lowering(product: Product, outcome: str) -> bool:
    valid = product.valid_grade
    return bool(valid) and outcome in Product.Grade and is_lower(outcome, than=valid)


def _locked_candidate(candidate: Candidate) -> Candidate:
    rows = Candidate.objects.select_for_update(of=("self", "product"))
    return rows.select_related("round", "product").get(pk=candidate.pk)


def _write(
    candidate: Candidate, result: Result, outcome: str, reason: str, by: "User"
) -> None:
    candidate.outcome, candidate.outcome_reason = outcome, reason
    candidate.decided_by, candidate.decided_at = by, timezone.now()
    candidate.mean, candidate.proposed = result.mean, result.proposed
    product = candidate.product
    candidate.before = {
        name: str(getattr(product, name)) if getattr(product, name) else ""
        for name in GRADE
    }
    candidate.full_clean(exclude=EXCLUDED)
    candidate.save(update_fields=DECISION)


def _grade(candidate: Candidate) -> None:
    """Put a grade onto the product; what did not pass goes back to its maker as a draft."""
    product, outcome = candidate.product, candidate.outcome
    waiting = {Product.State.DRAFT, Product.State.SUBMITTED}
    if outcome in Product.Grade:
        product.grade, product.graded_on = outcome, localdate(candidate.decided_at)
        product.grade_until = months_after(
            product.graded_on, candidate.round.validity_months
        )
        if product.state in waiting:
            product.state = Product.State.CURATED
    elif outcome == Outcome.FAILED and product.state in waiting:
        product.state = Product.State.DRAFT
    else:
        return
    product.save(update_fields=[*GRADE, "updated_at"])


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last one of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def decide_as_proposed(
    round_: CurationRound,
    *,
    by: "User",
    candidates: Iterable[Candidate] | None = None,
) -> tuple[int, list[Candidate]]:
    """Decide all, or these, that the scores decide. Returns how many, and those left.

    Left to be decided singly: what is put off, what is not scored as a whole, where curators
    lie far apart, and where a grade that is still valid would become lower.
    """
    done, left = 0, []
    for result in results_of(round_, candidates):
        if result.candidate.outcome:
            continue
        lowers = is_lowering(result.candidate.product, result.proposed)
        if not result.proposed or lowers or result.far_apart:
            left.append(result.candidate)
            continue
        try:
            decide(result.candidate, result.proposed, by=by)
        except ValidationError:
            left.append(result.candidate)
        else:
            done += 1
    return done, left


@transaction.atomic
def take_back(candidate: Candidate, *, reason: str, by: "User") -> None:
    """Undo a decision while the round is open: the product gets back what it had."""
    locked(candidate.round, State.DECIDING)
    candidate = _locked_candidate(candidate)
    if not candidate.outcome:
        raise ValidationError(_("Nothing is decided here."))
    if not reason:
        raise ValidationError(_("Say why the decision is taken back."))
    if candidate.is_final:
        _put_back(candidate)
    candidate.outcome, candidate.proposed = "", ""
    candidate.outcome_reason, candidate.before = reason, None
    candidate.decided_by = candidate.decided_at = candidate.mean = None
    candidate.full_clean(exclude=EXCLUDED)
    candidate.save(update_fields=DECISION)


def _put_back(candidate: Candidate) -> None:
    product, before = candidate.product, candidate.before or {}
    graded = candidate.outcome in Product.Grade
    if product.state == Product.State.PUBLISHED and not before.get("grade"):
        if product.approved_at is None:
            raise ValidationError(
                _("The product was published on this grade: withdraw it first.")
            )
        before["state"] = product.state
    if graded:
        product.grade = before.get("grade", "")
        product.graded_on = parse_date(before.get("graded_on", ""))
        product.grade_until = parse_date(before.get("grade_until", ""))
    moved = {Product.State.CURATED, Product.State.DRAFT}
    if product.state in moved:
        product.state = before.get("state", product.state)
    product.save(update_fields=[*GRADE, "updated_at"])
