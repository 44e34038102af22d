"""What is to become of each row: new, changes (old → new), unchanged, to be decided, refused.

Pure: from the rows, how they group, and what the known businesses hold now.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.imports.cleaning.record import Record
from apps.imports.matching.grouping import Group, Grouping
from apps.imports.matching.register import Register
from apps.imports.outcomes import Known, Newcomer, Outcome, outcome_of
from ikmportal.encryption import blind_index

DECISIONS = ["create", "update", "same", "decide", "refused"]


@dataclass(slots=True)
class PlannedRow:
    record: Record
    decision: str
    reason: str = ""
    duplicates: Sequence[dict[str, Any]] = ()
    changes: Mapping[str, list[Any]] = field(default_factory=dict)
    group: Group | None = None


@dataclass
class Plan:
    rows: list[PlannedRow]
    outcomes: list[Outcome | Newcomer]
    counts: dict[str, int]


def make_plan(
    records: list[Record],
    grouping: Grouping,
    known: dict[int, Known],
    register: Register,
    skipped: int = 0,
) -> Plan:
    """`known` holds every business that a group belongs to, by its id."""
    outcomes = [
        outcome_of(
            group, records, known.get(group.business) if group.business else None
        )
        for group in grouping.groups
    ]
    _drop_taken(outcomes, register)
    by_row = {row: outcome for outcome in outcomes for row in outcome.group.rows}
    rows = [_row(i, record, grouping, by_row) for i, record in enumerate(records)]
    counts = Counter(row.decision for row in rows)
    left_out = counts.pop("skipped", 0)
    totals = {"rows": sum(counts.values())} | {name: counts[name] for name in DECISIONS}
    return Plan(rows, outcomes, totals | {"skipped": skipped + left_out})


def _drop_taken(outcomes: list[Outcome | Newcomer], register: Register) -> None:
    """Leave out a NIK or NIB that somebody else in the register or the list has already.

    The database would refuse the whole list for it; so it is only this value that stays blank.
    """
    nibs, niks = dict(register.nibs), dict(register.people)
    for place, outcome in enumerate(outcomes):
        nib, nik = outcome.values.get("nib"), outcome.changes.get("nik")
        mine = outcome.group.business or id(outcome)
        if nib and nibs.setdefault(nib, mine) != mine:
            outcomes[place] = _without_nib(outcome)
        if nik and outcome.person:
            owner = niks.setdefault(blind_index(nik.new, "nik"), outcome.person)
            if owner != outcome.person:
                del outcome.changes["nik"]


def _without_nib(outcome: Outcome | Newcomer) -> Outcome:
    outcome = outcome.in_full() if isinstance(outcome, Newcomer) else outcome
    outcome.values["nib"] = ""
    outcome.changes.pop("nib", None)
    return outcome


def _row(
    position: int,
    record: Record,
    grouping: Grouping,
    by_row: dict[int, Outcome | Newcomer],
) -> PlannedRow:
    duplicates = grouping.duplicates.get(position, ())
    if record.refused and position not in grouping.group_of:
        return PlannedRow(record, "refused", record.refused)
    if position in grouping.outside:
        return PlannedRow(record, "refused", "outside_area")
    if position in grouping.left_out:
        return PlannedRow(record, "skipped", "left_out", duplicates)
    if position in grouping.undecided:
        return PlannedRow(record, "decide", "duplicate", duplicates)
    outcome = by_row[position]
    group = outcome.group
    if group.business is None and group.rows[0] == position:
        return PlannedRow(record, "create", "", duplicates, {}, group)
    assert isinstance(outcome, Outcome)  # noqa: S101  the only row of a newcomer is its first
    changes = _changes_by(position, outcome)
    decision = "update" if position in outcome.rows_with_effect() else "same"
    return PlannedRow(record, decision, record.refused, duplicates, changes, group)


def _changes_by(position: int, outcome: Outcome) -> dict[str, list[Any]]:
    """What this row brings: [old, new] by field; a year's figures as «sales 2019»."""
    found = {
        name: [change.old, change.new]
        for name, change in outcome.changes.items()
        if change.row == position
    }
    for year, figures in outcome.figures.items():
        for name, change in figures.items():
            if change.row == position:
                found[f"{name} {year}"] = [change.old, change.new]
    for row, claim in outcome.claims:
        if row == position:
            found[f"claim {claim['scheme']}"] = [None, claim["number"]]
    found |= {
        f"channel {c}": [None, c]
        for c, row in outcome.channels.items()
        if row == position
    }
    return found
