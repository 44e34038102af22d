from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.users import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither used nor taken back; perhaps expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def valid(self) -> Self:
        return self.open().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A link by which a user sets his own password, once, within 72 hours.

    Only a hash of the link's secret is kept: nobody reads the link back out of the database.
    """

    LASTS = timedelta(hours=72)

    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("user"),
    )
    digest = models.CharField(_("hash of the link"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("invited by"),
    )
    expires_at = models.DateTimeField(_("ends"))
    accepted_at = models.DateTimeField(_("used"), null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_one_open",
                violation_error_message=_(
                    "This person has an open invitation already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="accounts_invitation_used_or_taken_back",
                violation_error_message=_(
                    "An invitation that was used cannot be taken back."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"
