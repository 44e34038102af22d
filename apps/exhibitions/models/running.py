"""What happens on the days: who stood there, what was sold, how many came, what it looked like."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.exhibitions.models.exhibitions import Exhibition, OfOneExhibitionQuerySet
from apps.exhibitions.models.participations import Participation
from apps.exhibitions.models.scoped import OfParticipationQuerySet


@pghistory.track()
class Attendance(models.Model):
    """An exhibitor stood at its booth on a day, or did not; no row means «not yet known»."""

    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="attendances",
        verbose_name=_("exhibitor"),
    )
    day = models.DateField(_("day"))
    was_there = models.BooleanField(_("was there"))
    noted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    noted_at = models.DateTimeField(auto_now=True)

    objects = OfParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["participation", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "day"],
                name="exhibitions_attendance_once_a_day",
                violation_error_message=_("This day is noted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation} {self.day}"


@pghistory.track()
class DailySales(models.Model):
    """What an exhibitor says it sold on a day. A missing day is not zero: it has no row."""

    class Source(models.TextChoices):
        OFFICER = "officer", _("entered by an officer")
        EXHIBITOR = "exhibitor", _("entered by the exhibitor")
        IMPORT = "import", _("from a list")

    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="sales",
        verbose_name=_("exhibitor"),
    )
    day = models.DateField(_("day"))
    cash = models.BigIntegerField(_("cash (Rp)"), default=0)
    qris = models.BigIntegerField(_("QRIS (Rp)"), default=0)
    orders = models.BigIntegerField(_("orders (Rp)"), default=0)
    contacts = models.PositiveIntegerField(_("business contacts"), default=0)
    source = models.CharField(_("source"), max_length=9, choices=Source)
    is_odd_confirmed = models.BooleanField(_("odd value confirmed"), default=False)
    note = models.CharField(_("note"), max_length=250, blank=True)
    noted_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    noted_at = models.DateTimeField(_("noted"), auto_now=True)

    objects = OfParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("sales of a day")
        verbose_name_plural = _("sales of days")
        ordering = ["participation", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "day"],
                name="exhibitions_dailysales_once_a_day",
                violation_error_message=_("The sales of this day are noted already."),
            ),
            models.CheckConstraint(
                condition=Q(cash__gte=0, qris__gte=0, orders__gte=0),
                name="exhibitions_dailysales_not_negative",
                violation_error_message=_("Sales are not below zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} {self.day}"

    @property
    def sold(self) -> int:
        """Rupiah that changed hands; orders are counted apart."""
        return self.cash + self.qris


@pghistory.track()
class VisitorCount(models.Model):
    """How many visitors were counted or estimated by an hour of a day."""

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="visitor_counts"
    )
    day = models.DateField(_("day"))
    until = models.TimeField(_("counted until"))
    visitors = models.PositiveIntegerField(_("visitors"))
    is_estimate = models.BooleanField(_("estimated"), default=False)
    noted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of visitors")
        verbose_name_plural = _("counts of visitors")
        ordering = ["exhibition", "day", "until"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "day", "until"],
                name="exhibitions_visitorcount_once",
                violation_error_message=_("This hour is noted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.exhibition} {self.day}"


@pghistory.track()
class ExhibitionPhoto(models.Model):
    """A photo of a day, for the report. Who is on it was not asked: visitors do not see it."""

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="photos"
    )
    day = models.DateField(_("day"))
    caption = models.CharField(
        _("what the photo shows"),
        max_length=150,
        help_text=_("In words, for who cannot see it: «the governor at booth A-12»."),
    )
    stored_as = models.CharField(max_length=40, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of an exhibition")
        verbose_name_plural = _("photos of exhibitions")
        ordering = ["exhibition", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "sha256"],
                name="exhibitions_exhibitionphoto_once",
                violation_error_message=_("This exhibition has this photo already."),
            ),
            models.CheckConstraint(
                condition=~Q(caption=""),
                name="exhibitions_exhibitionphoto_is_told_in_words",
                violation_error_message=_("Say in words what the photo shows."),
            ),
        ]

    def __str__(self) -> str:
        return self.caption
