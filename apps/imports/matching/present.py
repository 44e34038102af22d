"""What the businesses that rows belong to hold now, in the words of a Record."""

from collections.abc import Iterable
from typing import Any

from apps.agencies.models import Agency
from apps.businesses.models import Business, Claim, CoachingRelation, YearlyFigures
from apps.imports.cleaning.record import FIGURES
from apps.imports.plan import Known

OWN = [
    "brand",
    "legal_form",
    "nib",
    "kbli_version",
    "kbli_code",
    "products",
    "address",
    "links",
]
OWN += ["established_year", "note", "status"]


def load_known(businesses: Iterable[int], agency: Agency) -> dict[int, Known]:
    """Five queries however many businesses there are."""
    keys = list(set(businesses))
    found = Business.objects.filter(pk__in=keys).select_related(
        "owner", "commodity_group"
    )
    tree = set(Agency.objects.within(agency.pk).values_list("pk", flat=True))
    known = {
        business.pk: Known(
            _values(business), business.owner_id, business.agency_id in tree
        )
        for business in found
    }
    for row in YearlyFigures.objects.filter(business__in=keys).values(
        "business", "year", *FIGURES
    ):
        known[row["business"]].figures[row["year"]] = {
            name: _plain(row[name]) for name in FIGURES
        }
    for business, scheme, number in Claim.objects.filter(business__in=keys).values_list(
        "business", "scheme", "number"
    ):
        known[business].claims.add((scheme, number))
    for business in known.values():
        if nib := business.values["nib"]:
            business.claims.add((Claim.Scheme.NIB, nib))
    relations = CoachingRelation.objects.current().filter(
        business__in=keys, agency=agency
    )
    for business, channel in relations.values_list("business", "channel"):
        known[business].channels.add(channel)
    return known


def _values(business: Business) -> dict[str, Any]:
    owner: Any = business.owner
    group = business.commodity_group
    return {name: getattr(business, name) for name in OWN} | {
        "business_name": business.name,
        "region": business.region_id,
        "commodity_group": group.code if group else None,
        "owner_name": owner.name,
        "nik": owner.nik.reveal() if owner.nik else None,
        "sex": owner.sex,
        "birth_date": owner.birth_date.isoformat() if owner.birth_date else None,
        "phone": owner.phone.reveal() if owner.phone else None,
        "other_phones": owner.other_phones.reveal() if owner.other_phones else None,
        "email": owner.email,
    }


def _plain(value: Any) -> Any:
    """A capacity as a Record writes it: «1200», «0.5»."""
    if value is None or isinstance(value, int | str):
        return value
    return f"{value.normalize():f}"
