from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.businesses.models import Business
from apps.businesses.models.scoped import OfBusinessQuerySet
from apps.catalogue.models.entry_triggers import FOLLOW_PRODUCT
from apps.catalogue.models.reference import HsCode
from apps.sectors.models import CommodityGroup, CreativeSubsector


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("of a product", "draft")
    SUBMITTED = "submitted", pgettext_lazy("of a product", "submitted")
    CURATED = "curated", pgettext_lazy("of a product", "curated")
    PUBLISHED = "published", pgettext_lazy("of a product", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a product", "withdrawn")


class Unit(models.TextChoices):
    PIECE = "piece", _("piece")
    PACK = "pack", _("pack")
    BOX = "box", _("box")
    BOTTLE = "bottle", _("bottle")
    JAR = "jar", _("jar")
    KILOGRAM = "kilogram", _("kilogram")
    LITRE = "litre", _("litre")
    METRE = "metre", _("metre")
    SHEET = "sheet", _("sheet (lembar)")
    SET = "set", _("set")
    PAIR = "pair", _("pair")
    DOZEN = "dozen", _("dozen (lusin)")
    PORTION = "portion", _("portion")
    ORDER = "order", _("order (made to measure)")


class ProductQuerySet(OfBusinessQuerySet):
    def shown(self) -> Self:
        """What the public may see: published, and its maker is listed and agrees."""
        return self.filter(
            state=State.PUBLISHED, business__in=Business.objects.listed().values("pk")
        )

    def with_picture(self) -> Self:
        """With all that `pictures.picture_of` asks for, in one further query."""
        return self.select_related(
            "commodity_group", "subsector", "business__commodity_group"
        ).prefetch_related("photos")


@pghistory.track()
class Product(models.Model):
    """What a business makes, as the public catalogue shows it.

    It is published once a curation gave it a grade or somebody approved it directly, and only
    while its maker agrees. `code` is the maker's own, and names the photos of a sheet.
    """

    State = State
    Unit = Unit

    class Grade(models.TextChoices):
        A = "A", "A"
        B = "B", "B"
        C = "C", "C"

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="catalogue_products",
        verbose_name=_("business"),
    )
    code = models.CharField(
        _("code of the product"),
        max_length=40,
        blank=True,
        help_text=_("The maker's own; photos of a sheet are named by it."),
    )
    name = models.CharField(pgettext_lazy("of a product", "name"), max_length=150)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    slug = models.SlugField(
        _("address on the web"),
        max_length=80,
        unique=True,
        null=True,
        editable=False,
        help_text=_("Given when it is first published."),
    )
    description = models.TextField(_("description"), blank=True, max_length=4000)
    description_en = models.TextField(
        _("English description"), blank=True, max_length=4000
    )
    price = models.BigIntegerField(
        _("price (Rp)"), null=True, blank=True, help_text=_("Empty: on request.")
    )
    unit = models.CharField(_("unit"), max_length=8, choices=Unit, default=Unit.PIECE)
    minimum_order = models.PositiveIntegerField(
        _("minimum order"), null=True, blank=True, help_text=_("In the unit above.")
    )
    lead_time_days = models.PositiveSmallIntegerField(
        _("lead time (days)"), null=True, blank=True
    )
    commodity_group = models.ForeignKey(
        CommodityGroup,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("commodity group"),
        help_text=_("Left empty, that of its maker."),
    )
    subsector = models.ForeignKey(
        CreativeSubsector,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("creative subsector"),
    )
    is_export_ready = models.BooleanField(_("ready for export"), default=False)
    hs_code = models.ForeignKey(
        HsCode,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("HS code"),
        help_text=_("For goods that are ready for export."),
    )
    materials = models.CharField(_("materials"), max_length=300, blank=True)
    capacity = models.PositiveIntegerField(
        _("capacity a month"), null=True, blank=True, help_text=_("In the unit above.")
    )
    state = models.CharField(
        pgettext_lazy("of a product", "state"),
        max_length=9,
        choices=State,
        default=State.DRAFT,
        editable=False,
    )
    grade = models.CharField(
        _("grade"), max_length=1, choices=Grade, blank=True, editable=False
    )
    graded_on = models.DateField(_("graded on"), null=True, editable=False)
    grade_until = models.DateField(_("grade valid until"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("submitted by"),
    )
    approved_at = models.DateTimeField(
        _("approved directly"), null=True, editable=False
    )
    approved_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("approved by"),
    )
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name", "pk"]
        permissions = [
            ("approve_product", _("Can approve a product without a curation")),
            ("publish_product", _("Can publish a product in the catalogue")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "code"],
                condition=~Q(code=""),
                name="catalogue_product_code_once_per_business",
                violation_error_message=_(
                    "This business has a product of this code already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gte=0),
                name="catalogue_product_price_is_not_negative",
                violation_error_message=_("A price is not below zero."),
            ),
            models.CheckConstraint(
                condition=Q(hs_code=None) | Q(is_export_ready=True),
                name="catalogue_product_hs_code_of_export",
                violation_error_message=_(
                    "An HS code belongs to goods that are ready for export."
                ),
            ),
            models.CheckConstraint(
                condition=Q(grade="", graded_on=None, grade_until=None)
                | (
                    Q(graded_on__isnull=False, grade_until__gte=models.F("graded_on"))
                    & ~Q(grade="")
                ),
                name="catalogue_product_grade_has_its_days",
                violation_error_message=_(
                    "A grade has the day it was given and the day it ends."
                ),
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="catalogue_product_approved_by_somebody",
                violation_error_message=_("An approval has a date and a name."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | (
                    Q(slug__isnull=False, published_at__isnull=False)
                    & (Q(approved_at__isnull=False) | ~Q(grade=""))
                ),
                name="catalogue_product_published_is_graded_or_approved",
                violation_error_message=_(
                    "Only a product that was curated or approved is published."
                ),
            ),
        ]
        triggers = FOLLOW_PRODUCT

    def __str__(self) -> str:
        return self.name_en or self.name if get_language() == "en" else self.name

    def get_absolute_url(self) -> str:
        return reverse("public:product", args=[self.slug])

    @property
    def valid_grade(self) -> str:
        """The grade, for as long as it is valid."""
        if self.grade_until is None or self.grade_until < localdate():
            return ""
        return self.grade
