from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, code: str) -> Self:
        """The region of this code and everything inside it: codes are nested by prefix."""
        return self.filter(code__startswith=code)

    def valid(self) -> Self:
        return self.filter(valid_until=None)


@pghistory.track(
    pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["boundary"]
)  # not on insert: the official list of 91,599 is no change of ours
class Region(models.Model):
    """A province, regency or city, district (kecamatan) or village (kelurahan, desa).

    `code` is the Kemendagri code without dots: 2, 4, 6 or 10 digits. BPS numbers some
    regions differently (all cities of Jakarta), so `bps_code` stands beside it and the two
    are never compared.
    """

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("Province")
        REGENCY = 2, _("Regency or city")
        DISTRICT = 3, _("District (kecamatan)")
        VILLAGE = 4, _("Village (kelurahan/desa)")

    class Kind(models.TextChoices):
        PROVINCE = "province", _("province")
        REGENCY = "regency", _("regency (kabupaten)")
        CITY = "city", _("city (kota)")
        DISTRICT = "district", _("district (kecamatan)")
        KELURAHAN = "kelurahan", _("urban village (kelurahan)")
        DESA = "desa", _("village (desa)")
        DESA_ADAT = "desa_adat", _("customary village (desa adat)")

    code = models.CharField(
        _("code"),
        max_length=10,
        primary_key=True,
        validators=[RegexValidator(r"^\d{2}(\d{2}(\d{2}(\d{4})?)?)?$")],
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(pgettext_lazy("of a place", "name"), max_length=100)
    short_name = models.CharField(
        _("short name"),
        max_length=100,
        blank=True,
        help_text=_(
            "As people say it: «Jakarta Selatan», without «Kota Administrasi»."
        ),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("inside"),
    )
    bps_code = models.CharField(_("BPS code"), max_length=10, blank=True)
    postal_code = models.CharField(
        _("postal code"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^[1-9]\d{4}$")],
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-11.1), MaxValueValidator(6.1)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(94.9), MaxValueValidator(141.1)],
    )
    boundary = models.JSONField(_("boundary"), null=True, blank=True, editable=False)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=1, code__regex=r"^\d{2}$", parent=None)
                | models.Q(level=2, code__regex=r"^\d{4}$", parent__isnull=False)
                | models.Q(level=3, code__regex=r"^\d{6}$", parent__isnull=False)
                | models.Q(level=4, code__regex=r"^\d{10}$", parent__isnull=False),
                name="regions_region_level_fits_code",
                violation_error_message=_(
                    "The code of a province has 2 digits, of a regency 4, of a district 6 "
                    "and of a village 10, and all but provinces lie inside another region."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="regions_region_point_is_whole",
                violation_error_message=_("A point needs both latitude and longitude."),
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Upper("name"), "gin_trgm_ops"), name="regions_region_name_trgm"
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class OfficialRegion(models.Model):
    """What the official list said of a region when it was last loaded.

    A later list changes a region only where it differs from this one, so what an officer
    corrected stays, and a region that an officer added is not taken for a vanished one.
    """

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=100, blank=True)
    bps_code = models.CharField(max_length=10, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@pghistory.track()
class RegionAlias(models.Model):
    """Another way to write a region: «Jaksel», «Dps», «Kby Baru», a former name."""

    class Source(models.TextChoices):
        REFERENCE = "reference", _("reference data")
        OFFICER = "officer", _("learned from an officer")

    alias = models.CharField(_("alias"), max_length=100)
    region = models.ForeignKey(
        Region,
        on_delete=models.CASCADE,
        related_name="aliases",
        verbose_name=_("region"),
    )
    source = models.CharField(
        _("source"), max_length=10, choices=Source, default=Source.REFERENCE
    )

    class Meta:
        verbose_name = _("region alias")
        verbose_name_plural = _("region aliases")
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(
                Upper("alias"),
                "region",
                name="regions_regionalias_once_per_region",
                violation_error_message=_("This region already has this alias."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.alias} → {self.region}"
