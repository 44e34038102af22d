from typing import TYPE_CHECKING, Self

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf, Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.businesses.models.people import Person
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup, CreativeSubsector, KbliCode

if TYPE_CHECKING:
    from apps.accounts.models import User


class BusinessQuerySet(AgencyScopedQuerySet["Business"]):
    region_path = "region__code"

    def known_to(self, agency_id: int) -> Self:
        """Those that the agency or a branch registered, and those that it coaches now."""
        return self.filter(self._known_to(agency_id))

    def _known_to(self, agency_id: int) -> Q:
        from apps.businesses.models.records import CoachingRelation  # noqa: PLC0415  cycle

        agencies = Agency.objects.within(agency_id).values("pk")
        coached = CoachingRelation.objects.current().filter(agency__in=agencies)
        return Q(agency__in=agencies) | Q(pk__in=coached.values("business"))

    def reach(self, user: "User") -> Q:
        condition = self._known_to(user.agency_id or 0)
        if user.area_id:
            condition &= Q(region__code__startswith=user.area_id)
        return condition

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        if not user.is_authenticated or user.sees_all_agencies:
            return self.visible_to(user)
        agencies = Agency.objects.within(user.agency_id or 0).values("pk")
        return self.visible_to(user).filter(agency__in=agencies)

    def agreed(self) -> Self:
        """Whose owner agrees, now, to be published."""
        from apps.businesses.models.records import Consent  # noqa: PLC0415  cycle

        consents = Consent.objects.standing().filter(
            business=OuterRef("pk"), purpose=Consent.Purpose.PUBLICATION
        )
        return self.filter(Exists(consents))

    def listed(self) -> Self:
        """What the public may see: published, its owner agrees, and it is still trading."""
        shown = self.filter(listed_at__isnull=False, status=Business.Status.ACTIVE)
        return shown.agreed()


@pghistory.track()
class Business(models.Model):
    """A small or medium industry (IKM) in the register of an agency.

    NIB and KBLI are never required: of real rows a quarter have no usable NIK and 44 % no
    usable KBLI. `region` is the smallest area known; null is «not yet mapped».
    """

    class Status(models.TextChoices):
        PROSPECT = "prospect", _("prospect")
        ACTIVE = "active", pgettext_lazy("of a business", "active")
        CLOSED = "closed", pgettext_lazy("of a business", "closed")

    class LegalForm(models.TextChoices):
        INDIVIDUAL = "individual", _("individual")
        UD = "ud", "UD/PO"
        CV = "cv", "CV"
        PT = "pt", "PT"
        COOPERATIVE = "cooperative", _("cooperative")
        GROUP = "group", _("joint group (KUB)")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="businesses",
        verbose_name=_("registered by"),
    )
    owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="businesses",
        verbose_name=_("owner"),
    )
    name = models.CharField(
        pgettext_lazy("of a business", "name"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, it is called by its brand or its owner."),
    )
    brand = models.CharField(_("brand"), max_length=150, blank=True)
    slug = models.SlugField(
        _("address on the web"),
        max_length=80,
        unique=True,
        null=True,
        editable=False,
        help_text=_("Given when it is first published."),
    )
    legal_form = models.CharField(
        _("legal form"), max_length=12, choices=LegalForm, blank=True
    )
    nib = models.CharField(_("NIB"), max_length=13, blank=True)
    kbli_version = models.CharField(
        _("KBLI edition"), max_length=4, choices=KbliCode.Version, blank=True
    )
    kbli_code = models.CharField(_("KBLI"), max_length=5, blank=True)
    commodity_group = models.ForeignKey(
        CommodityGroup,
        on_delete=models.PROTECT,
        related_name="businesses",
        null=True,
        blank=True,
        verbose_name=_("commodity group"),
    )
    secondary_groups = models.ManyToManyField(
        CommodityGroup, related_name="+", blank=True, verbose_name=_("further groups")
    )
    subsector = models.ForeignKey(
        CreativeSubsector,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("creative subsector"),
    )
    products = models.CharField(
        _("products"),
        max_length=300,
        blank=True,
        help_text=_("What it makes, in its own words."),
    )
    description = models.TextField(_("description"), blank=True, max_length=4000)
    address = models.CharField(_("address"), max_length=300, blank=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("area"),
        help_text=_("The smallest area known: village, else district, else city."),
    )
    links = models.CharField(
        _("links"),
        max_length=300,
        blank=True,
        help_text=_("Instagram, marketplace, website."),
    )
    established_year = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True
    )
    status = models.CharField(
        pgettext_lazy("of a business", "state"),
        max_length=8,
        choices=Status,
        default=Status.ACTIVE,
    )
    note = models.TextField(_("note"), blank=True)
    verified_at = models.DateTimeField(
        _("verified"), null=True, blank=True, editable=False
    )
    verified_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("verified by"),
    )
    listed_at = models.DateTimeField(
        _("published"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("business (IKM)")
        verbose_name_plural = _("businesses (IKM)")
        ordering = ["name", "pk"]
        permissions = [
            ("publish_business", _("Can publish a business with consent")),
            ("verify_business", _("Can verify a business")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(nib="") | Q(nib__regex=r"^\d{13}$"),
                name="businesses_business_nib_has_13_digits",
                violation_error_message=_("A NIB has 13 digits."),
            ),
            models.UniqueConstraint(
                fields=["agency", "nib"],
                condition=~Q(nib=""),
                name="businesses_business_nib_once_per_agency",
                violation_error_message=_(
                    "A business with this NIB is already registered."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kbli_version="", kbli_code="")
                | (~Q(kbli_version="") & Q(kbli_code__regex=r"^\d{5}$")),
                name="businesses_business_kbli_has_its_edition",
                violation_error_message=_(
                    "A KBLI code has 5 digits and belongs to an edition."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="businesses_business_verified_by_somebody",
                violation_error_message=_("A verification has a date and a name."),
            ),
            models.CheckConstraint(
                condition=Q(listed_at=None) | Q(status="active"),
                name="businesses_business_only_active_is_listed",
                violation_error_message=_("Only an active business can be published."),
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Upper("name"), "gin_trgm_ops"),
                OpClass(Upper("brand"), "gin_trgm_ops"),
                OpClass(Upper("products"), "gin_trgm_ops"),
                name="businesses_business_name_trgm",
            ),
            models.Index(
                Upper(Coalesce(NullIf("brand", Value("")), "name")),
                "id",
                condition=Q(listed_at__isnull=False),
                name="businesses_listed_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("public:profile", args=[self.slug])

    @property
    def display_name(self) -> str:
        """What to call it: its name, else its brand, else its owner's business."""
        if self.name or self.brand:
            return self.name or self.brand
        return gettext("Business of %(owner)s") % {"owner": self.owner.name}

    @property
    def public_name(self) -> str:
        """What the world may call it: never by its owner, who agreed to the brand only."""
        return self.brand or self.name or gettext("Small industry")

    @property
    def is_listed(self) -> bool:
        return self.listed_at is not None and self.status == self.Status.ACTIVE

    def verify(self, *, by: "User") -> None:
        """Record that an officer has checked this business on site."""
        self.verified_at = timezone.now()
        self.verified_by = by
        self.save(update_fields=["verified_at", "verified_by", "updated_at"])
