"""What a business has of other tables, so that a list of half a million can ask for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownForLists(models.Model):
    """Written by triggers alone, and no change of the record itself."""

    completeness = models.PositiveSmallIntegerField(
        _("completeness"),
        default=0,
        db_default=0,
        editable=False,
        help_text=_("0 to 100; the database computes it from what is known."),
    )
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
    is_agreed = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Its owner agrees now to be published; triggers write it."),
    )
    is_reachable = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text=_("It or its owner has a phone; a trigger writes it."),
    )
    is_identified = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Its owner's NIK is valid; a trigger writes it."),
    )
    permits = ArrayField(
        models.CharField(max_length=20),
        default=list,
        db_default=[],
        blank=True,
        editable=False,
        help_text=_("Schemes that its list or owner speaks of; triggers write it."),
    )

    class Meta:
        abstract = True
