"""What an agency's register holds already, as far as an import may meet it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apps.agencies.models import Agency
from apps.businesses.matching.evidence import Description, describe, forget_words
from apps.businesses.matching.index import Index
from apps.businesses.models import Business, Person
from apps.imports.models import ImportBatch, ImportRow

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
# What an export says of every business in so many words; numbers of people may be masked.
SAID = ("owner_name", "business_name", "brand", "nib", "region", "products", "address")
NUMBERS = ("nik", "phone", "born")


def words_of(values: Mapping[str, Any]) -> int:
    """Equal for two that say the same, letter for letter, and leave the same unsaid."""
    said = " | ".join(values.get(name) or "" for name in SAID)
    return hash(" ".join(said.casefold().split()))


@dataclass
class Register:
    """Businesses to compare with, owners by the hash of their NIK, and rows of the same file.

    `hidden`: those that the agency has, but who asked for the import may not see. `by_words`:
    businesses by what they say (`words_of`); of those that say the same, `agencies` have codes.
    `seen` tells whether two registers hold the same.
    """

    index: Index[int] = field(default_factory=Index)
    hidden: set[int] = field(default_factory=set)
    owners: dict[int, int] = field(default_factory=dict)
    nibs: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    same_file: dict[tuple[str, int], int] = field(default_factory=dict)
    seen: str = ""
    by_words: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    agencies: dict[int, str] = field(default_factory=dict)

    def letter_for_letter(
        self, values: Mapping[str, Any], row: Description
    ) -> int | None:
        """The one business that says exactly what a row says, and has the row's numbers."""
        alike = [
            business
            for business in self.by_words.get(words_of(values), [])
            if _has_numbers_of(row, self.index.described[business])
        ]
        if len(alike) > 1 and (agency := values.get("_agency")):
            alike = [each for each in alike if self.agencies.get(each) == agency]
        return alike[0] if len(alike) == 1 else None

    def forget_likeness(self) -> None:
        """Once rows have been compared with it: of what follows only its keys are asked."""
        self.index = Index()
        self.by_words.clear()
        forget_words()


def _has_numbers_of(row: Description, known: Description) -> bool:
    return all(getattr(row, name) in ("", getattr(known, name)) for name in NUMBERS)


def load_register(
    agency: Agency,
    niks: Iterable[str],
    sha256: str,
    by: "User | None" = None,
    *,
    to_compare: bool = True,
) -> Register:
    """`niks`: the keyed hashes that the file brings; `by`: who asked, None for the command.

    Not `to_compare`, its index stays empty: enough to see that nothing has changed.
    """
    register, told = Register(), hashlib.sha256()
    names = list(COMPARED.values())
    theirs = Business.objects.known_to(agency.pk)
    rows = theirs.order_by("pk").values_list("pk", "owner_id", "agency_id", *COMPARED)
    for row in rows.iterator(chunk_size=5_000):
        told.update(repr(row).encode())
        business, owner, _agency, *compared = row
        values = dict(zip(names, compared, strict=True))
        register.owners[business] = owner
        if nib := values["nib"]:
            register.nibs[nib] = business
        if to_compare:
            _compare_with(register, business, values)
    twins = [key for keys in register.by_words.values() if keys[1:] for key in keys]
    register.agencies = dict(
        Business.objects.filter(pk__in=twins).values_list("pk", "agency__code")
    )
    if by is not None:
        seen = Business.objects.visible_to(by).values("pk")
        hidden = theirs.exclude(pk__in=seen)
        register.hidden = set(hidden.values_list("pk", flat=True))
    register.people = _owners_of(agency, niks)
    register.same_file = _rows_before(agency, sha256)
    beside: list[Any] = [register.hidden, register.people.items()]
    beside.append(register.same_file.items())
    told.update(repr([sorted(each) for each in beside]).encode())
    register.seen = told.hexdigest()
    return register


def _compare_with(register: Register, business: int, values: Mapping[str, Any]) -> None:
    description = describe(values)
    register.by_words[words_of(values)].append(business)
    register.index.add(business, description)
    register.index.terms.add(description)


def _owners_of(agency: Agency, niks: Iterable[str]) -> dict[str, int]:
    people = Person.objects.filter(agency=agency, nik_index__in=set(niks))
    return {nik: pk for nik, pk in people.values_list("nik_index", "pk") if nik}


def _rows_before(agency: Agency, sha256: str) -> dict[tuple[str, int], int]:
    """Which business each row of the same file became when it was saved before."""
    earlier = ImportRow.objects.filter(
        batch__agency=agency,
        batch__sha256=sha256,
        batch__state=ImportBatch.State.COMMITTED,
        business__isnull=False,
    )
    rows = earlier.order_by("pk").values_list("sheet", "row", "business")
    return {(sheet, row): business for sheet, row, business in rows}
