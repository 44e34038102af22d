from typing import Any, Self

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.businesses.findings import Finding
from apps.businesses.identifiers import contradictions, read_nik, read_phones
from apps.businesses.models.days import possible_birth
from apps.businesses.models.triggers import (
    REMEMBER_NAME_OF_PERSON,
    REWRITE_WORDS_OF_OWNED,
    SCORE_OF_OWNED,
)
from apps.regions.models import Region
from ikmportal.encryption import EncryptedTextField, SealedText, blind_index
from ikmportal.statement_triggers import kept_by_statement

# A number that somebody ever had finds him: an old list, an old card. Erasure empties it.
KNOWN_PHONES = """
    NEW.phone_indexes := ARRAY(
        SELECT DISTINCT known FROM unnest({phones}) AS known
        WHERE known IS NOT NULL ORDER BY known
    );
    RETURN NEW;
"""
REMEMBER_PHONES = [
    pgtrigger.Trigger(
        name="remember_phones",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(
            "NEW.phone_index IS NOT NULL OR NEW.phone_indexes <> '{}'"
        ),
        func=KNOWN_PHONES.format(
            phones="NEW.phone_indexes || NEW.phone_index || OLD.phone_indexes"
        ),
    ),
    # A list brings people by the ten thousand, nearly all with the one number they have.
    pgtrigger.Trigger(
        name="remember_phones_of_new",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(
            "NEW.phone_indexes <> array_remove(ARRAY[NEW.phone_index], NULL)"
        ),
        func=KNOWN_PHONES.format(phones="NEW.phone_indexes || NEW.phone_index"),
    ),
]


def masked(phone: Any) -> str:
    """A sealed phone number as screens show it, "" for none."""
    return f"********{phone.reveal()[-4:]}" if phone else ""


class PersonQuerySet(AgencyScopedQuerySet["Person"]):
    region_path = "region__code"

    def with_nik(self, nik: str) -> Self:
        """Whose NIK this is, found by its keyed hash; never by a part of it."""
        return self.filter(nik_index=blind_index(nik, "nik"))

    def with_phone(self, phone: str) -> Self:
        """Who has, or ever had, this E.164 number."""
        return self.filter(phone_indexes__contains=[blind_index(phone, "phone")])


@pghistory.track(*kept_by_statement())
class Person(models.Model):
    """An owner or worker of a small industry, as one agency knows them."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("female")
        MALE = "m", _("male")

    class NikStatus(models.TextChoices):
        VALID = "valid", _("valid")
        DAMAGED = "damaged", _("damaged by a spreadsheet")
        INVALID = "invalid", _("invalid")
        MISSING = "missing", _("missing")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("registered by"),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    nik = EncryptedTextField(_("NIK"), null=True, blank=True)
    nik_index = models.CharField(max_length=64, null=True, blank=True, editable=False)
    nik_last_four = models.CharField(max_length=4, blank=True, editable=False)
    nik_status = models.CharField(
        _("state of the NIK"),
        max_length=8,
        choices=NikStatus,
        default=NikStatus.MISSING,
        editable=False,
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(
        _("date of birth"), null=True, blank=True, validators=[possible_birth]
    )
    phone = EncryptedTextField(_("phone"), null=True, blank=True)
    phone_index = models.CharField(
        max_length=64, null=True, blank=True, editable=False, db_index=True
    )
    other_phones = EncryptedTextField(_("other phones"), null=True, blank=True)
    phone_indexes = ArrayField(
        models.CharField(max_length=64),
        default=list,
        db_default=[],
        blank=True,
        editable=False,
    )
    email = models.EmailField(_("e-mail"), blank=True)
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
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        permissions = [
            ("reveal_nik", _("Can see whole NIKs and phone numbers")),
            ("export_personal_data", _("Can export whole NIKs and phone numbers")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "nik_index"],
                name="businesses_person_nik_once_per_agency",
                violation_error_message=_(
                    "Somebody with this NIK is already registered."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    nik_status="valid", nik__isnull=False, nik_index__isnull=False
                )
                | (
                    ~Q(nik_status="valid")
                    & Q(nik=None, nik_index=None, nik_last_four="")
                ),
                name="businesses_person_only_valid_nik_is_kept",
                violation_error_message=_("Only a valid NIK is kept."),
            ),
            models.CheckConstraint(
                condition=Q(phone=None, phone_index=None)
                | Q(phone__isnull=False, phone_index__isnull=False),
                name="businesses_person_phone_has_its_index",
                violation_error_message=_("A phone number is kept with its index."),
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Upper("name"), "gin_trgm_ops"),
                name="businesses_person_name_trgm",
            ),
            GinIndex(fields=["phone_indexes"], name="businesses_person_phones"),
            models.Index(
                fields=["name", "id"],
                include=["agency"],
                name="businesses_people_by_name",
            ),
        ]
        triggers = [
            *REMEMBER_PHONES,
            REMEMBER_NAME_OF_PERSON,
            REWRITE_WORDS_OF_OWNED,
            SCORE_OF_OWNED,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def nik_masked(self) -> str:
        """As screens show it: twelve stars and the last four digits, or nothing."""
        return f"************{self.nik_last_four}" if self.nik_last_four else ""

    @property
    def phone_masked(self) -> str:
        """As screens show it: the last four digits, or nothing."""
        return masked(self.phone)

    def set_nik(self, text: str) -> None:
        """Keep a NIK if it is a valid one; else only remember in what state it came."""
        reading = read_nik(text)
        valid = reading.status == self.NikStatus.VALID
        self.nik_status = reading.status
        self.nik = reading.value if valid else None
        self.nik_index = blind_index(reading.value, "nik") if valid else None
        self.nik_last_four = reading.value[-4:] if valid else ""

    def contradictions(self) -> dict[str, Finding]:
        """What the NIK says otherwise, by field: to be looked at, never refused."""
        kept: Any = self.nik  # as typed, until it is read from the database
        nik = kept.reveal() if isinstance(kept, SealedText) else kept or ""
        return contradictions(read_nik(nik), self.sex, self.birth_date)

    def set_phone(self, text: str) -> None:
        """Keep the numbers of a cell: the first mobile one to be reached by, the rest beside."""
        numbers = read_phones(text).numbers
        self.phone = numbers[0] if numbers else None
        self.phone_index = blind_index(numbers[0], "phone") if numbers else None
        self.other_phones = ", ".join(numbers[1:]) or None
        if numbers:
            self.phone_indexes = [blind_index(each, "phone") for each in numbers]
