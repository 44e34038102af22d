from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.regions.models import Region

# An agency, its branches at any depth, and the agencies it replaced, whose records it keeps.
AGENCY_TREE = """
    WITH RECURSIVE tree (id) AS (
        SELECT %s::bigint
        UNION
        SELECT agency.id
        FROM agencies_agency agency
        JOIN tree ON agency.parent_id = tree.id
            OR agency.id = (SELECT predecessor_id FROM agencies_agency WHERE id = tree.id)
    )
    SELECT id FROM tree
"""


class AgencyQuerySet(models.QuerySet["Agency"]):
    def within(self, agency_id: int) -> Self:
        """The agency, its branches at any depth, and those it replaced."""
        return self.filter(pk__in=RawSQL(AGENCY_TREE, [agency_id]))  # noqa: S611

    def valid(self) -> Self:
        return self.filter(valid_until=None)


@pghistory.track()
class Agency(models.Model):
    """An office or body that coaches, certifies or sends IKM: dinas, sudin, dekranasda, LSP.

    Agencies merge and are renamed: the new one names its `predecessor`, the old one ends.
    """

    class Kind(models.TextChoices):
        DINAS = "dinas", _("agency (dinas)")
        SUDIN = "sudin", _("agency branch (sudin)")
        DEKRANASDA = "dekranasda", _("craft council (dekranasda)")
        MINISTRY = "ministry", _("ministry directorate")
        CERTIFIER = "certifier", _("certification body (LSP, LPH, laboratory)")
        ASSOCIATION = "association", _("association")
        CHAMBER = "chamber", _("chamber of commerce")
        COMMUNITY = "community", _("school or student community")
        OTHER = "other", pgettext_lazy("kind of agency", "other")

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(pgettext_lazy("of an agency", "name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("region"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="branches",
        null=True,
        blank=True,
        verbose_name=_("branch of"),
    )
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
        verbose_name=_("replaces"),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    letterhead = models.TextField(
        _("letterhead"),
        blank=True,
        help_text=_("The lines at the head of its letters: government, name, address."),
    )
    signatory = models.CharField(
        _("signatory"),
        max_length=200,
        blank=True,
        help_text=_("Who signs its letters: position and name."),
    )
    imports_need_second = models.BooleanField(
        _("a second person saves imports"),
        default=False,
        db_default=False,
        help_text=_("Who declares an imported list ready does not save it himself."),
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")) & ~Q(predecessor=F("id")),
                name="agencies_agency_not_its_own_parent",
                violation_error_message=_("An agency cannot be its own branch."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="agencies_agency_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name
