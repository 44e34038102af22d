"""Write a plan into the register: set-based, inside the transaction of the caller."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import Model
from django.utils import timezone

from apps.agencies.models import Agency
from apps.businesses.models import (
    Business,
    Claim,
    CoachingRelation,
    Person,
    YearlyFigures,
)
from apps.imports.bulk import (
    Part,
    Row,
    add_rows,
    add_together,
    new_keys,
    quiet_triggers,
    update_rows,
)
from apps.imports.cleaning.record import COUNTS, FIGURES
from apps.imports.outcomes import Change, Known, Newcomer, Outcome
from apps.imports.plan import Plan
from apps.sectors.models import CommodityGroup
from ikmportal.encryption import blind_index

OF_A_PART = 2_000  # new businesses, written while the next are made ready
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
    _create(_Newcomers(new, people, groups), agency, source)
    _change_people(old, known)
    _change_businesses(old, groups)
    _write_figures(old, source)
    _write_claims(old, source)
    _write_channels(old, agency)


@dataclass
class _Newcomers:
    """New businesses, with the owners that are not known yet; one owner may have several.

    `people`: known owners, whom those join that are met on the way.
    """

    outcomes: list[Outcome | Newcomer]
    people: dict[str, int]
    groups: dict[str, int]

    def parts(self, spare: Iterator[int]) -> Iterator[Part]:
        """For each part who owns its businesses, and the rows of the tables of `_create`."""
        known = dict(self.people)
        for first in range(0, len(self.outcomes), OF_A_PART):
            part = self.outcomes[first : first + OF_A_PART]
            owners: list[int] = []
            rows: tuple[list[Row], ...] = ([], [], [], [], [])
            for outcome in part:
                values = outcome.values
                index = _nik_index(values)
                owner = known.get(index)
                if owner is None:
                    owner = next(spare)
                    rows[0].append(_new_person(owner, values))
                    if index:
                        known[index] = owner
                owners.append(owner)
                rows[1].append(_new_business(outcome, values, owner, self.groups))
            rows[2].extend(_new_figures(part))
            rows[3].extend(_new_claims(part))
            rows[4].extend(_new_channels(part))
            yield owners, rows


def _create(new: _Newcomers, agency: Agency, source: str) -> None:
    outcomes = new.outcomes
    for outcome, key in zip(outcomes, new_keys(Business, len(outcomes)), strict=True):
        outcome.group.business = key
    spare = iter(new_keys(Person, len(outcomes)))
    tables: list[tuple[type[Model], Row]] = [
        (Person, {"agency_id": agency.pk}),
        (Business, {"agency_id": agency.pk, "reached_by": [agency.pk]}),
        (YearlyFigures, {"source": source}),
        (Claim, {"source": source}),
        (CoachingRelation, {"agency_id": agency.pk}),
    ]
    owners = add_together(tables, new.parts(spare), len(outcomes))
    for outcome, owner in zip(outcomes, chain.from_iterable(owners), strict=True):
        outcome.person = owner


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


def _new_business(
    outcome: Outcome | Newcomer,
    values: dict[str, Any],
    owner: int,
    groups: dict[str, int],
) -> Row:
    row: dict[str, Any] = {"id": outcome.business, "owner_id": owner}
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


def _new_figures(outcomes: Sequence[Outcome | Newcomer]) -> Iterator[Row]:
    for business, year, values, there in _figures_of(outcomes):
        if not there:
            figures = _figures(NO_FIGURES, values)
            yield {"business_id": business, "year": year, **figures}


def _write_figures(outcomes: list[Outcome | Newcomer], source: str) -> None:
    """A year's figures of known businesses, filled in or changed."""
    add_rows(YearlyFigures, _new_figures(outcomes), alike={"source": source})
    touched = {
        (business, year): values
        for business, year, values, there in _figures_of(outcomes)
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
        for _, claim in outcome.claims:
            if claim["number"]:
                numbered[claim["scheme"]].add(outcome.business)
    for scheme, businesses in numbered.items():
        Claim.objects.filter(business__in=businesses, scheme=scheme, number="").delete()
    claims = _new_claims(outcomes)
    add_rows(Claim, claims, alike={"source": source}, unless_there=True)


def _new_claims(outcomes: Iterable[Outcome | Newcomer]) -> Iterator[Row]:
    for outcome in outcomes:
        for _, claim in outcome.claims:
            yield _claim(outcome.business, claim)


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
    add_rows(
        CoachingRelation,
        _new_channels(outcomes),
        alike={"agency_id": agency.pk},
        unless_there=True,
    )


def _new_channels(outcomes: Iterable[Outcome | Newcomer]) -> Iterator[Row]:
    for outcome in outcomes:
        for channel in outcome.channels:
            yield {"business_id": outcome.business, "channel": channel}
