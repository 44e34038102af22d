"""What was handed over from one colleague to another, so that it can be given back."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.scoping import AgencyScopedQuerySet


class HandoverQuerySet(AgencyScopedQuerySet["Handover"]):
    agency_path = "giver__agency"
    region_path = "giver__area__code"


@pghistory.track()
class Handover(models.Model):
    """The rows of one kind that went from a colleague who leaves to another."""

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("handed over by"),
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("handed over to"),
    )
    kind = models.CharField(_("kind"), max_length=40)
    rows = models.JSONField(_("rows"))  # their keys
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("done by"),
    )
    done_at = models.DateTimeField(_("done"), auto_now_add=True)
    undone_at = models.DateTimeField(_("given back"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="accounts_handover_to_another",
                violation_error_message=_("A handover goes to another person."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"
