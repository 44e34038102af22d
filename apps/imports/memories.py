"""What an agency has said about its lists before, so that it is asked once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency

LONGEST_SPELLING = 120


class MappingMemoryQuerySet(AgencyScopedQuerySet["MappingMemory"]):
    """Remembered readings within reach of a user."""


class SpellingMemoryQuerySet(AgencyScopedQuerySet["SpellingMemory"]):
    """Remembered spellings within reach of a user."""


class Remembered(models.Model):
    """Something that somebody has said of lists, and when he said it last."""

    remembered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("remembered by"),
    )
    remembered_at = models.DateTimeField(
        pgettext_lazy("when", "remembered"), auto_now=True
    )

    class Meta:
        abstract = True


class MappingMemory(Remembered):
    """How lists with these heads are read: `directions` as `Directions.as_json` writes them."""

    agency = models.ForeignKey(
        Agency,
        on_delete=models.CASCADE,
        related_name="mapping_memories",
        verbose_name=_("agency"),
    )
    signature = models.CharField(max_length=64, editable=False)
    heads = models.CharField(_("heads of the columns"), max_length=1000)
    directions = models.JSONField(_("how they are read"), default=dict)

    objects = MappingMemoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered reading")
        verbose_name_plural = _("remembered readings")
        ordering = ["-remembered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "signature"],
                name="imports_mappingmemory_once_per_heads",
                violation_error_message=_(
                    "How lists with these heads are read is remembered already."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.heads


class SpellingMemory(Remembered):
    """What a word means in the lists of an agency: «Kby Baru» is Kebayoran Baru."""

    class Field(models.TextChoices):
        VILLAGE = "village", _("village")
        DISTRICT = "district", _("district")
        CITY = "city", _("city or regency")
        COMMODITY_GROUP = "commodity_group", _("commodity group")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.CASCADE,
        related_name="spelling_memories",
        verbose_name=_("agency"),
    )
    field = models.CharField(_("field"), max_length=20, choices=Field)
    spelling = models.CharField(
        _("as it is written"),
        max_length=LONGEST_SPELLING,
        help_text=_("In lower case, letters and digits only."),
    )
    meaning = models.CharField(_("as it is meant"), max_length=LONGEST_SPELLING)

    objects = SpellingMemoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered spelling")
        verbose_name_plural = _("remembered spellings")
        ordering = ["field", "spelling"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "field", "spelling"],
                name="imports_spellingmemory_one_meaning",
                violation_error_message=_("This spelling has a meaning already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(spelling="") & ~models.Q(meaning=""),
                name="imports_spellingmemory_says_something",
                violation_error_message=_("Give the spelling and what it means."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spelling} → {self.meaning}"
