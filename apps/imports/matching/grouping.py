"""Which rows are one business, and which business of the register that is."""

from dataclasses import dataclass, field
from typing import Any

from apps.businesses.matching.evidence import SAME, Description, describe
from apps.businesses.matching.index import SURE, Hit
from apps.imports.cleaning.record import Record
from apps.imports.matching.comparing import Choices, Comparison, compare_rows
from apps.imports.matching.register import Register
from ikmportal.encryption import blind_index

RIVAL = 0.05  # a second record so close behind the first leaves the choice open
MOST_DUPLICATES = 5


@dataclass(slots=True)
class Group:
    """Rows (positions in the list) that describe one business: a known one or a new one."""

    rows: list[int] = field(default_factory=list)
    business: int | None = None
    same_file: bool = False

    @property
    def written_as(self) -> int:
        """The id of its business, which a new one has once it is written."""
        assert self.business is not None  # noqa: S101  by then it is
        return self.business


@dataclass
class Grouping:
    """`group_of` by row; a row without one waits for a decision, is refused or left out.

    `outside` are rows of businesses that who asked may not see.
    """

    groups: list[Group] = field(default_factory=list)
    of_business: dict[int, Group] = field(default_factory=dict)
    group_of: dict[int, Group] = field(default_factory=dict)
    duplicates: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    undecided: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    outside: set[int] = field(default_factory=set)


def described(record: Record) -> Description:
    nik, phone = record.get("nik"), record.get("phone")
    return describe(
        {
            **record.values,
            "nik_index": blind_index(nik, "nik") if nik else "",
            "phone_index": blind_index(phone, "phone") if phone else "",
        }
    )


def group(
    records: list[Record],
    descriptions: list[Description],
    register: Register,
    choices: Choices,
) -> Grouping:
    """Go through the list from the top; each row may join what is known or stands above it.

    `choices` are what officers decided, by position: («create», None), («skip», None),
    («business», its id) or («row», its position).
    """
    terms = register.index.terms
    for description in descriptions:
        terms.add(description)
    alike = compare_rows(records, descriptions, register, choices)
    way = _Pass(records, descriptions, register, choices, alike)
    for position, record in enumerate(records):
        if not record.refused:
            way.place(position)
        elif record.refused == "too_little":
            way.recognise(position)
    return way.result


@dataclass
class _Pass:
    """One way through a list: what stands above the row, and where it went."""

    records: list[Record]
    descriptions: list[Description]
    register: Register
    choices: Choices
    alike: Comparison
    result: Grouping = field(default_factory=Grouping)

    def place(self, position: int) -> None:
        record = self.records[position]
        found = self.alike.in_register.get(position, [])
        known = [hit for hit in found if hit.key not in self.register.hidden]
        in_file = self.alike.above.get(position, [])
        self._remember(position, known, in_file)
        kind, target = self.choices.get(position, ("", None))
        same_file = self.register.same_file.get((record.sheet, record.row))
        if kind == "skip":
            self.result.left_out.add(position)
        elif kind == "business" and self._is_seen(target):
            self._join(position, target, None)
        elif kind == "row" and target in self.result.group_of:
            self._join(position, None, target)
        elif kind == "create":
            self._open(position)
        elif same_file is not None and self._is_seen(same_file):
            self._join(position, same_file, None).same_file = True
        elif (exported := self.as_exported(position)) is not None:
            self._join(position, exported, None)
        elif position in self.alike.outside:
            self.result.outside.add(position)
            self.result.duplicates.pop(position, None)
        else:
            self._judge(position, known, in_file)

    def recognise(self, position: int) -> None:
        """A row that says too little may still be one that an export of ours held."""
        if (business := self.as_exported(position)) is not None:
            self._join(position, business, None)

    def as_exported(self, position: int) -> int | None:
        """The business that a row repeats letter for letter, as our own exports do.

        A name and a place alone are many people's; but of a prospect whose phone is masked
        there is no more to export.
        """
        record = self.records[position]
        named = record.get("business_name") or record.get("brand")
        told = record.get("products") or record.get("address")
        if not (named and told) and record.get("status") != "prospect":
            return None
        business = self.register.letter_for_letter(
            record.values, self.descriptions[position]
        )
        return business if business is not None and self._is_seen(business) else None

    def _is_seen(self, business: int) -> bool:
        register = self.register
        return business in register.index.described and business not in register.hidden

    def _judge(
        self, position: int, known: list[Hit[int]], in_file: list[Hit[int]]
    ) -> None:
        business = known[0].key if known and known[0].score >= SAME else None
        row = in_file[0].key if in_file and in_file[0].score >= SAME else None
        rivals = len(known) > 1 and _are_rivals(known[0], known[1])
        waits = row is not None and row not in self.result.group_of
        certain = None if rivals else business, None if waits else row
        if (business is not None and self._is_somebody_else(position, business)) or (
            certain == (None, None) and (rivals or waits)
        ):
            self.result.undecided.add(position)
        elif business is not None or row is not None:
            self._join(position, *certain)
        elif known or in_file:
            self.result.undecided.add(position)
        else:
            self._open(position)

    def _is_somebody_else(self, position: int, business: int) -> bool:
        """Whether this NIK is registered for another person than the owner of the business."""
        owner = self.register.owners[business]
        return self.register.people.get(self.descriptions[position].nik, owner) != owner

    def _join(self, position: int, business: int | None, row: int | None) -> Group:
        """Add a row to the group of a business, or of a row above, which may take its business."""
        result = self.result
        found = result.of_business.get(business) if business is not None else None
        if found is None and row is not None:
            beside = result.group_of[row]
            found = beside if business is None or beside.business is None else None
        if found is None:
            return self._open(position, business)
        found.rows.append(position)
        result.group_of[position] = found
        if found.business is None and business is not None:
            found.business = business
            result.of_business[business] = found
        return found

    def _open(self, position: int, business: int | None = None) -> Group:
        opened = Group([position], business)
        self.result.groups.append(opened)
        self.result.group_of[position] = opened
        if business is not None:
            self.result.of_business[business] = opened
        return opened

    def _remember(
        self, position: int, known: list[Hit[int]], in_file: list[Hit[int]]
    ) -> None:
        """What the report and the page say about likeness: rows above, then known businesses."""
        found: list[dict[str, Any]] = []
        for hit in in_file[:MOST_DUPLICATES]:
            other = self.records[hit.key]
            where = {"row": other.row, "sheet": other.sheet, "position": hit.key}
            found.append({**where, **_evidence(hit)})
        found += [
            {"business": hit.key, **_evidence(hit)} for hit in known[:MOST_DUPLICATES]
        ]
        if found:
            self.result.duplicates[position] = found


def _are_rivals(first: Hit[int], second: Hit[int]) -> bool:
    """Whether the choice between two is open: what a NIK or NIB says, likeness does not undo."""
    if SURE & {*first.likeness.agreeing} and not SURE & {*second.likeness.agreeing}:
        return False
    return second.score >= max(SAME, first.score - RIVAL)


def _evidence(hit: Hit[int]) -> dict[str, Any]:
    return {
        "score": hit.score,
        "evidence": list(hit.likeness.agreeing),
        "against": list(hit.likeness.against),
    }
