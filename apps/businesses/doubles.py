"""Finds records that may be one: while somebody types, and through a whole register."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.agencies.models import Agency
from apps.businesses.identifiers import read_nik, read_phones
from apps.businesses.matching.evidence import (
    DOUBTFUL,
    SAME,
    Description,
    compare,
    describe,
)
from apps.businesses.matching.index import Index
from apps.businesses.matching.names import rare_words, words
from apps.businesses.models import Business, DuplicateCandidate, Person
from ikmportal.encryption import blind_index

if TYPE_CHECKING:
    from apps.accounts.models import User

COMPARED = {
    "owner__name": "owner_name",
    "owner__nik_index": "nik_index",
    "owner__phone_index": "phone_index",
    "name": "business_name",
    "brand": "brand",
    "nib": "nib",
    "region_id": "region",
    "products": "products",
    "address": "address",
    "owner__birth_date": "birth_date",
}
# Of people less is known that tells: a name alone, or one with an area, puts nobody here.
COMPARED_OF_PEOPLE = {
    "name": "owner_name",
    "nik_index": "nik_index",
    "phone_index": "phone_index",
    "region_id": "region",
    "birth_date": "birth_date",
}
EACH = 40  # candidates by each kind of evidence
MOST_KEYS = 1_000
MOST_SHOWN = 5
EVIDENCE: dict[str, str | Promise] = {
    "nik": _("the same NIK"),
    "nib": _("the same NIB"),
    "phone": _("the same phone number"),
    "name": _("the same name or brand"),
    "owner": _("the same owner's name"),
    "village": _("the same area"),
    "product": _("the same products"),
    "address": _("the same address"),
    "born": _("the same date of birth"),
}
AGAINST: dict[str, str | Promise] = {
    "nik": _("another NIK"),
    "nib": _("another NIB"),
    "phone": _("another phone number"),
    "name": _("another name or brand"),
    "owner": _("another owner's name"),
    "village": _("another area"),
    "product": _("other products"),
    "address": _("another address"),
    "born": _("another date of birth"),
}


def in_words(words: dict[str, str | Promise], kinds: Iterable[str]) -> list[str]:
    return [str(words.get(kind, kind)) for kind in kinds]


@dataclass(frozen=True)
class Likely:
    """A business that may be the one that is typed; what agrees, in words."""

    business: Business
    score: float
    evidence: tuple[str, ...]
    against: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.score >= SAME

    @property
    def words(self) -> list[str]:
        return in_words(EVIDENCE, self.evidence)


@dataclass(frozen=True)
class Elsewhere:
    """Another agency seems to have this business: its name, and nothing of the record."""

    agency: Agency
    business: int
    evidence: tuple[str, ...] = ()


def described(typed: dict[str, Any]) -> Description:
    """What somebody typed, as it is compared: fields named as an import's.

    `owner` is a known Person, if one was chosen.
    """
    nik, phones = read_nik(typed.get("nik", "")), read_phones(typed.get("phone", ""))
    owner = typed.get("owner")
    known = (owner.nik_index or "", owner.phone_index or "") if owner else ("", "")
    return describe(
        {
            **typed,
            "nik_index": blind_index(nik.value, "nik") if nik.value else known[0],
            "phone_index": blind_index(phones.value, "phone")
            if phones.value
            else known[1],
        }
    )


def likely_doubles(typed: dict[str, Any], *, by: "User") -> list[Likely]:
    """The likeliest of those that the officer may see, with the evidence; they block nothing."""
    found, description = [], described(typed)
    for business in candidates(description, by=by):
        known = description_of(business)
        likeness = compare(description, known)
        # Half typed, the whole of a name is all that there may be to go by.
        same_name = {*description.names} & {*known.names} and not likeness.against
        if likeness.score >= DOUBTFUL or same_name:
            found.append(
                Likely(business, likeness.score, likeness.agreeing, likeness.against)
            )
    return sorted(found, key=lambda each: -each.score)[:MOST_SHOWN]


def candidates(typed: Description, *, by: "User") -> list[Business]:
    """Those he sees that share something telling, each kind looked up by an index of its own."""
    asked = [
        Q(owner__nik_index=typed.nik) if typed.nik else None,
        Q(nib=typed.nib) if typed.nib else None,
        Q(owner__phone_indexes__contains=[typed.phone]) if typed.phone else None,
    ]
    found: dict[int, Business] = {}
    rows = Business.objects.visible_to(by).select_related("owner", "region")
    for condition in filter(None, asked):
        found.update({row.pk: row for row in rows.filter(condition)[:EACH]})
    telling = {word for name in typed.names for word in rare_words(name)}
    for text in [*sorted(telling, key=len, reverse=True)[:2], typed.owner]:
        if len(text) > 3:  # shorter ones tell nothing, and no index finds them
            # Keys first, and many: for 40 whole rows the planner walks all that one may see.
            keys = rows.matching(text, by=by).order_by().values_list("pk", flat=True)
            chosen = list(keys[:MOST_KEYS])[:EACH]
            found.update({row.pk: row for row in rows.filter(pk__in=chosen)})
    return list(found.values())


def description_of(business: Business) -> Description:
    owner = business.owner
    return describe(
        {
            "nik_index": owner.nik_index,
            "phone_index": owner.phone_index,
            "owner_name": owner.name,
            "business_name": business.name,
            "brand": business.brand,
            "nib": business.nib,
            "region": business.region_id,
            "products": " ".join(words(business.products)),
            "address": business.address,
            "birth_date": owner.birth_date,
        }
    )


def known_elsewhere(typed: dict[str, Any], *, by: "User") -> list[Elsewhere]:
    """Other agencies that seem to have it, by an equal NIK or NIB alone: hashes, no names."""
    description = described(typed)
    asked = Q(pk__in=[])
    if description.nik:
        asked |= Q(owner__nik_index=description.nik)
    if description.nib:
        asked |= Q(nib=description.nib)
    seen = Business.objects.visible_to(by).values("pk")
    rows = Business.objects.filter(asked).exclude(pk__in=seen)
    found: dict[int, Elsewhere] = {}
    for row in rows.select_related("agency", "owner")[:EACH]:
        same_nik = bool(description.nik) and row.owner.nik_index == description.nik
        same_nib = bool(description.nib) and row.nib == description.nib
        evidence = ("nik",) * same_nik + ("nib",) * same_nib
        found[row.agency_id] = Elsewhere(row.agency, row.pk, evidence)
    return list(found.values())


@transaction.atomic
def find_doubles(agency: Agency) -> int:
    """Put every pair of an agency's businesses, or people, that may be one into the queue.

    Pairs that are known, decided ones too, stay as they are. Returns how many are new.
    """
    businesses = Business.objects.filter(agency=agency)
    people = Person.objects.filter(agency=agency)
    before = DuplicateCandidate.objects.count()
    DuplicateCandidate.objects.bulk_create(
        [
            *_pairs(businesses, COMPARED, "business"),
            *_pairs(people, COMPARED_OF_PEOPLE, "person"),
        ],
        batch_size=1_000,
        ignore_conflicts=True,
    )
    return DuplicateCandidate.objects.count() - before


def _pairs(
    rows: QuerySet[Any], compared: dict[str, str], kind: str
) -> Iterator[DuplicateCandidate]:
    """Each row beside those before it that are like it, by an index in memory."""
    index: Index[int] = Index()
    names = list(compared.values())
    values = rows.order_by("pk").values_list("pk", *compared)
    described = {
        key: describe(dict(zip(names, row, strict=True)))
        for key, *row in values.iterator(chunk_size=5_000)
    }
    for description in described.values():
        index.terms.add(description)
    for key, description in described.items():
        for hit in index.like(description)[:MOST_SHOWN]:
            if kind == "person" and not {"nik", "owner"} & {*hit.likeness.agreeing}:
                continue  # who share a phone and no name are a household
            yield DuplicateCandidate(
                **{
                    f"first_{kind}_id": min(hit.key, key),
                    f"second_{kind}_id": max(hit.key, key),
                },
                score=hit.score,
                evidence={
                    "agrees": list(hit.likeness.agreeing),
                    "against": list(hit.likeness.against),
                },
            )
        index.add(key, description)


def keep_apart(pairs: Iterable[DuplicateCandidate], *, by: "User", reason: str) -> None:
    """They are not the same: remembered, so that nobody is asked again."""
    for pair in pairs:
        pair.state = DuplicateCandidate.State.DIFFERENT
        pair.decided_at, pair.decided_by = timezone.now(), by
        pair.reason = reason
        pair.save(update_fields=["state", "decided_at", "decided_by", "reason"])
