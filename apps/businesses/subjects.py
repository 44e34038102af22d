"""A person's rights over his data: all that is held, corrections, withdrawal, erasure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import AccessRecord
from apps.businesses.attachments import remove
from apps.businesses.forgetting import remember_erased
from apps.businesses.models import Attachment, Business, Consent, Person, SubjectRequest
from apps.businesses.publishing import unpublish, withdraw_consent

if TYPE_CHECKING:
    from apps.accounts.models import User


@dataclass(frozen=True)
class Held:
    """All that is held on one person: for his own eyes, and printable."""

    person: Person
    businesses: list[Business]
    consents: list[Consent]
    requests: list[SubjectRequest]
    looks: list[AccessRecord]


def all_held_on(person: Person) -> Held:
    businesses = person.businesses.select_related("region", "commodity_group", "agency")
    return Held(
        person=person,
        businesses=list(
            businesses.prefetch_related(
                "claims", "yearly_figures", "services", "coaching_relations__agency"
            )
        ),
        consents=list(Consent.objects.filter(business__owner=person)),
        requests=list(person.requests.select_related("answered_by")),
        looks=list(AccessRecord.objects.about(person).select_related("user")[:200]),
    )


@transaction.atomic
def answer(
    request: SubjectRequest, *, outcome: str, words: str, by: "User"
) -> SubjectRequest:
    """Close a request, and do what it asks where that is a deed of ours. Raises ValidationError.

    Withdrawal takes back every consent of the person at once; restriction takes his
    businesses from the public; erasure is done by `erase_person` first.
    """
    request = SubjectRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.answered_at is not None:
        raise ValidationError(_("This request was answered already."))
    if outcome != SubjectRequest.Outcome.REFUSED:
        request.proof = _carry_out(request)
    request.answered_at, request.answered_by = timezone.now(), by
    request.outcome, request.answer = outcome, words
    request.full_clean()
    request.save()
    return request


def _carry_out(request: SubjectRequest) -> dict[str, Any]:
    kind = SubjectRequest.Kind
    if request.kind == kind.WITHDRAWAL:
        consents = Consent.objects.standing().filter(business__owner=request.person)
        withdrawn = [consent.pk for consent in consents]
        for consent in consents:
            withdraw_consent(consent)
        return {"withdrawn": withdrawn}
    if request.kind == kind.RESTRICTION:
        listed = request.person.businesses.filter(listed_at__isnull=False)
        taken = [business.pk for business in listed]
        for business in listed:
            unpublish(business)
        return {"unpublished": taken}
    if request.kind == kind.ERASURE:
        return erase_person(request.person)
    return {}


@transaction.atomic
def erase_person(person: Person) -> dict[str, Any]:
    """Take out what tells who somebody is; that there was a business stays, for the counts.

    The history, merges and imported cells follow by `forgetting`, as the owner of the tables.
    """
    businesses = list(person.businesses.all())
    for consent in Consent.objects.standing().filter(business__owner=person):
        withdraw_consent(consent)
    for business in businesses:
        business.contact_name = business.email = business.address = business.note = ""
        business.set_contact_phone("")
        business.set_npwp("")
        business.latitude = business.longitude = None
        business.listed_at = None
        business.save()
        remove(business.attachments.exclude(kind=Attachment.Kind.HANDOVER))
    person.set_nik("")
    person.phone = person.phone_index = person.other_phones = None
    person.phone_indexes = []
    person.name = _("Erased at his own request")
    person.sex = person.email = person.address = ""
    person.birth_date = person.region = None
    person.save()
    person.names.all().delete()
    remember_erased(person)
    return {"businesses": [business.pk for business in businesses], "person": person.pk}
