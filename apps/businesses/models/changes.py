"""What becomes of a business: other names, closing and reopening, moving away."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.businesses.models.businesses import Business
from apps.businesses.models.days import not_in_the_future
from apps.businesses.models.people import Person
from apps.businesses.models.scoped import OfBusinessQuerySet, OfPersonQuerySet
from apps.businesses.models.triggers import OF_BUSINESS, OF_OWNER, rewrite_words
from apps.regions.models import Region


class NameKind(models.TextChoices):
    FORMER = "former", _("former name")
    SPELLING = "spelling", _("other spelling")
    BRAND = "brand", _("brand")


@pghistory.track()
class BusinessName(models.Model):
    """Another name that a business is or was known by; a changed name becomes one by itself."""

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="names",
        verbose_name=_("business"),
    )
    name = models.CharField(pgettext_lazy("of a business", "name"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=8, choices=NameKind, default=NameKind.FORMER
    )
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = OfBusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name of a business")
        verbose_name_plural = _("other names of businesses")
        triggers = rewrite_words(OF_BUSINESS)
        ordering = ["business", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "name"],
                name="businesses_businessname_once",
                violation_error_message=_("This name is already noted."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class PersonName(models.Model):
    """Another name that a person is or was known by: from an old card, from a list."""

    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="names",
        verbose_name=_("person"),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=8, choices=NameKind, default=NameKind.FORMER
    )
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name of a person")
        verbose_name_plural = _("other names of people")
        triggers = rewrite_words(OF_OWNER)
        ordering = ["person", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                name="businesses_personname_once",
                violation_error_message=_("This name is already noted."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Closure(models.Model):
    """A business was closed on a day, for a reason; and perhaps opened again."""

    class Reason(models.TextChoices):
        STOPPED = "stopped", _("stopped trading")
        DIED = "died", _("the owner died")
        MOVED = "moved", _("moved out of reach")
        CHANGED = "changed", _("changed into another trade")
        NOT_FOUND = "not_found", _("not found on a visit")
        OTHER = "other", pgettext_lazy("reason", "other")

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="closures",
        verbose_name=_("business"),
    )
    closed_on = models.DateField(_("closed on"), validators=[not_in_the_future])
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )
    reopened_on = models.DateField(
        _("reopened on"), null=True, blank=True, validators=[not_in_the_future]
    )
    reopening_reason = models.CharField(
        _("why it was reopened"), max_length=300, blank=True
    )
    reopened_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("reopening recorded by"),
    )

    objects = OfBusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["business", "-closed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["business"],
                condition=Q(reopened_on=None),
                name="businesses_closure_one_open",
                violation_error_message=_("This business is already closed."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_on=None, reopening_reason="")
                | (Q(reopened_on__gte=F("closed_on")) & ~Q(reopening_reason="")),
                name="businesses_closure_reopened_later_for_a_reason",
                violation_error_message=_(
                    "Reopening has a reason and comes after the closing."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business}: {self.get_reason_display()}"


@pghistory.track()
class Move(models.Model):
    """A business moved from one place to another; to another city, with what that voided."""

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="moves",
        verbose_name=_("business"),
    )
    moved_on = models.DateField(_("moved on"), validators=[not_in_the_future])
    from_region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("from"),
    )
    from_address = models.CharField(_("old address"), max_length=300, blank=True)
    to_region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("to"),
    )
    to_address = models.CharField(_("new address"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    voided = models.JSONField(
        _("what it voided"),
        default=list,
        blank=True,
        help_text=_("Codes: verification, claim:pirt …"),
    )
    moved_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )

    objects = OfBusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["business", "-moved_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.business}: {self.from_region or '–'} → {self.to_region or '–'}"
