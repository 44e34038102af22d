from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.catalogue.models.curation import (
    Criterion,
    CurationRound,
    Curator,
    OfRoundQuerySet,
)
from apps.catalogue.models.curation_triggers import (
    DECIDED_IN_ITS_TIME,
    SCORED_WHILE_OPEN,
    WITHOUT_CONFLICT,
)
from apps.catalogue.models.products import Product

if TYPE_CHECKING:
    from apps.accounts.models import User

GRADED = ["A", "B", "C"]


class CandidateQuerySet(OfRoundQuerySet):
    region_path = "product__business__region__code"

    def applied(self) -> Self:
        return self.filter(state=Candidate.State.APPLIED)

    def verified(self) -> Self:
        return self.filter(state=Candidate.State.VERIFIED)

    def undecided(self) -> Self:
        return self.verified().filter(outcome="")

    def pending(self) -> Self:
        return self.filter(outcome=Candidate.Outcome.PENDING)

    def graded(self) -> Self:
        return self.filter(outcome__in=GRADED)

    def final(self) -> Self:
        """Those with a grade, and those that did not pass."""
        return self.filter(outcome__in=[*GRADED, Candidate.Outcome.FAILED])


@pghistory.track()
class Candidate(models.Model):
    """A product in a round: applied for, verified or refused, scored, decided.

    `former` is the same product in an earlier round, so that what became better is seen.
    `before` is what the product's grade and state were when it was decided, to be put back.
    """

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("of a candidate", "applied")
        VERIFIED = "verified", pgettext_lazy("of a candidate", "verified")
        REFUSED = "refused", pgettext_lazy("of a candidate", "refused")

    class Outcome(models.TextChoices):
        A = "A", "A"
        B = "B", "B"
        C = "C", "C"
        FAILED = "failed", pgettext_lazy("of a candidate", "not passed")
        PENDING = "pending", pgettext_lazy("of a candidate", "pending")

    round = models.ForeignKey(
        CurationRound,
        on_delete=models.CASCADE,
        related_name="candidates",
        verbose_name=_("curation"),
    )
    product = models.ForeignKey(
        Product,
        on_delete=models.PROTECT,
        related_name="candidacies",
        verbose_name=_("product"),
    )
    former = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        related_name="later",
        null=True,
        blank=True,
        verbose_name=_("curated before in"),
    )
    state = models.CharField(
        pgettext_lazy("of a candidate", "state"),
        max_length=8,
        choices=State,
        default=State.APPLIED,
    )
    refusal = models.CharField(_("why it is refused"), max_length=300, blank=True)
    applied_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    applied_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    checked_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("verified by"),
    )
    checked_at = models.DateTimeField(
        pgettext_lazy("of a candidate", "verified"), null=True, blank=True
    )
    mean = models.DecimalField(
        _("weighted mean"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    proposed = models.CharField(
        _("proposed grade"), max_length=7, choices=Outcome, blank=True
    )
    outcome = models.CharField(_("decision"), max_length=7, choices=Outcome, blank=True)
    outcome_reason = models.CharField(
        _("reason of the decision"), max_length=300, blank=True
    )
    decided_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    before = models.JSONField(null=True, blank=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate of a curation")
        verbose_name_plural = _("candidates of curations")
        ordering = ["round", "pk"]
        triggers = [DECIDED_IN_ITS_TIME]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "product"],
                name="catalogue_candidate_once_per_round",
                violation_error_message=_("This product is in this curation already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""),
                name="catalogue_candidate_refused_for_a_reason",
                violation_error_message=_("Say why it is refused."),
            ),
            models.CheckConstraint(
                condition=Q(state="applied", checked_by=None, checked_at=None)
                | ~Q(state="applied")
                & Q(checked_by__isnull=False, checked_at__isnull=False),
                name="catalogue_candidate_checked_by_somebody",
                violation_error_message=_("A verification has a date and a name."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | ~Q(outcome="")
                & Q(state="verified")
                & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="catalogue_candidate_decided_by_somebody",
                violation_error_message=_(
                    "Only what was verified is decided, by somebody, at some time."
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | ~Q(outcome_reason="")
                | Q(outcome=F("proposed")) & ~Q(outcome="pending"),
                name="catalogue_candidate_other_than_proposed_for_a_reason",
                violation_error_message=_(
                    "Say why, for a decision that is put off or is not as the scores say."
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "pending"]) | Q(mean__isnull=False),
                name="catalogue_candidate_graded_by_scores",
                violation_error_message=_("A grade stands on scores."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("applied_by")),
                name="catalogue_candidate_decided_by_no_proposer",
                violation_error_message=_(
                    "Whoever proposed a product does not decide about it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.product)

    def get_absolute_url(self) -> str:
        return reverse("curation:candidate", args=[self.pk])

    @property
    def is_final(self) -> bool:
        return self.outcome in {*GRADED, self.Outcome.FAILED}


class AssignmentQuerySet(AgencyScopedQuerySet["Assignment"]):
    agency_path = "candidate__round__agency"
    region_path = "candidate__product__business__region__code"

    def of_curator(self, user: "User | AnonymousUser") -> Self:
        """What somebody is to score himself: all that he sees of a curation."""
        return self.filter(curator__user=user.pk)

    def of_decided(self) -> Self:
        """Of products that have a grade, or have not passed: what was scored stands."""
        return self.filter(candidate__outcome__in=[*GRADED, Candidate.Outcome.FAILED])

    def with_progress(self) -> Any:
        """How many criteria have a score: `scored`."""
        scored = models.Count("scores", filter=Q(scores__score__isnull=False))
        return self.annotate(scored=scored)


@pghistory.track()
class Assignment(models.Model):
    """A product that a curator scores."""

    candidate = models.ForeignKey(
        Candidate,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name=_("candidate of a curation"),
    )
    curator = models.ForeignKey(
        Curator,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("curator"),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["curator", "candidate"]
        triggers = [WITHOUT_CONFLICT]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "curator"],
                name="catalogue_assignment_once",
                violation_error_message=_("This curator scores it already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate} – {self.curator}"


class CurationScoreQuerySet(AgencyScopedQuerySet["CurationScore"]):
    agency_path = "assignment__candidate__round__agency"
    region_path = "assignment__candidate__product__business__region__code"


@pghistory.track()
class CurationScore(models.Model):
    """What one curator gives one product by one criterion, and his remark. 1 is poor, 5 is excellent."""

    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.CASCADE,
        related_name="scores",
        verbose_name=_("assignment"),
    )
    criterion = models.ForeignKey(
        Criterion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("criterion"),
    )
    score = models.PositiveSmallIntegerField(
        _("score"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    given_at = models.DateTimeField(_("given"), auto_now=True)

    objects = CurationScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score of a curator")
        verbose_name_plural = _("scores of curators")
        ordering = ["assignment", "criterion"]
        triggers = [SCORED_WHILE_OPEN]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "criterion"],
                name="catalogue_curationscore_once",
                violation_error_message=_("This criterion is scored already."),
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=5),
                name="catalogue_curationscore_from_1_to_5",
                violation_error_message=_("A score is 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False) | ~Q(remark=""),
                name="catalogue_curationscore_says_something",
                violation_error_message=_("Give a score or write a remark."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score or '–'}"
