from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.agencies.models import Agency
from apps.businesses.findings import FindingsField
from apps.businesses.models.businesses import Business
from apps.businesses.models.days import POSSIBLE_YEAR, not_in_the_future
from apps.businesses.models.scoped import OfBusinessQuerySet
from apps.businesses.models.triggers import (
    NAME_TEXT,
    OF_NUMBERED,
    TELL_AGENCIES,
    TELL_AGREEMENT,
    TELL_PERMITS,
    rewrite_words,
)
from ikmportal.statement_triggers import kept_by_statement


class CoachingRelationQuerySet(OfBusinessQuerySet):
    def current(self) -> Self:
        return self.filter(until=None)


@pghistory.track(*kept_by_statement())
class CoachingRelation(models.Model):
    """An agency coaches a business (binaan), through a channel, from one day to another."""

    class Channel(models.TextChoices):
        AGENCY = "agency", _("coached by the agency")
        CRAFT_COUNCIL = "craft_council", _("craft council (Dekranasda)")
        ENTREPRENEURSHIP = "entrepreneurship", _("entrepreneurship programme (PKT)")
        ASSOCIATION = "association", _("association")
        OTHER = "other", pgettext_lazy("channel", "other")

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="coaching_relations",
        verbose_name=_("business"),
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    channel = models.CharField(
        _("channel"), max_length=16, choices=Channel, default=Channel.AGENCY
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = CoachingRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("coaching relation")
        verbose_name_plural = _("coaching relations")
        ordering = ["business", "agency"]
        triggers = TELL_AGENCIES
        indexes = [
            models.Index(
                fields=["channel", "business"],
                condition=Q(until=None),
                name="businesses_coached_by_channel",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "agency", "channel"],
                condition=Q(until=None),
                name="businesses_coachingrelation_one_current",
                violation_error_message=_(
                    "This agency already coaches it through this channel."
                ),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="businesses_coachingrelation_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.business}"


@pghistory.track(*kept_by_statement())
class YearlyFigures(models.Model):
    """What a business was in one year: workers, investment, production. Missing is not zero.

    Money is in whole rupiah. Investment is without land and building.
    """

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="yearly_figures",
        verbose_name=_("business"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=POSSIBLE_YEAR)
    workers_male = models.PositiveIntegerField(
        _("workers, male"), null=True, blank=True
    )
    workers_female = models.PositiveIntegerField(
        _("workers, female"), null=True, blank=True
    )
    workers = models.PositiveIntegerField(_("workers in all"), null=True, blank=True)
    investment = models.BigIntegerField(_("investment (Rp)"), null=True, blank=True)
    sales = models.BigIntegerField(_("sales of the year (Rp)"), null=True, blank=True)
    production_value = models.BigIntegerField(
        _("production value (Rp)"), null=True, blank=True
    )
    raw_material_value = models.BigIntegerField(
        _("raw material value (Rp)"), null=True, blank=True
    )
    capacity = models.DecimalField(
        _("capacity"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(
        pgettext_lazy("of measure", "unit"), max_length=30, blank=True
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = OfBusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures by year")
        ordering = ["business", "-year"]
        indexes = [
            # For the few that are not small.
            models.Index(
                fields=["workers", "investment"],
                include=["business", "year"],
                name="businesses_figures_by_size",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "year"],
                name="businesses_yearlyfigures_once_a_year",
                violation_error_message=_("This year already has its figures."),
            ),
            models.CheckConstraint(
                condition=Q(workers=None)
                | Q(workers_male=None)
                | Q(workers_female=None)
                | Q(workers=F("workers_male") + F("workers_female")),
                name="businesses_yearlyfigures_workers_add_up",
                violation_error_message=_(
                    "Male and female workers do not add up to the total."
                ),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{field: None}) | Q(**{f"{field}__gte": 0}),
                    name=f"businesses_yearlyfigures_{field}_not_negative",
                    violation_error_message=_("An amount of money is not negative."),
                )
                for field in [
                    "investment",
                    "sales",
                    "production_value",
                    "raw_material_value",
                ]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business}, {self.year}"


@pghistory.track(*kept_by_statement())
class Claim(models.Model):
    """What a list or an owner says about a permit. Never a badge: nobody has checked it."""

    class Scheme(models.TextChoices):
        NIB = "nib", "NIB"
        PIRT = "pirt", "P-IRT"
        HALAL = "halal", _("halal")
        BPOM = "bpom", "BPOM MD"
        TRADEMARK = "trademark", _("trademark")
        SNI = "sni", "SNI"
        COMPETENCE = "competence", _("competence")
        OTHER = "other", pgettext_lazy("scheme", "other")

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="claims",
        verbose_name=_("business"),
    )
    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    number = models.CharField(
        _("number"),
        max_length=60,
        blank=True,
        help_text=_("Empty: said to exist, number unknown."),
    )
    raw = models.CharField(_("as it was written"), max_length=300, blank=True)
    findings = FindingsField(_("findings"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    expires_on = models.DateField(_("said to expire on"), null=True, blank=True)
    void_since = models.DateField(
        _("void since"),
        null=True,
        blank=True,
        help_text=_("A P-IRT ends when production moves to another city."),
    )
    void_reason = models.CharField(
        _("why it is void"), max_length=200, blank=True, db_default=""
    )

    objects = OfBusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        triggers = [*rewrite_words(OF_NUMBERED), *TELL_PERMITS]
        ordering = ["business", "scheme"]
        indexes = [
            models.Index(
                fields=["scheme", "business"],
                condition=Q(void_since=None),
                name="businesses_claim_by_scheme",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "scheme", "number"],
                name="businesses_claim_once",
                violation_error_message=_("This claim is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(void_since=None, void_reason="")
                | (Q(void_since__isnull=False) & ~Q(void_reason="")),
                name="businesses_claim_void_for_a_reason",
                violation_error_message=_("What is void has a day and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.number}".strip()


class Purpose(models.TextChoices):
    PUBLICATION = "publication", _("publish the business in the public directory")
    CONTACT = "contact", _("publish its contact")
    PHOTOS = "photos", _("publish photos of its products and people")
    MESSAGES = "messages", _("write to it by WhatsApp or e-mail")


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def valid(self) -> Self:
        """Of each purpose the text that is read out today."""
        today = self.filter(valid_from__lte=localdate())
        return today.order_by("purpose", "-valid_from").distinct("purpose")


@pghistory.track()
class ConsentText(models.Model):
    """What an owner reads or hears before agreeing to a purpose, in one version.

    A text that somebody agreed to is not edited: a new version follows it.
    """

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    version = models.CharField(_("version"), max_length=20)
    indonesian = models.TextField(_("text in Indonesian"))
    english = models.TextField(_("text in English"))
    valid_from = models.DateField(_("valid from"))

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering = ["purpose", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"],
                name="businesses_consenttext_one_of_a_version",
                violation_error_message=_("This version of the text already exists."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.version})"

    @property
    def text(self) -> str:
        """In the language of the page."""
        return self.english if get_language() == "en" else self.indonesian


class ConsentQuerySet(OfBusinessQuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


@pghistory.track()
class Consent(models.Model):
    """An owner agreed to one purpose, by one text, on one day; and perhaps took it back."""

    Purpose = Purpose

    class Method(models.TextChoices):
        PAPER = "paper", _("signed paper")
        COUNTER = "counter", _("said at the counter")
        MESSAGE = "message", _("message (WhatsApp, e-mail)")
        FORM = "form", _("registration form")

    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="consents",
        verbose_name=_("business"),
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    text_version = models.CharField(
        _("text"),
        max_length=20,
        blank=True,
        default="",
        help_text=_("Of the text that was valid on that day; the database names it."),
    )
    given_at = models.DateTimeField(_("given"), validators=[not_in_the_future])
    method = models.CharField(_("how"), max_length=8, choices=Method)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        triggers = [NAME_TEXT, *TELL_AGREEMENT]
        ordering = ["business", "purpose", "-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "purpose"],
                condition=Q(withdrawn_at=None),
                name="businesses_consent_one_standing",
                violation_error_message=_("Consent to this purpose already stands."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="businesses_consent_withdrawn_after_given",
                violation_error_message=_("Consent is withdrawn after it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business}: {self.get_purpose_display()}"
