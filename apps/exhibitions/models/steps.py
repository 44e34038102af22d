"""How the draft plan became what it is, and the plans that were published."""

from typing import Any

import pghistory
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.exhibitions.models.exhibitions import Exhibition, OfOneExhibitionQuerySet


@pghistory.track()
class PlanStep(models.Model):
    """What one action did to the draft plan, so that it can be undone and done again.

    `before` and `after` are the places it changed, each as it was and as it became.
    """

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="plan_steps"
    )
    revision = models.PositiveIntegerField(_("revision"))
    text = models.CharField(_("what was done"), max_length=250)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    made_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    turns = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        verbose_name=_("takes back, or does again"),
    )

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the plan")
        verbose_name_plural = _("steps of the plan")
        ordering = ["exhibition", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "revision"],
                name="exhibitions_planstep_once",
                violation_error_message=_(
                    "Somebody else changed the plan at the same moment."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class PlanVersion(models.Model):
    """The plan as it was published: who stands where, frozen."""

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="plan_versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    rows = models.JSONField(default=list)
    note = models.CharField(_("note"), max_length=250, blank=True)
    published_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_at = models.DateTimeField(_("published"), auto_now_add=True)

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the plan")
        verbose_name_plural = _("versions of the plan")
        ordering = ["exhibition", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "number"],
                name="exhibitions_planversion_once",
                violation_error_message=_(
                    "Somebody else kept a version at the same moment."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.exhibition} v{self.number}"


@pghistory.track(exclude=["report"])
class BoothProposal(models.Model):
    """Who is proposed and where they would stand; it changes nothing until it is accepted.

    `revision` is that of the plan it was made from; `report` is as `propose_booths` writes it,
    by the language of its sentences.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("of a proposal", "being computed")
        READY = "ready", pgettext_lazy("of a proposal", "ready")
        FAILED = "failed", pgettext_lazy("of a proposal", "failed")
        ACCEPTED = "accepted", pgettext_lazy("of a proposal", "accepted")
        DROPPED = "dropped", pgettext_lazy("of a proposal", "not accepted")

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="proposals"
    )
    state = models.CharField(
        pgettext_lazy("of a proposal", "state"),
        max_length=8,
        choices=State,
        default=State.WAITING,
    )
    revision = models.PositiveIntegerField(_("revision"), default=0)
    report = models.JSONField(default=dict)
    asked_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of booths")
        verbose_name_plural = _("proposals of booths")
        ordering = ["exhibition", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition"],
                condition=models.Q(state="waiting"),
                name="exhibitions_boothproposal_one_at_a_time",
                violation_error_message=_("A proposal is being computed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.exhibition} ({self.get_state_display()})"

    @property
    def said(self) -> dict[str, Any]:
        """The report in the language in force; empty until it is computed."""
        found: dict[str, Any] = self.report.get(get_language() or "", {})
        return found
