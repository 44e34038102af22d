"""Write a plan into the register: set-based, inside the transaction of the caller."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from apps.agencies.models import Agency
from apps.businesses.models import (
    Business,
    Claim,
    CoachingRelation,
    Person,
    YearlyFigures,
)
from apps.imports.bulk import update_rows
from apps.imports.cleaning.record import COUNTS
from apps.imports.plan import Change, Known, Outcome, Plan
from apps.sectors.models import CommodityGroup
from ikmportal.encryption import blind_index

AT_ONCE = 1_000
BUSINESS_FIELDS = {
    "business_name": "name",
    "brand": "brand",
    "legal_form": "legal_form",
    "nib": "nib",
    "kbli_version": "kbli_version",
    "kbli_code": "kbli_code",
    "products": "products",
    "address": "address",
    "region": "region_id",
    "links": "links",
    "established_year": "established_year",
    "note": "note",
    "status": "status",
}


def write(
    plan: Plan,
    known: dict[int, Known],
    people: dict[str, int],
    agency: Agency,
    source: str,
) -> None:
    """Create and change what the plan says; every group then knows its business.

    `people`: the agency's persons by the keyed hash of their NIK; `source` names the list.
    """
    groups = dict(CommodityGroup.objects.values_list("code", "pk"))
    new = [outcome for outcome in plan.outcomes if outcome.group.business is None]
    old = [outcome for outcome in plan.outcomes if outcome.group.business is not None]
    _create(new, people, agency, groups)
    _change_people(old, known)
    _change_businesses(old, groups)
    _write_figures(plan.outcomes, known, source)
    _write_claims(plan.outcomes, source)
    _write_channels(plan.outcomes, agency)


def _create(
    outcomes: list[Outcome],
    people: dict[str, int],
    agency: Agency,
    groups: dict[str, int],
) -> None:
    """New businesses, with the owners that are not known yet; one owner may have several."""
    owners: list[Person] = []
    by_nik: dict[str, Person] = {}
    owner_of: list[tuple[Outcome, Person | int]] = []
    for outcome in outcomes:
        index = _nik_index(outcome.values)
        known = people.get(index) or by_nik.get(index)
        if known is None:
            known = _new_person(outcome.values, agency)
            owners.append(known)
            if index:
                by_nik[index] = known
        owner_of.append((outcome, known))
    Person.objects.bulk_create(owners, batch_size=AT_ONCE)
    businesses = [
        _new_business(
            outcome.values,
            owner if isinstance(owner, int) else owner.pk,
            agency,
            groups,
        )
        for outcome, owner in owner_of
    ]
    Business.objects.bulk_create(businesses, batch_size=AT_ONCE)
    for (outcome, _), business in zip(owner_of, businesses, strict=True):
        outcome.group.business = business.pk
        outcome.person = business.owner_id


def _nik_index(values: dict[str, Any]) -> str:
    return blind_index(values["nik"], "nik") if values.get("nik") else ""


def _new_person(values: dict[str, Any], agency: Agency) -> Person:
    person = Person(
        agency=agency,
        name=values["owner_name"],
        sex=values.get("sex") or "",
        birth_date=_date(values.get("birth_date")),
        email=values.get("email") or "",
        region_id=values.get("region"),
    )
    person.nik_status = values["nik_status"]
    _put_nik(person, values.get("nik"))
    _put_phone(person, values.get("phone"))
    person.other_phones = values.get("other_phones")
    person.phone_indexes = [
        blind_index(each, "phone")
        for each in [
            values.get("phone"),
            *(values.get("other_phones") or "").split(", "),
        ]
        if each
    ]
    return person


def _put_nik(person: Person, nik: str | None) -> None:
    if nik:
        person.set_nik(nik)


def _put_phone(person: Person, phone: str | None) -> None:
    person.phone = phone or None
    person.phone_index = blind_index(phone, "phone") if phone else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _new_business(
    values: dict[str, Any], owner: int, agency: Agency, groups: dict[str, int]
) -> Business:
    business = Business(agency=agency, owner_id=owner)
    for name, attribute in BUSINESS_FIELDS.items():
        if values.get(name) is not None:
            setattr(business, attribute, values[name])
    business.commodity_group_id = groups.get(values.get("commodity_group") or "")
    return business


def _change_people(outcomes: list[Outcome], known: dict[int, Known]) -> None:
    """What an owner lacked, and where he is reached now. His name and NIK stay."""
    wanted = {"nik", "sex", "birth_date", "phone", "other_phones", "email"}
    changed: dict[int, dict[str, Change]] = defaultdict(dict)
    for outcome in outcomes:  # one owner may have several businesses in a list
        if wanted & outcome.changes.keys():
            changed[known[outcome.business].person] |= outcome.changes
    people = list(Person.objects.select_for_update().filter(pk__in=changed))
    for person in people:
        new = {
            name: change.new
            for name, change in changed[person.pk].items()
            if name in wanted
        }
        _put_nik(person, new.get("nik"))
        if "phone" in new:
            _put_phone(person, new["phone"])
        for name in {"sex", "email", "other_phones"} & new.keys():
            setattr(person, name, new[name])
        person.birth_date = _date(new.get("birth_date")) or person.birth_date
    fields = ["nik", "nik_index", "nik_last_four", "nik_status", "sex", "birth_date"]
    fields += ["phone", "phone_index", "other_phones", "email"]
    update_rows(people, fields)


def _change_businesses(outcomes: list[Outcome], groups: dict[str, int]) -> None:
    wanted = {*BUSINESS_FIELDS, "commodity_group"}
    changed: dict[int, dict[str, Change]] = defaultdict(dict)
    for outcome in outcomes:
        if wanted & outcome.changes.keys():
            changed[outcome.business] |= outcome.changes
    now = timezone.now()
    found = list(
        Business.objects.select_for_update(of=("self",)).filter(pk__in=changed)
    )
    for business in found:
        new = {name: change.new for name, change in changed[business.pk].items()}
        for name in BUSINESS_FIELDS.keys() & new.keys():
            setattr(business, BUSINESS_FIELDS[name], new[name])
        if "commodity_group" in new:
            business.commodity_group_id = groups.get(new["commodity_group"])
        if business.status != Business.Status.ACTIVE:
            business.listed_at = None
        business.updated_at = now
    fields = [
        *BUSINESS_FIELDS.values(),
        "commodity_group_id",
        "listed_at",
        "updated_at",
    ]
    fields = [name.removesuffix("_id") for name in fields]
    update_rows(found, fields)


def _write_figures(
    outcomes: Iterable[Outcome], known: dict[int, Known], source: str
) -> None:
    """A year's figures, filled in or changed; men and women go before an old total."""
    new: list[YearlyFigures] = []
    touched: dict[tuple[int, int], dict[str, Any]] = {}
    for outcome in outcomes:
        for year, changes in outcome.figures.items():
            values = {name: change.new for name, change in changes.items()}
            business = outcome.business
            if business in known and year in known[business].figures:
                touched[business, year] = values
            else:
                row = YearlyFigures(business_id=business, year=year, source=source)
                new.append(_put_figures(row, values))
    YearlyFigures.objects.bulk_create(new, batch_size=AT_ONCE)
    businesses = {business for business, _ in touched}
    rows: Any = YearlyFigures.objects.filter(business__in=businesses)
    found = [row for row in rows if (row.business_id, row.year) in touched]
    for row in found:
        _put_figures(row, touched[row.business_id, row.year]).source = source
    fields = [*COUNTS, "investment", "sales", "production_value", "raw_material_value"]
    fields += ["capacity", "unit", "source"]
    update_rows(found, fields)


def _put_figures(row: YearlyFigures, values: dict[str, Any]) -> YearlyFigures:
    for name, value in values.items():
        setattr(row, name, Decimal(value) if name == "capacity" else value)
    male, female, total = row.workers_male, row.workers_female, row.workers
    if male is None or female is None or total == male + female:
        return row
    if {"workers_male", "workers_female"} & values.keys():
        row.workers = male + female
    else:
        row.workers_male = row.workers_female = None
    return row


def _write_claims(outcomes: Iterable[Outcome], source: str) -> None:
    """A number replaces the bare word that there is one."""
    claims, numbered = [], defaultdict(set)
    for outcome in outcomes:
        for _, claim in outcome.claims:
            if claim["number"]:
                numbered[claim["scheme"]].add(outcome.business)
            claims.append(
                Claim(
                    business_id=outcome.business,
                    scheme=claim["scheme"],
                    number=claim["number"],
                    raw=claim["raw"],
                    findings=claim["findings"],
                    source=source,
                    as_of=_date(claim["as_of"]),
                )
            )
    for scheme, businesses in numbered.items():
        Claim.objects.filter(business__in=businesses, scheme=scheme, number="").delete()
    Claim.objects.bulk_create(claims, batch_size=AT_ONCE, ignore_conflicts=True)


def _write_channels(outcomes: Iterable[Outcome], agency: Agency) -> None:
    CoachingRelation.objects.bulk_create(
        [
            CoachingRelation(
                business_id=outcome.business, agency=agency, channel=channel
            )
            for outcome in outcomes
            for channel in outcome.channels
        ],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
