"""The receipt of a registration: what was noted down, and what to bring next."""

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.businesses.models import Business, Person
from apps.documents.issuing import Paper, issue
from apps.documents.kinds import Kind
from apps.documents.models import Document
from apps.documents.wording import long_date, masked_name
from apps.regions.models import Region

RECEIPT = Kind(
    code="receipt",
    name=_("Receipt of registration"),
    abbreviation="TT-IKM",
    template="receipt-1.typ",
)
SUBJECT = "Tanda terima pendaftaran IKM"


def receipt_of(business: Business) -> Document | None:
    """The one that stands, if it was given."""
    return (
        Document.objects.standing()
        .filter(kind=RECEIPT.code, occasion=occasion_of(business))
        .first()
    )


def give_receipt(business: Business, *, by: User) -> Document:
    """Issue the receipt of a registration; given already, the same paper is returned."""
    return issue(
        Paper(
            kind=RECEIPT,
            agency=business.agency,
            subject=SUBJECT,
            content={
                "agency_name": business.agency.name,
                "officer": by.name,
                "business": facts_of(business),
            },
            holder=holder_of(business),
            region_id=business.region_id,
            occasion=occasion_of(business),
        ),
        by=by,
    )


def occasion_of(business: Business) -> str:
    return f"business:{business.pk}"


def holder_of(business: Business) -> str:
    """What the public may read: the business, or its owner's name with stars."""
    return business.brand or business.name or masked_name(business.owner.name)


def facts_of(business: Business) -> dict[str, Any]:
    """What is printed of a business: NIK and phone by their last digits only."""
    owner = business.owner
    with translation.override("id"):
        return {
            "name": business.display_name,
            "brand": business.brand if business.brand != business.name else "",
            "owner": owner.name,
            "nik": owner.nik_masked,
            "phone": owner.phone_masked,
            "products": business.products,
            "group": str(business.commodity_group or ""),
            "nib": business.nib,
            "address": business.address,
            "region": place_of(business.region),
            "registered_on": long_date(timezone.localdate(business.created_at)),
            "missing": missing_of(business),
        }


def place_of(region: Region | None) -> str:
    """«Gandaria Utara, Kebayoran Baru, Jakarta Selatan»: from the smallest to the city."""
    names: list[str] = []
    while region and region.level >= Region.Level.REGENCY:
        names.append(str(region))
        region = region.parent
    return ", ".join(names)


def missing_of(business: Business) -> list[str]:
    """What is still to be brought, as the template of the receipt names it."""
    owner = business.owner
    wanted = {
        "ktp": owner.nik_status != Person.NikStatus.VALID,
        "phone": not owner.phone,
        "nib": not business.nib,
        "address": not business.address or business.region_id is None,
        "products": not business.products,
    }
    return [name for name, is_missing in wanted.items() if is_missing]
