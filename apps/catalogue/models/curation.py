from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.businesses.models import Business
from apps.catalogue.models.curation_triggers import (
    CRITERIA_STAND,
    STATES_IN_ORDER,
    WEIGHTS_ARE_WHOLE,
)
from apps.sectors.models import Bilingual

if TYPE_CHECKING:
    from apps.accounts.models import User


class CurationRoundQuerySet(AgencyScopedQuerySet["CurationRound"]):
    def scored_by(self, user: "User | AnonymousUser") -> Self:
        """Those in which somebody is a curator himself."""
        return self.filter(curators__user=user.pk)


class OfRoundQuerySet(AgencyScopedQuerySet[Any]):
    """Rows of a round are seen by who sees the round."""

    agency_path = "round__agency"


@pghistory.track()
class CurationRound(models.Model):
    """Products that an agency has judged together: who may apply, who scores, what is decided.

    It goes one way: prepared, open for products, scored, decided, closed; scoring may be opened
    again while decisions are still being made.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", pgettext_lazy("of a curation", "being prepared")
        OPEN = "open", pgettext_lazy("of a curation", "open for products")
        SCORING = "scoring", pgettext_lazy("of a curation", "being scored")
        DECIDING = "deciding", pgettext_lazy("of a curation", "being decided")
        CLOSED = "closed", pgettext_lazy("of a curation", "closed")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="curation_rounds",
        verbose_name=_("agency"),
    )
    title = models.CharField(_("title"), max_length=150)
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("products until"))
    scoring_until = models.DateField(_("scored until"))
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    curators_each = models.PositiveSmallIntegerField(
        _("curators for each product"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    threshold_a = models.PositiveSmallIntegerField(
        _("grade A from"), default=85, help_text=_("Of 100: five points each are 100.")
    )
    threshold_b = models.PositiveSmallIntegerField(_("grade B from"), default=70)
    threshold_c = models.PositiveSmallIntegerField(_("grade C from"), default=55)
    validity_months = models.PositiveSmallIntegerField(
        _("a grade is valid for (months)"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    is_blind = models.BooleanField(
        _("curators do not see who makes it"),
        default=False,
        help_text=_("The score sheet names the product alone."),
    )
    seed = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text=_("What the assignment was dealt by, so that it can be shown again."),
    )
    state = models.CharField(
        pgettext_lazy("of a curation", "state"),
        max_length=9,
        choices=State,
        default=State.PREPARING,
        editable=False,
    )
    created_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("prepared by"),
    )
    created_at = models.DateTimeField(_("prepared"), auto_now_add=True)
    closed_at = models.DateTimeField(
        pgettext_lazy("of a curation", "closed"), null=True, blank=True, editable=False
    )
    closed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("closed by"),
    )

    objects = CurationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("curation")
        verbose_name_plural = _("curations")
        ordering = ["-opens_on", "-pk"]
        permissions = [
            ("score_curation", _("Can score the products assigned in a curation")),
            ("decide_curation", _("Can decide the grades of a curation")),
        ]
        triggers = [STATES_IN_ORDER, WEIGHTS_ARE_WHOLE]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    opens_on__lte=F("closes_on"), closes_on__lte=F("scoring_until")
                ),
                name="catalogue_curationround_days_in_order",
                violation_error_message=_(
                    "It opens, closes for products, and is scored, in this order."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    threshold_a__lte=100,
                    threshold_a__gt=F("threshold_b"),
                    threshold_b__gt=F("threshold_c"),
                    threshold_c__gte=20,
                ),
                name="catalogue_curationround_grades_in_order",
                violation_error_message=_(
                    "A is above B and B above C, between 20 and 100."
                ),
            ),
            models.CheckConstraint(
                condition=Q(curators_each__gte=1, curators_each__lte=9),
                name="catalogue_curationround_few_curators_each",
                violation_error_message=_("A product is scored by 1 to 9 curators."),
            ),
            models.CheckConstraint(
                condition=Q(validity_months__gte=1, validity_months__lte=60),
                name="catalogue_curationround_grade_ends",
                violation_error_message=_("A grade is valid for 1 to 60 months."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                & Q(closed_by__isnull=False)
                | ~Q(state="closed") & Q(closed_at=None, closed_by=None),
                name="catalogue_curationround_closed_by_somebody",
                violation_error_message=_("What is closed has its time and a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("curation:round", args=[self.pk])

    @property
    def thresholds(self) -> dict[str, int]:
        return {"A": self.threshold_a, "B": self.threshold_b, "C": self.threshold_c}

    @property
    def may_be_set_up(self) -> bool:
        """Whether criteria, curators' number and products may still change."""
        return self.state in {self.State.PREPARING, self.State.OPEN}


@pghistory.track()
class Criterion(Bilingual):
    """What the curators of a round look at, and how much it counts of 100."""

    round = models.ForeignKey(
        CurationRound,
        on_delete=models.CASCADE,
        related_name="criteria",
        verbose_name=_("curation"),
    )
    code = models.SlugField(
        _("code"),
        max_length=30,
        help_text=_("The same from round to round, so that they can be compared."),
    )
    look_at = models.CharField(_("what to look at"), max_length=300, blank=True)
    look_at_en = models.CharField(_("the same in English"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight (%)"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["round", "position", "pk"]
        triggers = [CRITERIA_STAND]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "code"],
                name="catalogue_criterion_code_once_per_round",
                violation_error_message=_(
                    "This curation has a criterion of this code."
                ),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100),
                name="catalogue_criterion_weighs_something",
                violation_error_message=_("A weight is between 1 and 100."),
            ),
        ]

    @property
    def hint(self) -> str:
        """What to look at, in the language of the page."""
        return (
            self.look_at_en or self.look_at if get_language() == "en" else self.look_at
        )


@pghistory.track()
class Curator(models.Model):
    """Somebody who scores products in a round."""

    round = models.ForeignKey(
        CurationRound,
        on_delete=models.CASCADE,
        related_name="curators",
        verbose_name=_("curation"),
    )
    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="curatorships",
        verbose_name=_("curator"),
    )

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("curator")
        verbose_name_plural = _("curators")
        ordering = ["round", "user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "user"],
                name="catalogue_curator_once_per_round",
                violation_error_message=_("This person is a curator of it already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class CuratorConflictQuerySet(AgencyScopedQuerySet["CuratorConflict"]):
    agency_path = "curator__round__agency"


@pghistory.track()
class CuratorConflict(models.Model):
    """Why a curator does not score the products of a business: declared, by himself or for him."""

    class Reason(models.TextChoices):
        OWN = "own", _("his or her own business")
        FAMILY = "family", _("family of the owner")
        COACHES = "coaches", _("coaches or advises the business")
        TRADES = "trades", _("buys from it, sells to it or competes with it")
        OTHER = "other", pgettext_lazy("reason", "another reason")

    curator = models.ForeignKey(
        Curator,
        on_delete=models.CASCADE,
        related_name="conflicts",
        verbose_name=_("curator"),
    )
    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("business"),
    )
    reason = models.CharField(_("reason"), max_length=7, choices=Reason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    declared_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("declared by"),
    )
    declared_at = models.DateTimeField(_("declared"), auto_now_add=True)

    objects = CuratorConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["curator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["curator", "business"],
                name="catalogue_curatorconflict_once",
                violation_error_message=_("This conflict is declared already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(note=""),
                name="catalogue_curatorconflict_other_is_explained",
                violation_error_message=_("Say which reason it is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.curator} – {self.business}"
