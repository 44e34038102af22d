"""What is to be written for each business that a list speaks of, and for its owner.

Pure: from its rows and what it holds now. Blank means keep; who somebody is (name, NIK, NIB,
the business's name) is filled in, never changed; figures belong to their year.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from apps.businesses.findings import found
from apps.imports.cleaning.record import BUSINESS, FIGURES, PERSONAL, Record
from apps.imports.matching.grouping import Group

IDENTITY = {
    "owner_name",
    "nik",
    "sex",
    "birth_date",
    "business_name",
    "nib",
    "legal_form",
    "established_year",
}
FILLED_ONLY = IDENTITY | {"note", "other_phones"}
Values = dict[str, Any]


@dataclass
class Known:
    """What a business of the register holds: values by field, and what hangs on it."""

    values: Values
    person: int
    own: bool = True  # registered in the tree of the agency that imports
    figures: dict[int, Values] = field(default_factory=dict)
    claims: set[tuple[str, str]] = field(default_factory=set)
    channels: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Change:
    """A field's old and new value, and the row that brought the new one."""

    old: Any
    new: Any
    row: int


@dataclass(slots=True)
class Outcome:
    """All that is to be written for one business, and for its owner."""

    group: Group
    values: Values
    changes: dict[str, Change] = field(default_factory=dict)
    figures: dict[int, dict[str, Change]] = field(default_factory=dict)
    claims: list[tuple[int, Values]] = field(default_factory=list)
    channels: dict[str, int] = field(default_factory=dict)
    said: set[str] | None = None
    known: Known | None = None
    person: int | None = None

    def __post_init__(self) -> None:
        self.person = self.known.person if self.known else None

    @property
    def business(self) -> int:
        return self.group.written_as

    def rows_with_effect(self) -> set[int]:
        figures = [
            change.row for year in self.figures.values() for change in year.values()
        ]
        own = [change.row for change in self.changes.values()]
        return {
            *own,
            *figures,
            *(row for row, _claim in self.claims),
            *self.channels.values(),
        }


@dataclass(slots=True)
class Newcomer:
    """What nothing else speaks of, as nearly all rows of a new list: it is as its row says.

    That is read from the row whenever it is asked for. Kept in full, 100,000 of them would
    be the most of what an import holds in memory.
    """

    group: Group
    record: Record
    person: int | None = None
    known: ClassVar[None] = None

    @property
    def business(self) -> int:
        return self.group.written_as

    @property
    def values(self) -> Values:
        values: Values = self.record.values
        stated = values.get("nik_status")
        status = "valid" if values.get("nik") else stated
        if status is None or (status == "valid" and not values.get("nik")):
            status = "missing"
        return values if status == stated else values | {"nik_status": status}

    @property
    def changes(self) -> dict[str, Change]:
        return {}

    @property
    def figures(self) -> dict[int, dict[str, Change]]:
        year, figures = self.record.get("year"), self.record.figures
        if not year or not figures:
            return {}
        [position] = self.group.rows
        return {
            year: {name: Change(None, new, position) for name, new in figures.items()}
        }

    @property
    def claims(self) -> list[tuple[int, Values]]:
        outcome = Outcome(self.group, {})
        _merge_claims(outcome, self.record, self.group.rows[0], None)
        return outcome.claims

    @property
    def channels(self) -> dict[str, int]:
        outcome = Outcome(self.group, {})
        _merge_channel(outcome, self.record, self.group.rows[0], None)
        return outcome.channels

    def in_full(self) -> Outcome:
        return Outcome(
            self.group,
            dict(self.values),
            figures=self.figures,
            claims=self.claims,
            channels=self.channels,
        )


def outcome_of(
    group: Group, records: list[Record], known: Known | None
) -> Outcome | Newcomer:
    if known is None and len(group.rows) == 1 and not group.same_file:
        return Newcomer(group, records[group.rows[0]])
    values = known.values if known else {}
    outcome = Outcome(group, dict(values), known=known)
    foreign = known is not None and not known.own
    for position in group.rows:
        record = records[position]
        if foreign:
            record.note("business_name", found("business.registered_elsewhere"))
        elif not group.same_file:
            _merge_values(outcome, record, position, values)
        if not group.same_file:
            _merge_claims(outcome, record, position, known)
            _merge_channel(outcome, record, position, known)
        _merge_figures(outcome, record, position, known)
    if not foreign:
        _settle_status(outcome, records, known)
    if not known:
        stated = [records[p].get("nik_status") for p in group.rows]
        kept = [status for status in stated if status not in (None, "missing", "valid")]
        outcome.values["nik_status"] = (
            "valid" if outcome.values.get("nik") else (*kept, "missing")[0]
        )
    return outcome


def _merge_values(
    outcome: Outcome, record: Record, position: int, before: Values
) -> None:
    """What was blank is filled, what differs is changed, save for who it is."""
    for name in [*PERSONAL, *BUSINESS]:
        new, now = record.get(name), outcome.values.get(name)
        if new is None or _already_said(outcome, name, record) or _equal(new, now):
            continue
        if outcome.known and name in record.inferred:
            continue
        if now not in (None, "") and (
            name in FILLED_ONLY or _is_coarser(name, new, now)
        ):
            continue
        outcome.values[name] = new
        if _equal(new, before.get(name)):
            outcome.changes.pop(name, None)
        else:
            outcome.changes[name] = Change(before.get(name), new, position)


def _already_said(outcome: Outcome, name: str, record: Record) -> bool:
    """Whether a row above has said this; only a row with its own time corrects another."""
    outcome.said = outcome.said or set()
    said = name in outcome.said
    outcome.said.add(name)
    return said and not record.get("as_of")


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
    return bool(one == other) or (one in (None, "") and other in (None, ""))


def _is_coarser(name: str, new: Any, now: Any) -> bool:
    """A district says nothing against the village that lies in it."""
    return name == "region" and str(now).startswith(str(new))


def _merge_claims(
    outcome: Outcome, record: Record, position: int, known: Known | None
) -> None:
    have = known.claims if known else set()
    schemes = {scheme for scheme, _number in have} | {
        c["scheme"] for _row, c in outcome.claims
    }
    listed = have | {(c["scheme"], c["number"]) for _row, c in outcome.claims}
    for claim in record.get("claims") or []:
        if (claim["scheme"], claim["number"]) in listed:
            continue
        if not claim["number"] and claim["scheme"] in schemes:
            continue
        bare = [c for c in outcome.claims if c[1]["scheme"] == claim["scheme"]]
        outcome.claims = [c for c in outcome.claims if c not in bare or c[1]["number"]]
        outcome.claims.append((position, {**claim, "as_of": record.get("as_of")}))


def _merge_channel(
    outcome: Outcome, record: Record, position: int, known: Known | None
) -> None:
    have = (known.channels if known else set()) | set(outcome.channels)
    channel = record.get("channel")
    if not channel and not have and not record.get("_uncoached"):
        channel = "agency"
    if channel and channel not in have:
        if (
            channel != "agency"
            and outcome.channels.get("agency") is not None
            and not known
        ):
            del outcome.channels["agency"]
        outcome.channels[channel] = position


def _merge_figures(
    outcome: Outcome, record: Record, position: int, known: Known | None
) -> None:
    year, figures = record.get("year"), record.figures
    if not year or not figures:
        return
    before = known.figures.get(year, {}) if known else {}
    if before and (outcome.group.same_file or (known and not known.own)):
        return
    changes = outcome.figures.setdefault(year, {})
    for name in FIGURES:
        new = figures.get(name)
        if new is None or _already_said(outcome, f"{name} {year}", record):
            continue
        if _equal(new, before.get(name)):
            changes.pop(name, None)
        else:
            changes[name] = Change(before.get(name), new, position)
    if not changes:
        del outcome.figures[year]


def _settle_status(
    outcome: Outcome, records: list[Record], known: Known | None
) -> None:
    """A prospect that turns out to be more is active; a list may say that it has closed."""
    if outcome.group.same_file:
        return
    stated = [(p, s) for p in outcome.group.rows if (s := records[p].get("status"))]
    position, status = stated[-1] if stated else (outcome.group.rows[-1], None)
    told_more = [
        p for p in outcome.group.rows if records[p].get("status") != "prospect"
    ]
    if status == "prospect" and (known or told_more):
        status = None if known else "active"
    now = known.values.get("status") if known else None
    if now == "prospect" and told_more and status is None:
        position, status = told_more[0], "active"
    if known is None:
        outcome.values["status"] = status or "active"
    elif status and status != now:
        outcome.values["status"] = status
        outcome.changes["status"] = Change(now, status, position)
