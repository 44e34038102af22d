"""Write a plan into the register: set-based, inside the transaction of the caller."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
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
from apps.imports.bulk import Row, add_rows, new_keys, quiet_triggers, update_rows
from apps.imports.cleaning.record import COUNTS, FIGURES
from apps.imports.outcomes import Change, Known, Newcomer, Outcome
from apps.imports.plan import Plan
from apps.sectors.models import CommodityGroup
from ikmportal.encryption import blind_index

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
    quiet_triggers()
    groups = dict(CommodityGroup.objects.values_list("code", "pk"))
    new = [outcome for outcome in plan.outcomes if outcome.group.business is None]
    old = [outcome for outcome in plan.outcomes if outcome.group.business is not None]
    _create(new, people, agency, groups)
    _change_people(old, known)
    _change_businesses(old, groups)
    _write_figures(plan.outcomes, source)
    _write_claims(plan.outcomes, source)
    _write_channels(plan.outcomes, agency)


def _create(
    outcomes: list[Outcome | Newcomer],
    people: dict[str, int],
    agency: Agency,
    groups: dict[str, int],
) -> None:
    """New businesses, with the owners that are not known yet; one owner may have several."""
    owners: list[tuple[int, Outcome | Newcomer]] = []
    known = dict(people)
    spare = iter(new_keys(Person, len(outcomes)))
    for outcome, key in zip(outcomes, new_keys(Business, len(outcomes)), strict=True):
        index = _nik_index(outcome.values)
        owner = known.get(index)
        if owner is None:
            owner = next(spare)
            owners.append((owner, outcome))
            if index:
                known[index] = owner
        outcome.group.business, outcome.person = key, owner
    add_rows(
        Person,
        (_new_person(key, outcome.values) for key, outcome in owners),
        alike={"agency_id": agency.pk},
    )
    add_rows(
        Business,
        (_new_business(outcome, groups) for outcome in outcomes),
        alike={"agency_id": agency.pk, "reached_by": [agency.pk]},
    )


def _nik_index(values: dict[str, Any]) -> str:
    return blind_index(values["nik"], "nik") if values.get("nik") else ""


def _new_person(key: int, values: dict[str, Any]) -> Row:
    nik, phone = values.get("nik"), values.get("phone")
    others = values.get("other_phones")
    index = blind_index(phone, "phone") if phone else None
    more = [blind_index(each, "phone") for each in others.split(", ")] if others else []
    return {
        "id": key,
        "name": values["owner_name"],
        "sex": values.get("sex") or "",
        "birth_date": values.get("birth_date"),
        "email": values.get("email") or "",
        "region_id": values.get("region"),
        "nik": nik or None,
        "nik_index": blind_index(nik, "nik") if nik else None,
        "nik_last_four": nik[-4:] if nik else "",
        "nik_status": values["nik_status"],
        "phone": phone or None,
        "phone_index": index,
        "other_phones": others,
        "phone_indexes": [*([index] if index else []), *more],
    }


def _put_nik(person: Person, nik: str | None) -> None:
    if nik:
        person.set_nik(nik)


def _put_phone(person: Person, phone: str | None) -> None:
    person.phone = phone or None
    person.phone_index = blind_index(phone, "phone") if phone else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


NEW = Business()
BLANK = {attribute: getattr(NEW, attribute) for attribute in BUSINESS_FIELDS.values()}


def _new_business(outcome: Outcome | Newcomer, groups: dict[str, int]) -> Row:
    values = outcome.values
    row: dict[str, Any] = {"id": outcome.business, "owner_id": outcome.person}
    for name, attribute in BUSINESS_FIELDS.items():
        value = values.get(name)
        row[attribute] = BLANK[attribute] if value is None else value
    row["commodity_group_id"] = groups.get(values.get("commodity_group") or "")
    row["permits"] = sorted({claim["scheme"] for _, claim in outcome.claims})
    return row


def _change_people(outcomes: list[Outcome | Newcomer], known: dict[int, Known]) -> None:
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


def _change_businesses(
    outcomes: list[Outcome | Newcomer], groups: dict[str, int]
) -> None:
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


NO_FIGURES: Row = {name: "" if name == "unit" else None for name in FIGURES}


def _write_figures(outcomes: list[Outcome | Newcomer], source: str) -> None:
    """A year's figures, filled in or changed."""
    add_rows(
        YearlyFigures,
        (
            {"business_id": business, "year": year, **_figures(NO_FIGURES, values)}
            for business, year, values, there in _figures_of(outcomes)
            if not there
        ),
        alike={"source": source},
    )
    old = [outcome for outcome in outcomes if outcome.known]
    touched = {
        (business, year): values
        for business, year, values, there in _figures_of(old)
        if there
    }
    businesses = {business for business, _ in touched}
    rows: Any = YearlyFigures.objects.filter(business__in=businesses)
    found = [row for row in rows if (row.business_id, row.year) in touched]
    for row in found:
        before = {name: getattr(row, name) for name in FIGURES}
        row.source = source
        for name, value in _figures(before, touched[row.business_id, row.year]).items():
            setattr(row, name, value)
    update_rows(found, [*FIGURES, "source"])


def _figures_of(
    outcomes: Iterable[Outcome | Newcomer],
) -> Iterator[tuple[int, int, Row, bool]]:
    """Business, year and new values; and whether the register has figures of that year."""
    for outcome in outcomes:
        years = outcome.known.figures if outcome.known else {}
        for year, changes in outcome.figures.items():
            values = {name: change.new for name, change in changes.items()}
            yield outcome.business, year, values, year in years


def _figures(before: Row, new: Row) -> Row:
    """A year's figures with what is new in them; men and women go before an old total."""
    after = {**before, **new}
    male, female, total = (after[name] for name in COUNTS)
    if male is None or female is None or total == male + female:
        return after
    if {"workers_male", "workers_female"} & new.keys():
        return {**after, "workers": male + female}
    return {**after, "workers_male": None, "workers_female": None}


def _write_claims(outcomes: list[Outcome | Newcomer], source: str) -> None:
    """A number replaces the bare word that there is one."""
    numbered = defaultdict(set)
    for outcome in outcomes:
        for _, claim in outcome.claims if outcome.known else ():
            if claim["number"]:
                numbered[claim["scheme"]].add(outcome.business)
    for scheme, businesses in numbered.items():
        Claim.objects.filter(business__in=businesses, scheme=scheme, number="").delete()
    for known in (False, True):
        add_rows(
            Claim,
            (
                _claim(outcome.business, claim)
                for outcome in outcomes
                if known == (outcome.known is not None)
                for _, claim in outcome.claims
            ),
            alike={"source": source},
            unless_there=known,
        )


def _claim(business: int, claim: dict[str, Any]) -> Row:
    return {
        "business_id": business,
        "scheme": claim["scheme"],
        "number": claim["number"],
        "raw": claim["raw"],
        "findings": claim["findings"],
        "as_of": claim["as_of"],
    }


def _write_channels(outcomes: list[Outcome | Newcomer], agency: Agency) -> None:
    for known in (False, True):
        add_rows(
            CoachingRelation,
            (
                {"business_id": outcome.business, "channel": channel}
                for outcome in outcomes
                if known == (outcome.known is not None)
                for channel in outcome.channels
            ),
            alike={"agency_id": agency.pk},
            unless_there=known,
        )
