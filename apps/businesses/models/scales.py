from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Size(models.TextChoices):
    MICRO = "micro", pgettext_lazy("size of a business", "micro")
    SMALL = "small", pgettext_lazy("size of a business", "small")
    MEDIUM = "medium", pgettext_lazy("size of a business", "medium")
    LARGE = "large", pgettext_lazy("size of a business", "large")


class ScaleRuleQuerySet(models.QuerySet["ScaleRule"]):
    def on(self, day: date) -> Self:
        """Those in force on a day, each definition's in the order in which they are tried."""
        ended = Q(valid_until__lt=day)
        return self.filter(valid_from__lte=day).exclude(ended)


@pghistory.track()
class ScaleRule(models.Model):
    """One line of a definition of size: the first whose limits hold says what a business is.

    The definitions disagree (domain.md 2.4), so all are computed and each shows its rule.
    Limits are «below», in people and whole rupiah; an empty one does not limit.
    """

    class Definition(models.TextChoices):
        INDUSTRY = "industry", _("Permenperin 64/2016: workers and investment")
        CAPITAL = "capital", _("PP 7/2021: capital")
        SALES = "sales", _("PP 7/2021: sales of a year")
        WORKERS = "workers", _("BPS: workers")

    code = models.CharField(_("code"), max_length=40, unique=True)
    definition = models.CharField(_("definition"), max_length=10, choices=Definition)
    position = models.PositiveSmallIntegerField(_("order"))
    workers_below = models.PositiveIntegerField(
        _("fewer workers than"), null=True, blank=True
    )
    investment_below = models.BigIntegerField(
        _("investment below (Rp)"), null=True, blank=True
    )
    sales_below = models.BigIntegerField(_("sales below (Rp)"), null=True, blank=True)
    size = models.CharField(_("size"), max_length=6, choices=Size)
    source = models.CharField(_("source"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = ScaleRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of size")
        verbose_name_plural = _("rules of size")
        ordering = ["definition", "valid_from", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "valid_from", "position"],
                name="businesses_scalerule_one_at_a_place",
                violation_error_message=_("This place in the order is taken."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="businesses_scalerule_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_definition_display()}: {self.get_size_display()}"
