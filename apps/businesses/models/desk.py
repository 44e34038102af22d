"""What an officer works with: what the one search box looks in, saved lists, open forms."""

import uuid
from typing import TYPE_CHECKING, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.businesses.models.businesses import Business
from apps.businesses.models.scoped import OfBusinessQuerySet
from ikmportal.encryption import EncryptedTextField

if TYPE_CHECKING:
    from apps.accounts.models import User


class SearchEntry(models.Model):
    """All words that a business is found by, in one place; triggers write it (never by hand).

    Names, old names, brands, its owner's names, products, NIB and permit numbers, lower
    case, without accents. No NIK and no phone: those are found by their keyed hashes.
    """

    business = models.OneToOneField(
        Business,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_entry",
        verbose_name=_("business"),
    )
    words = models.TextField(_("words"))
    reached_by = ArrayField(
        models.BigIntegerField(),
        default=list,
        db_default=[],
        blank=True,
        editable=False,
        help_text=_(
            "Ids of the agencies that registered or coach it; triggers write it."
        ),
    )

    objects = OfBusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            GinIndex(
                name="businesses_search_words_of",
                fields=["words", "reached_by"],
                opclasses=["gin_trgm_ops", "array_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.words


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def usable_by(self, user: "User") -> Self:
        """One's own, and those that colleagues of the same agency share."""
        colleagues = Q(shared=True, owner__agency=user.agency_id)
        return self.filter(Q(owner=user) | (colleagues if user.agency_id else Q()))


@pghistory.track()
class SavedFilter(models.Model):
    """A list that somebody comes back to: its filters, search words and order, by name."""

    owner = models.ForeignKey(
        "accounts.User",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("owner"),
    )
    list_name = models.CharField(
        _("list"), max_length=60, help_text=_("businesses.business, businesses.person")
    )
    name = models.CharField(pgettext_lazy("of a list", "name"), max_length=100)
    query = models.CharField(_("query"), max_length=2000)
    shared = models.BooleanField(_("shared with my agency"), default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_name", "name"],
                name="businesses_savedfilter_one_of_a_name",
                violation_error_message=_("You have a saved filter of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class RegistrationDraft(models.Model):
    """A registration that an officer began at the counter and has not finished: his alone.

    What was typed is sealed JSON, a text by field name; it is deleted when the business is
    registered, and after some days.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(
        "accounts.User",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("officer"),
    )
    typed = EncryptedTextField(_("what was typed"))
    step = models.CharField(_("step"), max_length=20, default="person")
    title = models.CharField(_("title"), max_length=200, blank=True)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("registration begun")
        verbose_name_plural = _("registrations begun")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.title or str(self.key)
