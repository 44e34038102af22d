from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.agencies.models.agencies import Agency
from apps.agencies.models.scoping import AgencyScopedQuerySet
from apps.sectors.models import CreativeSubsector


class SectorCoverageQuerySet(AgencyScopedQuerySet["SectorCoverage"]):
    def on(self, day: date) -> Self:
        """Those in force on a day."""
        return self.filter(
            Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)
        )


@pghistory.track()
class SectorCoverage(models.Model):
    """A creative subsector that an agency coaches, under the label it uses itself.

    Denpasar counts five local labels, which are four of the official sixteen, one of them
    in part: both counts come from these rows.
    """

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="sector_coverages",
        verbose_name=_("agency"),
    )
    subsector = models.ForeignKey(
        CreativeSubsector,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("subsector"),
    )
    local_label = models.CharField(_("local label"), max_length=100)
    partial = models.BooleanField(
        _("in part"),
        default=False,
        help_text=_(
            "Only a part of the official subsector: animation of film and video."
        ),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = SectorCoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector coverage")
        verbose_name_plural = _("sector coverages")
        ordering = ["agency", "local_label"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "local_label", "subsector"],
                name="agencies_sectorcoverage_label_once",
                violation_error_message=_(
                    "This agency already covers this under the label."
                ),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="agencies_sectorcoverage_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.local_label} → {self.subsector}"
