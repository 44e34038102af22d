import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from apps.accounts.models.users import User

KEPT = timedelta(days=7)  # nobody comes back to an open form later than this


class SubmittedFormQuerySet(models.QuerySet["SubmittedForm"]):
    def outdated(self) -> Self:
        return self.filter(at__lt=timezone.now() - KEPT)

    def claim(
        self, user: "User | None", key: uuid.UUID, fingerprint: str
    ) -> "SubmittedForm":
        """Take the key in this transaction, or find the form that took it before.

        While another transaction holds the same key, this waits for its end.
        """
        mine = self.model(user=user, key=key, fingerprint=fingerprint)
        self.bulk_create([mine], ignore_conflicts=True)
        return self.get(user=user, key=key)


class SubmittedForm(models.Model):
    """A form that was sent and did something: its key, and the answer that it got."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        null=True,  # a visitor: the key is random, and nobody else has it
    )
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    location = models.TextField(blank=True)
    made = models.TextField(blank=True)  # the address of what came of it
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SubmittedFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                nulls_distinct=False,
                name="accounts_submittedform_once",
                violation_error_message=_("This form was already sent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_new(self) -> bool:
        """Whether this very transaction took the key: an answer is kept with every other."""
        return not self.location
