from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.agencies.models.scoping import agencies_of
from apps.businesses.models import CoachingRelation, ServiceRecord
from apps.regions.models import Region

if TYPE_CHECKING:
    from apps.accounts.models import User


class SeriesQuerySet(AgencyScopedQuerySet["ExhibitionSeries"]):
    region_path = None


class ExhibitionQuerySet(AgencyScopedQuerySet["Exhibition"]):
    """Kept by its organiser; seen also by the agencies that are asked for exhibitors."""

    region_path = None

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        seen = self.visible_to(user)
        if getattr(user, "sees_all_agencies", False) or not user.is_authenticated:
            return seen
        return seen.filter(agency__in=agencies_of(user))

    def reach(self, user: "User") -> Q:
        asked = Invitation.objects.filter(agency__in=agencies_of(user))
        return super().reach(user) | Q(pk__in=asked.values("exhibition"))

    def public(self) -> Self:
        """What visitors may know of: called, and not called off."""
        return self.filter(published_at__isnull=False).exclude(
            state=Exhibition.State.CANCELLED
        )

    def running(self, on: date | None = None) -> Self:
        today = on or localdate()
        return self.public().filter(starts_on__lte=today, ends_on__gte=today)


@pghistory.track()
class ExhibitionSeries(models.Model):
    """An exhibition that comes again: «JakCraft», «Gelar Produk IKM Kreatif»."""

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="exhibition_series",
        verbose_name=_("agency"),
    )
    name = models.CharField(pgettext_lazy("of a series", "name"), max_length=150)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of exhibitions")
        verbose_name_plural = _("series of exhibitions")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="exhibitions_series_once_per_agency",
                violation_error_message=_("This agency has a series of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["plan_revision"])
class Exhibition(models.Model):
    """One edition: its days, its place, its call, and what it may cost.

    `plan_revision` grows with every change of the draft plan; whoever changes the plan holds
    this row, so two organisers are always one after the other.
    """

    class Place(models.TextChoices):
        HOME = "home", _("at home")
        AWAY = "away", _("in another city")

    class State(models.TextChoices):
        PREPARING = "preparing", pgettext_lazy("of an exhibition", "in preparation")
        CALLING = "calling", pgettext_lazy("of an exhibition", "call is open")
        SELECTING = "selecting", pgettext_lazy("of an exhibition", "selection")
        CONFIRMED = "confirmed", pgettext_lazy("of an exhibition", "exhibitors stand")
        CLOSED = "closed", pgettext_lazy("of an exhibition", "closed")
        CANCELLED = "cancelled", pgettext_lazy("of an exhibition", "called off")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="exhibitions",
        verbose_name=_("organiser"),
    )
    series = models.ForeignKey(
        ExhibitionSeries,
        on_delete=models.PROTECT,
        related_name="editions",
        null=True,
        blank=True,
        verbose_name=_("series"),
    )
    edition = models.CharField(
        _("edition"), max_length=20, blank=True, help_text=_("«2019», «XII».")
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address on the web"), max_length=80, unique=True)
    theme = models.CharField(_("theme"), max_length=250, blank=True)
    state = models.CharField(
        pgettext_lazy("of an exhibition", "state"),
        max_length=10,
        choices=State,
        default=State.PREPARING,
        editable=False,
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    place = models.CharField(
        _("at home or away"), max_length=4, choices=Place, default=Place.HOME
    )
    venue = models.CharField(_("venue"), max_length=200)
    venue_address = models.CharField(
        _("address of the venue"), max_length=300, blank=True
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("area"),
    )
    places = models.PositiveSmallIntegerField(
        _("places for exhibitors"),
        null=True,
        blank=True,
        help_text=_("Empty: as many as the plan has seats."),
    )
    goods_only_allowed = models.BooleanField(
        _("goods may come without their maker"), default=False
    )
    budget = models.CharField(
        _("budget"), max_length=8, choices=ServiceRecord.Budget, blank=True
    )
    budget_activity = models.CharField(_("budget activity"), max_length=80, blank=True)
    target_sales = models.BigIntegerField(
        _("sales aimed at (Rp)"), null=True, blank=True
    )
    call_until = models.DateField(_("apply until"), null=True, blank=True)
    confirm_until = models.DateField(_("confirm until"), null=True, blank=True)
    technical_meeting_at = models.DateTimeField(
        _("technical meeting"), null=True, blank=True
    )
    loading_at = models.DateTimeField(_("loading begins"), null=True, blank=True)
    loading_minutes = models.PositiveSmallIntegerField(
        _("minutes for each to unload"),
        default=30,
        db_default=30,
        validators=[MinValueValidator(5)],
    )
    loading_at_once = models.PositiveSmallIntegerField(
        _("exhibitors that unload at once"),
        default=8,
        db_default=8,
        validators=[MinValueValidator(1)],
    )
    first_timers_percent = models.PositiveSmallIntegerField(
        _("share of first-timers, at least (%)"), null=True, blank=True
    )
    rest_editions = models.PositiveSmallIntegerField(
        _("editions of rest after taking part"), default=0
    )
    note = models.TextField(_("note"), blank=True, max_length=4000)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    plan_revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")
        ordering = ["-starts_on", "title"]
        permissions = [("publish_plan", _("Can publish the plan of an exhibition"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="exhibitions_exhibition_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None)
                | Q(closes_at=None)
                | Q(closes_at__gt=F("opens_at")),
                name="exhibitions_exhibition_closes_after_it_opens",
                violation_error_message=_("It closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(first_timers_percent=None)
                | Q(first_timers_percent__lte=100),
                name="exhibitions_exhibition_share_up_to_100",
                violation_error_message=_("A share is at most 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(loading_minutes__gte=5, loading_at_once__gte=1),
                name="exhibitions_exhibition_loading_goes_on",
                violation_error_message=_(
                    "Unloading takes five minutes at least, and one exhibitor at a time."
                ),
            ),
            models.UniqueConstraint(
                fields=["series", "edition"],
                condition=~Q(edition=""),
                name="exhibitions_exhibition_edition_once",
                violation_error_message=_("This series has this edition already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:exhibition", args=[self.slug])

    @property
    def days(self) -> list[date]:
        count = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=number) for number in range(count)]


class OfOneExhibitionQuerySet(AgencyScopedQuerySet[Any]):
    agency_path = "exhibition__agency"
    region_path = None


@pghistory.track()
class Invitation(models.Model):
    """An agency is asked for exhibitors, through a channel and for so many places."""

    exhibition = models.ForeignKey(
        Exhibition,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("exhibition"),
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked")
    )
    channel = models.CharField(
        _("channel"), max_length=16, choices=CoachingRelation.Channel
    )
    places = models.PositiveSmallIntegerField(
        _("places held out"), null=True, blank=True
    )
    answer_until = models.DateField(_("answer until"), null=True, blank=True)

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to propose")
        verbose_name_plural = _("invitations to propose")
        ordering = ["exhibition", "channel", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "agency", "channel"],
                name="exhibitions_invitation_once",
                violation_error_message=_("This agency is asked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.get_channel_display()})"
