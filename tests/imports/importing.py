"""Short ways through an import, for tests."""

from apps.imports.batches import commit, import_now, keep_plan, plan_now, receive
from apps.imports.importing import plan_records, read_list
from apps.imports.models import ImportBatch
from ikmportal.spreadsheets import Sheet, SheetRow


def sheet_of(*rows, name="Sheet1", merged=()):
    """A sheet from plain lists, as if row 1 came first."""
    return Sheet(
        name,
        merged=[list(area) for area in merged],
        rows=[
            SheetRow(n, list(row)) for n, row in enumerate(rows, start=1) if any(row)
        ],
    )


def read_and_plan(path, agency, **options):
    reading = read_list(path.read_bytes(), agency, **options)
    planning = plan_records(reading.records, agency, skipped=reading.skipped)
    return reading, planning


def save(path, agency, **options):
    """Import a file at once, as the command does."""
    content = path.read_bytes()
    reading = read_list(content, agency, **options)
    return import_now(
        content, reading, agency, name=path.name, year=options.get("year")
    )


def planned(path, agency, by=None):
    """A batch that waits for its commit."""
    content = path.read_bytes()
    batch = receive(content, name=path.name, agency=agency, by=by)
    reading = read_list(content, agency)
    keep_plan(batch, reading, plan_now(content, reading, agency, by=by))
    return ImportBatch.objects.get(pk=batch.pk)


def ask_and_commit(batch, by=None):
    ImportBatch.objects.filter(pk=batch.pk).update(state="committing")
    commit(batch.pk, by=by)
    batch.refresh_from_db()
    return batch


def decisions(planning):
    return [row.decision for row in planning.plan.rows]


def findings(record):
    return {(note.field, note.finding.code): note.finding for note in record.notes}


def write_csv(path, *lines, encoding="utf-8"):
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path
