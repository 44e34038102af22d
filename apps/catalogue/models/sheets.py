from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency

if TYPE_CHECKING:
    from apps.accounts.models import User


class ProductSheetQuerySet(AgencyScopedQuerySet["ProductSheet"]):
    def reach(self, user: "User") -> Q:
        """Whoever is bound to an area sees his own: a sheet may reach beyond it."""
        condition = super().reach(user)
        return condition & Q(created_by=user) if user.area_id else condition


class ProductSheet(models.Model):
    """A list of products that somebody takes in, with a ZIP of their photos."""

    class State(models.TextChoices):
        PLANNED = "planned", _("ready to look at")
        SAVING = "saving", _("being saved")
        SAVED = "saved", _("saved")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    created_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sent by"),
    )
    business = models.ForeignKey(
        "businesses.Business",
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        verbose_name=_("business"),
    )
    file_name = models.CharField(_("file"), max_length=200)
    stored_as = models.CharField(max_length=80, editable=False)
    photos_name = models.CharField(_("photos"), max_length=200, blank=True)
    photos_stored_as = models.CharField(max_length=80, blank=True, editable=False)
    state = models.CharField(
        pgettext_lazy("of an import", "state"),
        max_length=8,
        choices=State,
        default=State.PLANNED,
    )
    plan = models.JSONField(default=dict, editable=False)
    done = models.PositiveIntegerField(_("photos done"), default=0)
    total = models.PositiveIntegerField(_("photos in all"), default=0)
    notice = models.CharField(_("notice"), max_length=500, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("when", "sent"), auto_now_add=True)
    saved_at = models.DateTimeField(pgettext_lazy("when", "saved"), null=True)

    objects = ProductSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of products")
        verbose_name_plural = _("lists of products")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("catalogue:sheet", args=[self.pk])
