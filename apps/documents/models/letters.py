from typing import TYPE_CHECKING, Any, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.documents.models.offices import Signatory
from apps.documents.models.papers import Document

if TYPE_CHECKING:
    from apps.accounts.models import User


class LetterQuerySet(AgencyScopedQuerySet["Letter"]):
    def reach(self, user: "User") -> Q:
        """Somebody bound to an area sees the letters that he wrote: others may reach beyond."""
        condition = super().reach(user)
        return condition & Q(written_by=user) if user.area_id else condition

    def drafts(self) -> Self:
        return self.filter(document=None)

    def issued(self) -> Self:
        return self.filter(document__isnull=False, document__revoked_at=None)

    def revoked(self) -> Self:
        return self.filter(document__revoked_at__isnull=False)


@pghistory.track()
class Letter(models.Model):
    """A letter of an agency: a draft that its office works on, until it is issued."""

    class Nature(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        IMPORTANT = "important", _("important")
        URGENT = "urgent", _("urgent")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("agency"),
    )
    signatory = models.ForeignKey(
        Signatory,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("signed by"),
    )
    nature = models.CharField(
        _("nature"), max_length=10, choices=Nature, default=Nature.ORDINARY
    )
    attachments = models.CharField(
        _("attachments"),
        max_length=100,
        blank=True,
        help_text=_("As the line says it: 1 (satu) berkas. Empty for none."),
    )
    subject = models.CharField(
        _("subject"),
        max_length=200,
        help_text=_("Whoever checks the letter's code reads it: name nobody here."),
    )
    recipient = models.TextField(
        _("to"),
        max_length=600,
        help_text=_("In lines, as on the letter: Yth. …, then the place."),
    )
    body = models.TextField(
        _("text"),
        max_length=20_000,
        help_text=_(
            "An empty line parts paragraphs. Lines that begin with «1.», «a.» or «-» are a list."
        ),
    )
    copies = models.TextField(
        _("copies to"), max_length=1000, blank=True, help_text=_("One in each line.")
    )
    written_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    replaces = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        verbose_name=_("replaces"),
    )
    document = models.OneToOneField(
        Document,
        on_delete=models.PROTECT,
        related_name="letter",
        null=True,
        blank=True,
        verbose_name=_("issued as"),
        error_messages={"unique": _("This letter was issued already.")},
    )
    issued_alone = models.BooleanField(
        _("issued by its writer"),
        default=False,
        editable=False,
        help_text=_("Nobody else of the agency could: an exception, for the auditor."),
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-changed_at", "-pk"]
        default_permissions = ()  # those of Document say who may write, issue and read
        triggers = [
            pgtrigger.Protect(
                name="stays_as_issued",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__document__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("documents:letter", args=[self.pk])

    def copied(self, *, by: "User") -> "Letter":
        """A new draft with the same words, not saved."""
        words: dict[str, Any] = {
            name: getattr(self, name)
            for name in (
                *("agency", "signatory", "nature", "attachments", "subject"),
                *("recipient", "body", "copies"),
            )
        }
        return Letter(**words, written_by=by)
