"""What each row of a list is like: businesses of the register, and rows above it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.businesses.matching.evidence import SAME, Description
from apps.businesses.matching.index import Hit, Index
from apps.imports.cleaning.record import Record
from apps.imports.matching.register import Register
from ikmportal.side_by_side import dealt_out, processes_for

WORTH_IT = 4_000  # rows: fewer are compared before another process has begun
Choices = Mapping[int, tuple[str, Any]]
Hits = list[Hit[int]]


@dataclass(frozen=True)
class Comparison:
    """Hits by position, the likeliest first; a row that is like nothing has none.

    `outside`: rows of businesses that who asked may not see.
    """

    in_register: Mapping[int, Hits]
    above: Mapping[int, Hits]
    outside: frozenset[int]


def compare_rows(
    records: Sequence[Record],
    descriptions: Sequence[Description],
    register: Register,
    choices: Choices,
) -> Comparison:
    """Compare every row that is not refused. `register.index.terms` know the list already."""
    rows = [at for at, record in enumerate(records) if not record.refused]
    processes = processes_for(len(rows), WORTH_IT)

    def in_register(share: int, of: int) -> Iterator[tuple[int, Hits]]:
        for at in rows[share::of]:
            if hits := register.index.like(descriptions[at]):
                yield at, hits

    known = dealt_out(in_register, processes) if register.index.described else {}
    outside = {
        at for at in rows if _is_outside(at, records[at], known, register, choices)
    }
    left_out = {at for at in rows if choices.get(at, ("", None))[0] == "skip"}

    def above(share: int, of: int) -> Iterator[tuple[int, Hits]]:
        there: Index[int] = Index(terms=register.index.terms)
        for number, at in enumerate(rows):
            if number % of == share and (hits := there.like(descriptions[at])):
                yield at, hits
            if at not in outside and at not in left_out:
                there.add(at, descriptions[at])

    return Comparison(known, dealt_out(above, processes), frozenset(outside))


def _is_outside(
    at: int,
    record: Record,
    known: Mapping[int, Hits],
    register: Register,
    choices: Choices,
) -> bool:
    """Whether a row, of which nobody has decided anything, is surely one of the hidden."""
    if not register.hidden or choices.get(at, ("", None))[0]:
        return False
    same_file = register.same_file.get((record.sheet, record.row))
    if same_file is not None:
        return same_file in register.hidden
    likeliest = next(iter(known.get(at, ())), None)
    return (
        likeliest is not None
        and likeliest.score >= SAME
        and likeliest.key in register.hidden
    )
