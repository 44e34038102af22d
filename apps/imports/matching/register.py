"""What an agency's register holds already, as far as an import may meet it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apps.agencies.models import Agency
from apps.businesses.matching.evidence import describe
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


@dataclass
class Register:
    """Businesses to compare with, owners by the hash of their NIK, and rows of the same file.

    `hidden`: those that the agency has, but who asked for the import may not see. `seen` tells
    whether two of them hold the same.
    """

    index: Index[int] = field(default_factory=Index)
    hidden: set[int] = field(default_factory=set)
    owners: dict[int, int] = field(default_factory=dict)
    nibs: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    same_file: dict[tuple[str, int], int] = field(default_factory=dict)
    seen: str = ""


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
    register, seen = Register(), hashlib.sha256()
    names = list(COMPARED.values())
    theirs = Business.objects.known_to(agency.pk)
    rows = theirs.order_by("pk").values_list("pk", "owner_id", *COMPARED)
    for row in rows.iterator(chunk_size=5_000):
        seen.update(repr(row).encode())
        business, owner, *compared = row
        values = dict(zip(names, compared, strict=True))
        register.owners[business] = owner
        if nib := values["nib"]:
            register.nibs[nib] = business
        if to_compare:
            description = describe(values)
            register.index.add(business, description)
            register.index.terms.add(description)
    if by is not None:
        seen = Business.objects.visible_to(by).values("pk")
        hidden = theirs.exclude(pk__in=seen)
        register.hidden = set(hidden.values_list("pk", flat=True))
    people = Person.objects.filter(agency=agency, nik_index__in=set(niks))
    register.people = {
        nik: pk for nik, pk in people.values_list("nik_index", "pk") if nik
    }
    earlier = ImportRow.objects.filter(
        batch__agency=agency,
        batch__sha256=sha256,
        batch__state=ImportBatch.State.COMMITTED,
        business__isnull=False,
    )
    for sheet, row, business in earlier.order_by("pk").values_list(
        "sheet", "row", "business"
    ):
        register.same_file[sheet, row] = business
    beside = [register.hidden, register.people.items(), register.same_file.items()]
    seen.update(repr([sorted(each) for each in beside]).encode())
    register.seen = seen.hexdigest()
    return register
