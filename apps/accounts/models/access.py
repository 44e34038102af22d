"""Who saw, searched or took away whole identity and phone numbers, and why."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from ikmportal.history import append_only


class AccessRecordQuerySet(AgencyScopedQuerySet["AccessRecord"]):
    def about(self, row: models.Model) -> Self:
        """Those in which this row was among what was seen."""
        return self.filter(model=row._meta.label_lower, rows__contains=[row.pk])


class AccessRecord(models.Model):
    """One look at personal data. Written before the data are shown, and never changed."""

    class Kind(models.TextChoices):
        REVEAL = "reveal", _("shown whole")
        SEARCH = "search", _("searched by number")
        EXPORT = "export", _("exported whole")
        MASKED_EXPORT = "masked_export", _("exported masked")
        CONTACT = "contact", _("number opened to write to")

    class Reason(models.TextChoices):
        SERVICE = "service", _("Coaching or a service the person asked for")
        IDENTITY = "identity", _("Comparing with an identity card or permit")
        DUPLICATE = "duplicate", _("Telling two records apart")
        REPORT = "report", _("A report that another authority requires")
        SUBJECT = "subject", _("The person asks for his or her own data")
        AUDIT = "audit", _("Audit or inspection")
        OTHER = "other", pgettext_lazy("a reason", "Another reason")

    at = models.DateTimeField(
        pgettext_lazy("of an event", "when"), default=timezone.now, db_index=True
    )
    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=pgettext_lazy("of a deed", "by"),
        help_text=_("Empty: the command line of the server."),
    )
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("agency"),
        help_text=_("Whose data these are."),
    )
    kind = models.CharField(_("what was done"), max_length=13, choices=Kind)
    model = models.CharField(_("kind of record"), max_length=60)
    rows = ArrayField(models.BigIntegerField(), verbose_name=_("records"))
    count = models.PositiveIntegerField(_("number of records"))
    reason = models.CharField(_("reason"), max_length=9, choices=Reason, blank=True)
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    request = models.CharField(_("request"), max_length=36, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["search", "masked_export", "contact"])
                | ~Q(reason=""),
                name="accounts_accessrecord_has_a_reason",
                violation_error_message=_("Say why you need these data."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(explanation=""),
                name="accounts_accessrecord_other_reason_in_words",
                violation_error_message=_("Say in your own words why."),
            ),
        ]
        indexes = [
            GinIndex(fields=["rows"], name="accounts_accessrecord_rows"),
            models.Index(fields=["user", "at"], name="accounts_accessrecord_by_user"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.count})"
