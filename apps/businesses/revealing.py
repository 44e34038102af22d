"""Whole identity and phone numbers: shown to who may see them, after it is written down."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.accounts.access import record_access
from apps.accounts.models import AccessRecord
from apps.businesses.identifiers import digits, read_nik, read_phones
from apps.businesses.models import Person
from ikmportal.encryption import SealedText

if TYPE_CHECKING:
    from apps.accounts.models import User

NIK_DIGITS = 16


@dataclass(frozen=True)
class Numbers:
    """A person's numbers in the open; "" for one that is not known."""

    nik: str
    phone: str
    other_phones: str


def reveal_numbers(
    person: Person, *, by: "User", reason: str, explanation: str, request: HttpRequest
) -> Numbers:
    """Write down who looks and why, then open the numbers. Raises ValidationError."""
    record_access(
        AccessRecord.Kind.REVEAL,
        Person,
        [person.pk],
        by=by,
        agency=person.agency,
        reason=reason,
        explanation=explanation,
        request=request,
    )
    return opened(person)


def opened(person: Person) -> Numbers:
    sealed: list[Any] = [person.nik, person.phone, person.other_phones]
    return Numbers(
        *(each.reveal() if isinstance(each, SealedText) else "" for each in sealed)
    )


def find_by_number(text: str, *, by: "User", request: HttpRequest) -> list[Person]:
    """Whose NIK or phone this is, of those that the user may see; written down either way.

    Raises ValidationError for what is no number, with the reason.
    """
    visible = Person.objects.visible_to(by)
    if len(digits(text)) == NIK_DIGITS:
        nik = read_nik(text)
        if nik.status != Person.NikStatus.VALID:
            raise ValidationError([finding.message for finding in nik.findings])
        found = visible.with_nik(nik.value)
    else:
        phone = read_phones(text)
        if not phone.numbers:
            raise ValidationError(
                _("Type a whole NIK of 16 digits, or a phone number.")
            )
        found = visible.with_phone(phone.numbers[0])
    people = list(found.select_related("agency", "region")[:50])
    record_access(
        AccessRecord.Kind.SEARCH,
        Person,
        [person.pk for person in people],
        by=by,
        agency=by.agency,
        request=request,
    )
    return people
