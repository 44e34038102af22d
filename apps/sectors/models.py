from typing import Self

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Bilingual(models.Model):
    """A term with its Indonesian and English words."""

    name = models.CharField(pgettext_lazy("of a term", "name"), max_length=150)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en or self.name if get_language() == "en" else self.name


@pghistory.track()
class RecapGroup(Bilingual):
    """A coarse label of press recaps: «38 food and drink, 13 fashion, 13 crafts»."""

    code = models.SlugField(_("code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("recap group")
        verbose_name_plural = _("recap groups")
        ordering = ["position", "code"]


@pghistory.track()
class CommodityGroup(Bilingual):
    """A branch of small industry: food, clothing, crafts … (domain.md 3.1)."""

    code = models.SlugField(_("code"), unique=True)
    recap_group = models.ForeignKey(
        RecapGroup,
        on_delete=models.PROTECT,
        related_name="commodity_groups",
        verbose_name=_("recap group"),
    )
    kbli_prefixes = models.CharField(
        _("KBLI prefixes"),
        max_length=200,
        blank=True,
        help_text=_("The KBLI codes that begin so belong here: «10, 11»."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("commodity group")
        verbose_name_plural = _("commodity groups")
        ordering = ["position", "code"]


@pghistory.track()
class CreativeSubsector(Bilingual):
    """A subsector of the creative economy, in the list of 16 or in that of 17."""

    class ListVersion(models.TextChoices):
        SIXTEEN = "16", _("16 subsectors (Bekraf)")
        SEVENTEEN = "17", _("17 subsectors (Kemenparekraf)")

    list_version = models.CharField(_("list"), max_length=2, choices=ListVersion)
    code = models.SlugField(_("code"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("creative subsector")
        verbose_name_plural = _("creative subsectors")
        ordering = ["list_version", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["list_version", "code"],
                name="sectors_creativesubsector_code_once_per_list",
                violation_error_message=_("This list already has this code."),
            )
        ]


class KbliCodeQuerySet(models.QuerySet["KbliCode"]):
    def manufacturing(self) -> Self:
        """Divisions 10 to 33, what an industry office calls industry."""
        return self.filter(code__regex=r"^(1\d|2\d|3[0-3])")


@pghistory.track()
class KbliCode(models.Model):
    """A code of the standard industrial classification, in one edition of it.

    KBLI 2025 gives old numbers new meanings (32906: radioisotopes, then false hair), so a
    code says nothing without its version. `successor_codes` names what it became.
    """

    class Version(models.TextChoices):
        V2015 = "2015", "KBLI 2015"
        V2020 = "2020", "KBLI 2020"
        V2025 = "2025", "KBLI 2025"

    version = models.CharField(_("version"), max_length=4, choices=Version)
    code = models.CharField(
        _("code"), max_length=5, validators=[RegexValidator(r"^\d{5}$")]
    )
    title = models.CharField(_("title"), max_length=250)
    successor_codes = models.CharField(
        _("became"),
        max_length=60,
        blank=True,
        help_text=_("Codes of the next edition, separated by commas."),
    )

    objects = KbliCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("KBLI code")
        verbose_name_plural = _("KBLI codes")
        ordering = ["version", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="sectors_kblicode_once_per_version",
                violation_error_message=_("This edition already has this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title} ({self.version})"


@pghistory.track()
class SectorAlias(models.Model):
    """A word of a list that means a commodity group: «Pangan», «konveksi», «kripik»."""

    alias = models.CharField(_("alias"), max_length=100)
    commodity_group = models.ForeignKey(
        CommodityGroup,
        on_delete=models.CASCADE,
        related_name="aliases",
        verbose_name=_("commodity group"),
    )

    class Meta:
        verbose_name = _("sector alias")
        verbose_name_plural = _("sector aliases")
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(
                Upper("alias"),
                name="sectors_sectoralias_once",
                violation_error_message=_("This alias already means a group."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.alias} → {self.commodity_group}"
