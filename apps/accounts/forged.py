"""Events that no change of a record made: put into a history by hand, with a fresh key.

Seals say that a row stays as it was; not that it was true. What an event must be is known all
the same: the newest one says what the record holds, each update differs from what was before,
a record is inserted once, and later keys have no much earlier time.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from apps.accounts.sealing import LATEST, sealed_models
from ikmportal.encryption import EncryptedTextField

SQL = """
    WITH seen AS (
        SELECT event.*, ROW({raw})::text AS written,
            lag(ROW({raw})::text) OVER one AS written_before,
            lag(pgh_label) OVER one AS label_before,
            lead(pgh_id) OVER one AS next_key,
            max(pgh_created_at) OVER (ORDER BY pgh_id) AS latest
        FROM "{events}" AS event
        WINDOW one AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)
    )
    SELECT pgh_id FROM seen
    LEFT JOIN "{table}" AS live ON live."{key}" = seen.pgh_obj_id
    WHERE pgh_label = 'update' AND written = written_before
        OR pgh_label = 'insert' AND label_before <> 'delete'
        OR pgh_created_at < latest - make_interval(secs => %s)
        OR next_key IS NULL AND CASE WHEN pgh_label = 'delete'
            THEN live."{key}" IS NOT NULL
            ELSE live."{key}" IS NULL OR ROW({of_seen})::text <> ROW({of_live})::text
        END
    ORDER BY pgh_id
"""


def event_models() -> list[Any]:
    return [model for model in sealed_models() if hasattr(model, "pgh_tracked_model")]


def forged_events(model: Any) -> Iterator[int]:
    """The keys of the events of one history that no change of its records made."""
    tracked = model.pgh_tracked_model._meta
    own = {field.column for field in tracked.concrete_fields}
    fields = [field for field in model._meta.concrete_fields if field.column in own]
    sql = SQL.format(
        events=model._meta.db_table,
        table=tracked.db_table,
        key=tracked.pk.column,
        raw=", ".join(f'event."{field.column}"' for field in fields),
        of_seen=", ".join(_compared("seen", field) for field in fields),
        of_live=", ".join(_compared("live", field) for field in fields),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [LATEST.total_seconds()])
        yield from (key for (key,) in cursor.fetchall())


def _compared(row: str, field: Any) -> str:
    """A column as text; of an encrypted one whether it is empty: each sealing differs."""
    name = f'{row}."{field.column}"'
    return f"{name} IS NULL" if isinstance(field, EncryptedTextField) else name
