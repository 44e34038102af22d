"""On what terms an exhibition takes place: quotas, and the rules of admission."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.businesses.models import CoachingRelation
from apps.exhibitions.models.exhibitions import Exhibition, OfOneExhibitionQuerySet
from apps.regions.models import Region
from apps.sectors.models import RecapGroup


@pghistory.track()
class Quota(models.Model):
    """At least, or at most, so many exhibitors of a channel, a recap group or an area."""

    exhibition = models.ForeignKey(
        Exhibition,
        on_delete=models.CASCADE,
        related_name="quotas",
        verbose_name=_("exhibition"),
    )
    channel = models.CharField(
        _("channel"), max_length=16, choices=CoachingRelation.Channel, blank=True
    )
    recap_group = models.ForeignKey(
        RecapGroup,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recap group"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("area"),
    )
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["exhibition", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(channel="") & Q(recap_group=None, region=None))
                | Q(channel="", recap_group__isnull=False, region=None)
                | Q(channel="", recap_group=None, region__isnull=False),
                name="exhibitions_quota_of_one_kind",
                violation_error_message=_(
                    "A quota is of a channel, or of a recap group, or of an area."
                ),
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=False) | Q(most__isnull=False),
                name="exhibitions_quota_says_a_number",
                violation_error_message=_("Say at least or at most how many."),
            ),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")),
                name="exhibitions_quota_most_not_below_least",
                violation_error_message=_("«At most» lies below «at least»."),
            ),
            models.UniqueConstraint(
                fields=["exhibition", "channel", "recap_group", "region"],
                nulls_distinct=False,
                name="exhibitions_quota_once",
                violation_error_message=_("There is a quota for this already."),
            ),
        ]

    def __str__(self) -> str:
        of = (
            self.get_channel_display()
            if self.channel
            else self.recap_group or self.region
        )
        return f"{of}: {self.least or 0}–{'∞' if self.most is None else self.most}"


@pghistory.track()
class EligibilityRule(models.Model):
    """A gate that is switched on for an exhibition: a fact asked for, hard or soft, in words.

    `fact` is asked of `businesses.journey`; what nothing provides is «not known» and never
    decides by itself.
    """

    exhibition = models.ForeignKey(
        Exhibition,
        on_delete=models.CASCADE,
        related_name="rules",
        verbose_name=_("exhibition"),
    )
    fact = models.CharField(
        _("fact"), max_length=60, help_text=_("«verified», «claim:halal», «grade:B».")
    )
    words = models.CharField(
        _("in words"), max_length=200, help_text=_("As exhibitors read it.")
    )
    is_hard = models.BooleanField(_("hard: without it nobody is taken"), default=True)
    recap_group = models.ForeignKey(
        RecapGroup,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("only for"),
    )

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of admission")
        verbose_name_plural = _("rules of admission")
        ordering = ["exhibition", "-is_hard", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "fact", "recap_group"],
                nulls_distinct=False,
                name="exhibitions_eligibilityrule_once",
                violation_error_message=_("This rule stands already."),
            )
        ]

    def __str__(self) -> str:
        return self.words
