from datetime import date

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.documents.kinds import KINDS, Kind, kind_name
from apps.documents.patterns import pattern_is_complete, written


class NumberSeriesQuerySet(AgencyScopedQuerySet["NumberSeries"]):
    def opened(self, agency: Agency, kind: Kind, year: int) -> "NumberSeries":
        """The series of a year, locked until the transaction ends: the next drawer waits.

        It begins by itself, with the pattern that the agency wrote this kind by last.
        """
        earlier = self.filter(agency=agency, kind=kind.code, year__lt=year)
        last_pattern = (
            earlier.order_by("-year").values_list("pattern", flat=True).first()
        )
        series = NumberSeries(
            agency=agency,
            kind=kind.code,
            year=year,
            pattern=last_pattern or kind.pattern,
        )
        self.bulk_create([series], ignore_conflicts=True)
        return self.select_for_update().get(agency=agency, kind=kind.code, year=year)


# What has been drawn belongs to the transaction that drew: it comes back if that one fails.
ONE_BY_ONE = pgtrigger.Trigger(
    name="one_by_one",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("last"),
    condition=pgtrigger.Condition("NEW.last NOT IN (OLD.last, OLD.last + 1)"),
    func="RAISE EXCEPTION 'The numbers of a series are drawn one by one.';",
)


@pghistory.track(exclude=["last"])
class NumberSeries(models.Model):
    """The numbers of one agency, kind and year: each is given once, and none is left out."""

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="number_series",
        verbose_name=_("agency"),
    )
    kind = models.CharField(_("kind of document"), max_length=30)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1945), MaxValueValidator(2999)]
    )
    pattern = models.CharField(
        _("pattern"),
        max_length=120,
        validators=[pattern_is_complete],
        help_text=_(
            "How numbers are written: {number:03}/{kind}/{agency}/{roman_month}/{year}. "
            "What has been issued keeps its number."
        ),
    )
    last = models.PositiveIntegerField(
        _("last number given"),
        default=0,
        help_text=_("When a series is begun here: the last number given elsewhere."),
    )

    objects = NumberSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        ordering = ["agency", "kind", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "year"],
                name="documents_numberseries_once_a_year",
                violation_error_message=_(
                    "This agency already numbers this kind in this year."
                ),
            )
        ]
        triggers = [ONE_BY_ONE]

    def __str__(self) -> str:
        return f"{kind_name(self.kind)} {self.year} · {self.agency}"

    def draw(self) -> int:
        """The next number, for good if the transaction succeeds. The row must be locked."""
        NumberSeries.objects.filter(pk=self.pk).update(last=F("last") + 1)
        self.refresh_from_db(fields=["last"])
        return self.last

    def written(self, number: int, day: date) -> str:
        """A number as it stands on the paper."""
        kind = KINDS[self.kind].abbreviation if self.kind in KINDS else self.kind
        return written(
            self.pattern, number=number, kind=kind, agency=self.agency.code, day=day
        )
