from typing import Self

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.agencies.models import Agency
from apps.businesses.models.businesses import Business
from apps.businesses.models.days import POSSIBLE_YEAR, not_in_the_future
from apps.businesses.models.people import Person
from apps.businesses.models.scoped import OfBusinessQuerySet

# A sub-kegiatan of the budget: «3.31.02.2.01.0008» (domain.md 4).
BUDGET_CODE = RegexValidator(
    r"^\d\.\d{2}\.\d{2}\.\d\.\d{2}\.\d{4}$",
    _("A budget activity looks like 3.31.02.2.01.0008."),
)


class ServiceRecordQuerySet(OfBusinessQuerySet):
    def delivered(self) -> Self:
        return self.filter(state=ServiceRecord.State.DELIVERED)


@pghistory.track()
class ServiceRecord(models.Model):
    """What an office did for a business: a design, a machine, a visit; when, on which budget."""

    class Kind(models.TextChoices):
        LOGO = "logo", _("logo design")
        PACKAGING = "packaging", _("packaging design")
        MACHINE = "machine", _("machine or tool")
        VISIT = "visit", _("visit")
        PERMIT = "permit", _("help with a permit")
        MARKET = "market", _("market access")
        OTHER = "other", pgettext_lazy("service", "other")

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("service", "proposed")
        APPROVED = "approved", pgettext_lazy("service", "approved")
        DELIVERED = "delivered", pgettext_lazy("service", "delivered")
        REFUSED = "refused", pgettext_lazy("service", "refused")

    class Budget(models.TextChoices):
        APBD = "apbd", "APBD"
        APBD_P = "apbd_p", "APBD-Perubahan"
        APBN = "apbn", _("APBN (deconcentration)")
        DAK = "dak", "DAK"
        DBHCHT = "dbhcht", "DBHCHT"
        CSR = "csr", "CSR"
        OWN = "own", _("own means (swadaya)")

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="services",
        verbose_name=_("business"),
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="services",
        null=True,
        blank=True,
        verbose_name=_("received by"),
        help_text=_("If it was not the owner."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(
        pgettext_lazy("of a service", "state"),
        max_length=10,
        choices=State,
        default=State.DELIVERED,
    )
    happened_on = models.DateField(
        pgettext_lazy("of a service", "day"), validators=[not_in_the_future]
    )
    item = models.CharField(_("what"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), null=True, blank=True)
    value = models.BigIntegerField(_("value (Rp)"), null=True, blank=True)
    handover_number = models.CharField(
        _("number of the handover (BAST)"), max_length=80, blank=True
    )
    budget = models.CharField(_("budget"), max_length=8, choices=Budget, blank=True)
    budget_year = models.PositiveSmallIntegerField(
        _("budget year"), null=True, blank=True, validators=POSSIBLE_YEAR
    )
    budget_activity = models.CharField(
        _("budget activity"), max_length=20, blank=True, validators=[BUDGET_CODE]
    )
    result = models.TextField(_("result"), blank=True, max_length=2000)
    still_used = models.BooleanField(_("still in use"), null=True, blank=True)
    looked_at_on = models.DateField(
        _("looked at on"), null=True, blank=True, validators=[not_in_the_future]
    )
    recorded_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("recorded by"),
    )

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("service received")
        verbose_name_plural = _("services received")
        ordering = ["business", "-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0),
                name="businesses_servicerecord_value_not_negative",
                violation_error_message=_("An amount of money is not negative."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="machine", state="delivered") | ~Q(item=""),
                name="businesses_servicerecord_machine_is_named",
                violation_error_message=_("Say which machine or tool was handed over."),
            ),
            models.CheckConstraint(
                condition=Q(still_used=None) | Q(looked_at_on__isnull=False),
                name="businesses_servicerecord_looked_at_on_a_day",
                violation_error_message=_("Say on which day it was looked at."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.business}"


@pghistory.track()
class Attachment(models.Model):
    """A paper or picture that belongs to a business, sealed on disk; a copy of a KTP expires."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("copy of an identity card (KTP)")
        PERMIT = "permit", _("permit or certificate")
        PHOTO = "photo", _("photo of the place or the products")
        HANDOVER = "handover", _("handover report (BAST)")
        OTHER = "other", pgettext_lazy("paper", "other")

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="attachments",
        verbose_name=_("business"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    stored_as = models.CharField(max_length=60, unique=True, editable=False)
    media_type = models.CharField(max_length=40, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("added by"),
    )
    expires_on = models.DateField(
        _("kept until"),
        null=True,
        blank=True,
        help_text=_(
            "A copy of an identity card is deleted after a year at the latest."
        ),
    )

    objects = OfBusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["business", "-added_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="identity") | Q(expires_on__isnull=False),
                name="businesses_attachment_identity_expires",
                violation_error_message=_("A copy of an identity card has an end."),
            ),
            models.UniqueConstraint(
                fields=["business", "sha256"],
                name="businesses_attachment_once",
                violation_error_message=_("This file is attached already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
