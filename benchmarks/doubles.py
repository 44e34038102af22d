"""How well doubles are found, and errors in cells, in workbooks whose truth is known.

Each goes the real way: the file is read, laid out, mapped, cleaned, matched and planned.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.plain_splink import splink_rows
from benchmarks.workbooks import CELL_ERRORS, ROWS, Workbook, workbook

HELD_OUT = (31, 32, 33)  # of which nothing was learned, and no rule made
LEAST_RECALL, LEAST_PRECISION, LEAST_WHEN_SURE = 0.95, 0.80, 0.995
Pair = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Pairs of rows that were found against those that are one."""

    recall: float
    precision: float
    missed: Counter[str]


def planned(book: Workbook, agency: Any) -> tuple[Any, Any]:
    """The reading of a workbook and its plan against an empty register."""
    from apps.imports.importing import plan_records, read_list

    reading = read_list(book.content, agency)
    return reading, plan_records(reading.records, agency, skipped=reading.skipped)


def pairs_found(planning: Any, least: float) -> set[Pair]:
    """Pairs of rows that the plan says are one, with this score or a higher one."""
    return {
        (min(row.record.row, each["row"]), max(row.record.row, each["row"]))
        for row in planning.plan.rows
        for each in row.duplicates
        if "row" in each and each["score"] >= least
    }


def against(truth: Workbook, found: set[Pair]) -> Found:
    right = found & truth.pairs
    missed = Counter(
        truth.kinds[max(pair, key=lambda row: bool(truth.kinds[row]))]
        for pair in truth.pairs - found
    )
    return Found(
        len(right) / len(truth.pairs), len(right) / len(found) if found else 1.0, missed
    )


def joined_rightly(book: Workbook, agency: Any) -> tuple[int, int]:
    """Every second row stands in the register: how many of the others the plan gives to a
    business of it, and how many of them rightly. Nothing stays.
    """
    from django.db import transaction

    from apps.imports.commit import write
    from apps.imports.importing import plan_records, read_list

    records = [r for r in read_list(book.content, agency).records if not r.refused]
    standing = [record for record in records if record.row % 2]
    with transaction.atomic():
        as_new = dict.fromkeys(range(len(standing)), ("create", None))
        known = plan_records(standing, agency, choices=as_new)
        write(known.plan, known.known, known.register.people, agency, "")
        rows = {
            row.group.business: row.record.row for row in known.plan.rows if row.group
        }
        others = [record for record in records if not record.row % 2]
        found = {
            (
                min(row.record.row, rows[row.group.business]),
                max(row.record.row, rows[row.group.business]),
            )
            for row in plan_records(others, agency).plan.rows
            if row.group and row.group.business in rows
        }
        transaction.set_rollback(True)
    return len(found), len(found & book.pairs)


def errors_unsaid(book: Workbook, reading: Any) -> list[Any]:
    """The seeded errors of which nothing was said about their row and column."""
    from apps.imports.correcting import columns_for

    (sheet,) = reading.sheets
    said = {
        (record.row, column.letter)
        for record in reading.records
        for note in record.notes
        for column in columns_for(note.field, note.finding.code, sheet.columns)
    }
    return [each for each in book.errors if (each.row, each.column) not in said]


def doubles_found(
    rows: int = ROWS, seeds: Iterable[int] = HELD_OUT
) -> list[dict[str, Any]]:
    """Recall and precision on held-out seeds, the floors beside; then plain Splink's."""
    from apps.agencies.models import Agency
    from apps.businesses.matching.evidence import DOUBTFUL, SAME

    agency = Agency.objects.get(code="DISPERINDAG-DPS")
    lines: list[dict[str, Any]] = []
    for seed in seeds:
        book = workbook(seed, rows, round(CELL_ERRORS * rows / ROWS))
        reading, planning = planned(book, agency)
        ask = against(book, pairs_found(planning, DOUBTFUL))
        same = against(book, pairs_found(planning, SAME))
        note = f"seed {seed}, {len(book.pairs)} pairs in {rows} rows"
        lines += [
            _line("doubles, ask: recall", ask.recall, LEAST_RECALL, note),
            _line("doubles, ask: precision", ask.precision, LEAST_PRECISION, note),
            _line("doubles, same: recall", same.recall, None, note),
            _line("doubles, same: precision", same.precision, LEAST_WHEN_SURE, note),
            _line(
                "doubles, registered: precision",
                _share(*joined_rightly(book, agency)),
                LEAST_WHEN_SURE,
                note,
            ),
            _line(
                "errors in cells not said",
                len(errors_unsaid(book, reading)),
                0,
                f"seed {seed}, of {len(book.errors)}",
            ),
            _line(
                "matching, s for 1,000 rows",
                planning.seconds["match"] / rows * 1_000,
                None,
                f"seed {seed}",
            ),
            *splink_rows(book, reading, seed),
        ]
    return lines


def _share(all_of_them: int, right: int) -> float:
    return right / all_of_them if all_of_them else 1.0


def _line(work: str, value: float, floor: float | None, note: str) -> dict[str, Any]:
    beside = "" if floor is None else "what it must be"
    return {
        "work": work,
        "value": value,
        "beside": beside,
        "floor": floor,
        "note": note,
    }
