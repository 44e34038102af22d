"""Seals over the history: what was written stays provably as it was.

Writers are not held up: a job seals, every minute, what has been committed since. Keys are
drawn before a transaction commits, so a lower one may appear later: what turns up within
LATEST is sealed then; what turns up after that was put in by hand, and `checking` says so.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import HistorySeal
from apps.accounts.seal_anchor import drop_anchor
from ikmportal.encryption import EncryptedTextField
from ikmportal.history import growing_models

AT_ONCE = 10_000  # rows of a seal
LATEST = timedelta(hours=6)  # no transaction is open for longer
HASH_BYTES = 16
LOCK = 0x5EA1  # of these seals, among the advisory locks
Ranges = list[list[int]]
# What the text of a row depends on.
SETTINGS = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, MDY",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}


def seal_history() -> int:
    """Seal what was written since. Returns how many rows that was."""
    sealed = sum(count for model in sealed_models() for count in _seal_table(model))
    if sealed and (last := HistorySeal.objects.last()):
        drop_anchor(last)
    return sealed


def sealed_models() -> list[Any]:
    return [model for model in growing_models() if model is not HistorySeal]


def _seal_table(model: Any) -> Iterator[int]:
    count = AT_ONCE
    while count == AT_ONCE:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            count = _seal_block(model)
        yield count


def _seal_block(model: Any) -> int:
    """One seal over rows that have none; the seals of all tables are one chain."""
    table, columns = model._meta.db_table, columns_of(model)
    floor, covered = _covered(table)
    key = model._meta.pk.column
    rows = hashes_of(
        model,
        columns,
        f'row."{key}" > %s AND NOT (row."{key}"::bigint <@ %s::int8multirange)',
        [floor, multirange(covered)],
        limit=AT_ONCE,
    )
    if not rows:
        return 0
    last = HistorySeal.objects.last()
    before = HistorySeal.objects.filter(table=table).last()
    keys = [key for key, _digest in rows]
    seal = HistorySeal(
        number=last.number + 1 if last else 1,
        made_at=timezone.now(),
        table=table,
        columns=columns,
        ranges=ranges_of(keys),
        highest=max(keys[-1], before.highest if before else 0),
        hashes=b"".join(digest for _key, digest in rows),
    )
    seal.mac = seal.mac_after(last.mac if last else "")
    seal.save(force_insert=True)
    return len(rows)


def _covered(table: str) -> tuple[int, Ranges]:
    """The key up to which everything is settled, and the keys above it that have a seal."""
    since = timezone.now() - LATEST
    seals = HistorySeal.objects.filter(table=table)
    settled = seals.filter(made_at__lte=since).last()
    recent = seals.filter(made_at__gt=since).values_list("ranges", flat=True)
    return settled.highest if settled else 0, [each for part in recent for each in part]


def columns_of(model: Any) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


def hashes_of(
    model: Any,
    columns: Sequence[str],
    condition: str,
    parameters: Sequence[Any],
    limit: int | None = None,
) -> list[tuple[int, bytes]]:
    """Key and hash of these rows, by key: of every column, and of who did it.

    Of an encrypted column only whether it is empty: its text changes with the key, and the
    keyed hash beside it says what it holds.
    """
    table, key = model._meta.db_table, model._meta.pk.column
    sealed = {
        field.column
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    parts = [
        f'row."{name}" IS NULL' if name in sealed else f'row."{name}"'
        for name in columns
    ]
    join = ""
    if "pgh_context_id" in columns:
        join = (
            "LEFT JOIN pghistory_context AS context ON context.id = row.pgh_context_id"
        )
        parts.append("context.metadata->>'user'")
    sql = (
        f'SELECT row."{key}", substring('  # noqa: S608  names of our own columns
        f"sha256(convert_to(ROW({', '.join(parts)})::text, 'UTF8')) FROM 1 FOR {HASH_BYTES}"
        f') FROM "{table}" AS row {join} WHERE {condition} ORDER BY row."{key}"'
    )
    with transaction.atomic(), connection.cursor() as cursor:
        for name, value in SETTINGS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        cursor.execute(sql + (f" LIMIT {limit}" if limit else ""), parameters)
        return [(found, bytes(digest)) for found, digest in cursor.fetchall()]


def ranges_of(keys: Sequence[int]) -> Ranges:
    """[first, last] of each run of keys without a gap."""
    starts = [keys[0], *(b for a, b in pairwise(keys) if b != a + 1)]
    ends = [*(a for a, b in pairwise(keys) if b != a + 1), keys[-1]]
    return [[start, end] for start, end in zip(starts, ends, strict=True)]


def multirange(ranges: Ranges) -> str:
    return "{" + ",".join(f"[{first},{last}]" for first, last in ranges) + "}"
