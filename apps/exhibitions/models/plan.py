"""The plan: halls in metres, booths as rectangles, and who stands where on which days."""

from datetime import date, timedelta
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.exhibitions.models.exhibitions import Exhibition, OfOneExhibitionQuerySet
from apps.exhibitions.models.participations import Participation
from apps.exhibitions.models.scoped import OfHallQuerySet
from apps.sectors.models import RecapGroup

METRES: dict[str, Any] = {"max_digits": 6, "decimal_places": 2}
SIZE: dict[str, Any] = {**METRES, "validators": [MinValueValidator(0.5)]}
COLOUR = RegexValidator(r"^#[0-9a-f]{6}$", _("A colour looks like #2b6539."))


def _range(start: str, length: str) -> Func:
    return Func(F(start), F(start) + F(length), function="numrange")


@pghistory.track()
class Hall(models.Model):
    """A rectangle of floor in metres; a picture of the building may lie under it.

    `background` names the picture's files; `background_ratio` is its height over its width.
    """

    exhibition = models.ForeignKey(
        Exhibition,
        on_delete=models.CASCADE,
        related_name="halls",
        verbose_name=_("exhibition"),
    )
    name = models.CharField(pgettext_lazy("of a hall", "name"), max_length=80)
    width = models.DecimalField(_("width (m)"), **SIZE)
    depth = models.DecimalField(_("depth (m)"), **SIZE)
    background = models.CharField(max_length=60, blank=True, editable=False)
    background_width = models.DecimalField(
        _("width of the picture (m)"),
        null=True,
        blank=True,
        help_text=_("So that a metre of the picture is a metre of the plan."),
        **SIZE,
    )
    background_x = models.DecimalField(
        _("picture, from the left (m)"), default=0, db_default=0, **METRES
    )
    background_y = models.DecimalField(
        _("picture, from above (m)"), default=0, db_default=0, **METRES
    )
    background_ratio = models.FloatField(default=1, db_default=1, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        ordering = ["exhibition", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "name"],
                name="exhibitions_hall_name_once",
                violation_error_message=_("There is a hall of this name."),
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, depth__gt=0),
                name="exhibitions_hall_has_a_size",
                violation_error_message=_("A hall has a width and a depth."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Zone(models.Model):
    """Part of a hall that belongs to some groups: food here, crafts there."""

    hall = models.ForeignKey(
        Hall, on_delete=models.CASCADE, related_name="zones", verbose_name=_("hall")
    )
    name = models.CharField(pgettext_lazy("of a zone", "name"), max_length=80)
    colour = models.CharField(
        _("colour"), max_length=7, validators=[COLOUR], default="#e3a32b"
    )
    groups = models.ManyToManyField(
        RecapGroup, related_name="+", blank=True, verbose_name=_("recap groups")
    )

    objects = OfHallQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["hall", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "name"],
                name="exhibitions_zone_name_once",
                violation_error_message=_("There is a zone of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Booth(models.Model):
    """A rectangle in a hall, with seats for one exhibitor or more and what it offers."""

    exhibition = models.ForeignKey(
        Exhibition,
        on_delete=models.CASCADE,
        related_name="booths",
        editable=False,
        verbose_name=_("exhibition"),
    )
    hall = models.ForeignKey(
        Hall, on_delete=models.CASCADE, related_name="booths", verbose_name=_("hall")
    )
    zone = models.ForeignKey(
        Zone,
        on_delete=models.SET_NULL,
        related_name="booths",
        null=True,
        blank=True,
        verbose_name=_("zone"),
    )
    code = models.CharField(_("number of the booth"), max_length=12)
    x = models.DecimalField(_("from the left (m)"), **METRES)
    y = models.DecimalField(_("from above (m)"), **METRES)
    width = models.DecimalField(_("width (m)"), **SIZE)
    depth = models.DecimalField(_("depth (m)"), **SIZE)
    capacity = models.PositiveSmallIntegerField(
        _("seats"), default=1, validators=[MinValueValidator(1)]
    )
    power_va = models.PositiveIntegerField(_("power (VA)"), default=0)
    has_water = models.BooleanField(_("water"), default=False)
    is_corner = models.BooleanField(_("corner"), default=False)
    is_accessible = models.BooleanField(_("accessible by wheelchair"), default=False)
    is_out_of_use = models.BooleanField(_("out of use"), default=False)

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("booth")
        verbose_name_plural = _("booths")
        ordering = ["exhibition", "hall", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "code"],
                name="exhibitions_booth_code_once",
                violation_error_message=_("There is a booth of this number."),
            ),
            models.UniqueConstraint(  # what an assignment refers to, with its exhibition
                fields=["id", "exhibition"], name="exhibitions_booth_of_its_exhibition"
            ),
            ExclusionConstraint(
                name="exhibitions_booth_none_overlaps",
                expressions=[
                    ("hall", "="),
                    (_range("x", "width"), "&&"),
                    (_range("y", "depth"), "&&"),
                ],
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("This booth lies over another."),
            ),
            models.CheckConstraint(
                condition=Q(x__gte=0, y__gte=0, width__gt=0, depth__gt=0),
                name="exhibitions_booth_has_a_size",
                violation_error_message=_("A booth has a size, inside its hall."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="exhibitions_booth_has_a_seat",
                violation_error_message=_("A booth has a seat at least."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="lies_in_its_hall",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(
                    "x", "y", "width", "depth", "hall_id", "exhibition_id"
                ),
                func="""
                    PERFORM 1 FROM exhibitions_hall AS hall
                    WHERE hall.id = NEW.hall_id AND hall.exhibition_id = NEW.exhibition_id
                    AND NEW.x + NEW.width <= hall.width AND NEW.y + NEW.depth <= hall.depth
                    FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'booth outside its hall' USING
                            ERRCODE = 'check_violation',
                            CONSTRAINT = 'exhibitions_booth_lies_in_its_hall';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="seats_those_it_has",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("capacity", "is_out_of_use"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM exhibitions_boothassignment
                        WHERE booth_id = NEW.id
                        AND (seat > NEW.capacity OR NEW.is_out_of_use)
                    ) THEN
                        RAISE EXCEPTION 'booth is taken' USING
                            ERRCODE = 'check_violation',
                            CONSTRAINT = 'exhibitions_booth_seats_those_it_has';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class BoothAssignment(models.Model):
    """A participation has a seat of a booth on some days; nobody else has it then.

    The database refuses two on one seat, one in two places on a day, a booth of another
    exhibition, a seat that the booth does not have, and days outside the exhibition. The
    exclusions can be put off to the end of a transaction, so that two may change places.
    """

    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.CASCADE, related_name="assignments", editable=False
    )
    booth = models.ForeignKey(
        Booth,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("booth"),
    )
    seat = models.PositiveSmallIntegerField(_("seat"), default=1)
    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name=_("exhibitor"),
    )
    days = DateRangeField(_("days"), help_text=_("From the first to before the last."))
    is_locked = models.BooleanField(_("locked"), default=False)
    placed_at = models.DateTimeField(_("placed"), auto_now=True)

    objects = OfOneExhibitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on the plan")
        verbose_name_plural = _("places on the plan")
        ordering = ["exhibition", "booth", "seat", "days"]
        constraints = [
            ExclusionConstraint(
                name="exhibitions_boothassignment_one_on_a_seat",
                expressions=[("booth", "="), ("seat", "="), ("days", "&&")],
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("This seat is taken on these days."),
            ),
            ExclusionConstraint(
                name="exhibitions_boothassignment_in_one_place",
                expressions=[("participation", "="), ("days", "&&")],
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_(
                    "This exhibitor has another booth on these days."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    days__startswith__isnull=False,
                    days__endswith__isnull=False,
                    days__isempty=False,
                    seat__gte=1,
                ),
                name="exhibitions_boothassignment_has_days_and_a_seat",
                violation_error_message=_("A place has days and a seat."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fits_the_booth",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(
                    "booth_id", "seat", "days", "participation_id", "exhibition_id"
                ),
                func="""
                    PERFORM 1 FROM exhibitions_booth AS booth
                    WHERE booth.id = NEW.booth_id AND NEW.seat <= booth.capacity
                    AND NOT booth.is_out_of_use FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'no such seat' USING
                            ERRCODE = 'check_violation',
                            CONSTRAINT = 'exhibitions_boothassignment_seat_exists';
                    END IF;
                    PERFORM 1 FROM exhibitions_exhibition AS exhibition
                    WHERE exhibition.id = NEW.exhibition_id AND NEW.days
                    <@ daterange(exhibition.starts_on, exhibition.ends_on, '[]')
                    FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'days outside the exhibition' USING
                            ERRCODE = 'check_violation',
                            CONSTRAINT = 'exhibitions_boothassignment_days_of_exhibition';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booth} ({self.seat}): {self.participation}"

    @property
    def last_day(self) -> date:
        day: date = self.days.upper - timedelta(days=1)
        return day
