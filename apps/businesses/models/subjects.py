from datetime import datetime, timedelta
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.agencies.models import Agency
from apps.businesses.models.days import not_in_the_future
from apps.businesses.models.people import Person
from apps.businesses.models.scoped import OfPersonQuerySet

TIME_TO_ANSWER = timedelta(hours=72)  # UU 27/2022: 3 × 24 hours from the request


class SubjectRequestQuerySet(OfPersonQuerySet):
    def waiting(self) -> Self:
        return self.filter(answered_at=None)

    def erasing(self) -> Self:
        """Those by which somebody was erased."""
        kind, outcome = SubjectRequest.Kind, SubjectRequest.Outcome
        answered = self.filter(kind=kind.ERASURE, answered_at__isnull=False)
        return answered.exclude(outcome=outcome.REFUSED)

    def overdue(self, now: datetime | None = None) -> Self:
        late = (now or timezone.now()) - TIME_TO_ANSWER
        return self.waiting().filter(received_at__lt=late)


@pghistory.track()
class SubjectRequest(models.Model):
    """What somebody asks about his own data, to be answered within three times 24 hours."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("see all that is held about him")
        CORRECTION = "correction", _("correct something")
        WITHDRAWAL = "withdrawal", _("withdraw consent")
        RESTRICTION = "restriction", _("stop using the data for a time")
        ERASURE = "erasure", _("erase the data")

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("request", "done")
        PARTLY = "partly", pgettext_lazy("request", "done in part")
        REFUSED = "refused", pgettext_lazy("request", "refused")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="requests",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    received_at = models.DateTimeField(
        _("received"), default=timezone.now, validators=[not_in_the_future]
    )
    channel = models.CharField(
        _("how it came"),
        max_length=100,
        help_text=_("At the counter, by letter, by WhatsApp; how he was recognised."),
    )
    detail = models.TextField(_("what is asked"), blank=True, max_length=2000)
    recorded_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(_("answer"), blank=True, max_length=2000)
    proof = models.JSONField(_("proof"), default=dict, blank=True)

    objects = SubjectRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about one's own data")
        verbose_name_plural = _("requests about one's own data")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, outcome="")
                | (
                    Q(answered_at__gte=F("received_at"), answered_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(answer="")
                ),
                name="businesses_subjectrequest_answered_whole",
                violation_error_message=_(
                    "An answer has its time, its outcome, its words and who gave it."
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=Q(answered_at=None),
                name="businesses_requests_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    @property
    def due_at(self) -> datetime:
        return self.received_at + TIME_TO_ANSWER

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and timezone.now() > self.due_at
