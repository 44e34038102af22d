"""Many rows by one statement: `bulk_create` and `bulk_update` spend their time on its text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from ikmportal.encryption import EncryptedTextField

AT_ONCE = 5_000
Row = Mapping[str, Any]  # values by the attribute that they are kept in: «owner_id»
# What the database does not read as Python writes it.
WRITTEN = (EncryptedTextField, models.JSONField, ArrayField)


def quiet_triggers() -> None:
    """Say, until the transaction ends, that no trigger is to be left out.

    Where nobody has said so, each row of each trigger finds that out by an error caught.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that nobody else will be given."""
    if not count:
        return []
    key: Any = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, key.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def add_rows(
    model: type[models.Model],
    rows: Iterable[Row],
    *,
    alike: Row | None = None,
    unless_there: bool = False,
) -> None:
    """COPY new rows into the table of a model, in one statement; triggers see every row.

    All rows name the same columns, `alike` those in which they do not differ; all else is as
    a new `model()` has it. With `unless_there` a row in the way of a constraint is left out.
    """
    rest = iter(rows)
    first = next(rest, None)
    if first is None:
        return
    meta: Any = model._meta
    named = [meta.get_field(name) for name in first]
    sample = model(**(alike or {}))
    others = [
        column
        for column in meta.concrete_fields
        if column not in named
        and not column.primary_key
        and (column.attname in (alike or {}) or not column.has_db_default())
    ]
    same = tuple(
        column.get_db_prep_save(column.pre_save(sample, add=True), connection)
        for column in others
    )
    names = ", ".join(f'"{column.column}"' for column in [*named, *others])
    lines = _lines(named, chain([first], rest), same)
    with connection.cursor() as cursor:
        # COPY takes this lock too; but it passes by what tells the history in whose name.
        cursor.execute(f'LOCK TABLE "{meta.db_table}" IN ROW EXCLUSIVE MODE')
        if not unless_there:
            _copy(cursor, f'"{meta.db_table}"', names, lines)
            return
        cursor.execute(
            f'CREATE TEMP TABLE rows_to_add ON COMMIT DROP AS SELECT {names} FROM "{meta.db_table}" LIMIT 0'  # noqa: S608  names of our own columns
        )
        _copy(cursor, "rows_to_add", names, lines)
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({names}) SELECT {names} FROM rows_to_add '  # noqa: S608  names of our own columns
            "ON CONFLICT DO NOTHING"
        )
        cursor.execute("DROP TABLE rows_to_add")


def _lines(
    columns: Sequence[Any], rows: Iterable[Row], same: tuple[Any, ...]
) -> Iterator[tuple[Any, ...]]:
    plain = [
        (place, column)
        for place, column in enumerate(columns)
        if isinstance(column, WRITTEN)
    ]
    for row in rows:
        values = list(row.values())
        for place, column in plain:
            values[place] = column.get_db_prep_save(values[place], connection)
        yield (*values, *same)


def _copy(cursor: Any, table: str, names: str, lines: Iterator[Any]) -> None:
    statement = f"COPY {table} ({names}) FROM STDIN"
    with connection.wrap_database_errors, cursor.copy(statement) as target:
        for line in lines:
            target.write_row(line)


def update_rows(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of rows that exist; triggers see every row, as with any UPDATE."""
    if not rows:
        return
    meta: Any = type(rows[0])._meta
    columns = [meta.pk, *(meta.get_field(name) for name in fields)]
    places = ", ".join(f"%s::{_array_type(column)}" for column in columns)
    names = ", ".join(f'"{column.column}"' for column in columns)
    changes = ", ".join(
        f'"{column.column}" = new."{column.column}"' for column in columns[1:]
    )
    sql = (
        f'UPDATE "{meta.db_table}" AS old SET {changes} '  # noqa: S608  names of our own columns
        f"FROM unnest({places}) AS new ({names}) "
        f'WHERE old."{meta.pk.column}" = new."{meta.pk.column}"'
    )
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            cursor.execute(
                sql, [[_value(column, row) for row in part] for column in columns]
            )


def _array_type(column: Any) -> str:
    return (
        re.sub(r"\(.*\)", "", column.db_type(connection).replace("identity", "")) + "[]"
    )


def _value(column: Any, row: models.Model) -> Any:
    return column.get_db_prep_save(getattr(row, column.attname), connection)
