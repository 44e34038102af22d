import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf, Upper
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.agencies.models import Agency
from apps.businesses.identifiers import read_npwp, read_phones
from apps.businesses.identifiers.business import EAST, NORTH, SOUTH, WEST
from apps.businesses.models.known import KnownForLists
from apps.businesses.models.people import Person
from apps.businesses.models.scales import Size
from apps.businesses.models.selection import (
    OF_LISTS,
    BusinessQuerySet,
    LegalForm,
    Status,
)
from apps.businesses.models.triggers import (
    KNOW_AGENCIES,
    REMEMBER_NAMES,
    SCORE,
    WRITE_WORDS,
    WRITTEN_BY_TRIGGERS,
)
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup, CreativeSubsector, KbliCode
from ikmportal.encryption import EncryptedTextField, blind_index
from ikmportal.statement_triggers import kept_by_statement


@pghistory.track(*kept_by_statement(), exclude=WRITTEN_BY_TRIGGERS)
class Business(KnownForLists):
    """A small or medium industry (IKM) in the register of an agency.

    NIB and KBLI are never required: of real rows a quarter have no usable NIK and 44 % no
    usable KBLI. `region` is the smallest area known; null is «not yet mapped».
    """

    Status = Status
    LegalForm = LegalForm

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
    npwp = EncryptedTextField(_("NPWP"), null=True, blank=True)
    npwp_index = models.CharField(max_length=64, null=True, blank=True, editable=False)
    npwp_last_four = models.CharField(
        max_length=4, blank=True, editable=False, db_default=""
    )
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
    postal_code = models.CharField(
        _("postal code"), max_length=5, blank=True, db_default=""
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    contact_name = models.CharField(
        _("contact person"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("If it is not the owner."),
    )
    contact_phone = EncryptedTextField(
        _("phone of the contact person"), null=True, blank=True
    )
    contact_phone_index = models.CharField(
        max_length=64, null=True, blank=True, editable=False, db_index=True
    )
    email = models.EmailField(_("e-mail of the business"), blank=True, db_default="")
    links = models.CharField(
        _("links"),
        max_length=300,
        blank=True,
        help_text=_("Instagram, marketplace, website."),
    )
    established_year = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True
    )
    size_reported = models.CharField(
        _("size as its source says"),
        max_length=12,
        choices=Size,
        blank=True,
        db_default="",
        help_text=_("Reported, not computed: the figures of a year say their own."),
    )
    status = models.CharField(
        pgettext_lazy("of a business", "state"),
        max_length=8,
        choices=Status,
        default=Status.ACTIVE,
    )
    note = models.TextField(_("note"), blank=True, max_length=4000)
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
    approved_at = models.DateTimeField(
        _("approved"), null=True, blank=True, editable=False
    )
    approved_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("approved by"),
    )
    confirmed_at = models.DateTimeField(
        _("confirmed as still true"), null=True, blank=True, editable=False
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
            ("approve_business", _("Can approve the verification of a business")),
            ("merge_business", _("Can merge two records of one business or person")),
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
                condition=Q(approved_at=None, approved_by=None)
                | Q(
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    verified_at__isnull=False,
                ),
                name="businesses_business_approved_after_verified",
                violation_error_message=_(
                    "A verification is approved by somebody, after it was made."
                ),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("verified_by")),
                name="businesses_business_approved_by_another",
                violation_error_message=_(
                    "Whoever verified a business does not approve that as well."
                ),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__gte=SOUTH,
                    latitude__lte=NORTH,
                    longitude__gte=WEST,
                    longitude__lte=EAST,
                ),
                name="businesses_business_lies_in_indonesia",
                violation_error_message=_(
                    "A point has a latitude and a longitude, and lies in Indonesia."
                ),
            ),
            models.CheckConstraint(
                condition=Q(postal_code="") | Q(postal_code__regex=r"^[1-9]\d{4}$"),
                name="businesses_business_postal_code_has_5_digits",
                violation_error_message=_("A postal code has 5 digits."),
            ),
            models.CheckConstraint(
                condition=Q(npwp=None, npwp_index=None, npwp_last_four="")
                | Q(npwp__isnull=False, npwp_index__isnull=False),
                name="businesses_business_npwp_has_its_index",
                violation_error_message=_("An NPWP is kept with its index."),
            ),
            models.CheckConstraint(
                condition=Q(contact_phone=None, contact_phone_index=None)
                | Q(contact_phone__isnull=False, contact_phone_index__isnull=False),
                name="businesses_business_contact_phone_has_its_index",
                violation_error_message=_("A phone number is kept with its index."),
            ),
            models.CheckConstraint(
                condition=Q(listed_at=None) | Q(status="active"),
                name="businesses_business_only_active_is_listed",
                violation_error_message=_("Only an active business can be published."),
            ),
        ]
        triggers = [SCORE, *KNOW_AGENCIES, REMEMBER_NAMES, *WRITE_WORDS]
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
            models.Index(
                "commodity_group",
                Upper(Coalesce(NullIf("brand", Value("")), "name")),
                "id",
                condition=Q(listed_at__isnull=False),
                name="businesses_listed_by_group",
            ),
            *OF_LISTS,
            GinIndex(
                fields=["reached_by", "permits"], name="businesses_reached_permits"
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

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def npwp_masked(self) -> str:
        """As screens show it: twelve stars and the last four digits, or nothing."""
        return f"************{self.npwp_last_four}" if self.npwp_last_four else ""

    def set_npwp(self, text: str) -> None:
        """Keep an NPWP sealed: a person's is his NIK."""
        number = read_npwp(text).value
        self.npwp = number or None
        self.npwp_index = blind_index(number, "npwp") if number else None
        self.npwp_last_four = number[-4:]

    def set_contact_phone(self, text: str) -> None:
        """Keep the first number of a cell for the contact person."""
        number = read_phones(text).value
        self.contact_phone = number or None
        self.contact_phone_index = blind_index(number, "phone") if number else None
