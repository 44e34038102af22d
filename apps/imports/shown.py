"""A plan that was shown, taken up again when it is saved: nothing is compared a second time.

Only if nothing can have changed it: the register, as far as rows are compared with it, holds
what it held then; nobody decided about a row; and all rows stand as one transaction wrote them,
so that none was touched since. This is asked of the database while the agency's other imports
wait.
"""

from django.db import connection

from apps.agencies.models import Agency
from apps.imports.cleaning.record import Record
from apps.imports.importing import Planning, plan_grouped, timed
from apps.imports.matching.grouping import Group, Grouping
from apps.imports.matching.register import load_register
from apps.imports.models import ImportBatch, ImportRow
from apps.imports.stored import StoredRow, is_stale
from ikmportal.encryption import blind_index

Decision = ImportRow.Decision


def as_it_was_shown(
    batch: ImportBatch, agency: Agency, rows: list[StoredRow], records: list[Record]
) -> Planning | None:
    """The plan, with what its businesses hold now; None if the rows have to be compared anew."""
    seconds: dict[str, float] = {}
    with timed(seconds, "match"):
        if not batch.register_seen or any(row.choice for row in rows):
            return None
        if not _is_untouched(batch):
            return None
        niks = (blind_index(nik, "nik") for r in records if (nik := r.get("nik")))
        register = load_register(
            agency, niks, batch.sha256, batch.created_by, to_compare=False
        )
        if register.same_file or register.seen != batch.register_seen:
            return None
        grouping = _grouping(rows)
    skipped = sum(len(sheet["skipped"]) for sheet in batch.sheets)
    planning = plan_grouped(
        records, agency, register, grouping, skipped=skipped, seconds=seconds
    )
    return None if is_stale(rows, planning) else planning


def _is_untouched(batch: ImportBatch) -> bool:
    """Whether all rows stand as one transaction wrote them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT xmin::text) FROM imports_importrow "
            "WHERE batch_id = %s",
            [batch.pk],
        )
        return cursor.fetchone() == (batch.total, min(batch.total, 1))


def _grouping(rows: list[StoredRow]) -> Grouping:
    """Which rows are one business, as they were kept."""
    found = Grouping()
    opened: dict[int, Group] = {}
    for row in rows:
        if row.joins is None:
            if row.decision == Decision.DECIDE:
                found.undecided.add(row.position)
            elif row.decision == Decision.SKIPPED:
                found.left_out.add(row.position)
            continue
        if row.joins not in opened:
            opened[row.joins] = Group(business=row.business_id)
            found.groups.append(opened[row.joins])
        opened[row.joins].rows.append(row.position)
        found.group_of[row.position] = opened[row.joins]
    return found
