"""Many rows by one statement: `bulk_create` and `bulk_update` spend their time on its text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from ikmportal.encryption import EncryptedTextField

AT_ONCE = 5_000
STAGE = "rows_to_add"
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
    others, same = _alike(model, named, alike or {})
    names = ", ".join(f'"{column.column}"' for column in [*named, *others])
    lines = _lines(named, chain([first], rest), same)
    with connection.cursor() as cursor:
        # COPY takes this lock too; but it passes by what tells the history in whose name.
        cursor.execute(f'LOCK TABLE "{meta.db_table}" IN ROW EXCLUSIVE MODE')
        if not unless_there:
            _copy(cursor, f'"{meta.db_table}"', names, lines)
            return
        with _staged(cursor, meta.db_table, names):
            _copy(cursor, STAGE, names, lines)
            cursor.execute(
                f'INSERT INTO "{meta.db_table}" ({names}) SELECT {names} FROM {STAGE} '  # noqa: S608  names of our own columns
                "ON CONFLICT DO NOTHING"
            )


def _alike(
    model: type[models.Model], named: Sequence[Any], alike: Row
) -> tuple[list[Any], tuple[Any, ...]]:
    """The columns in which new rows do not differ, and what all of them have there."""
    meta: Any = model._meta
    sample = model(**alike)
    others = [
        column
        for column in meta.concrete_fields
        if column not in named
        and not column.primary_key
        and (column.attname in alike or not column.has_db_default())
    ]
    same = (
        column.get_db_prep_save(column.pre_save(sample, add=True), connection)
        for column in others
    )
    return others, tuple(same)


def update_rows(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of rows that exist; triggers see every row, as with any UPDATE."""
    if not rows:
        return
    model = type(rows[0])
    meta: Any = model._meta
    names = [meta.pk.attname, *(meta.get_field(name).attname for name in fields)]
    change_rows(model, ({name: getattr(row, name) for name in names} for row in rows))


def change_rows(model: type[models.Model], rows: Iterable[Row]) -> None:
    """UPDATE rows by their keys, thousands in a statement. All of them name the same columns."""
    meta: Any = model._meta
    rest = iter(rows)
    while part := list(islice(rest, AT_ONCE)):
        columns = [meta.get_field(name) for name in part[0]]
        with connection.cursor() as cursor:
            cursor.execute(_update(meta, columns), list(_columns_of(part, columns)))


def _update(meta: Any, columns: Sequence[Any]) -> str:
    places = ", ".join(f"%s::{_array_type(column)}" for column in columns)
    names = ", ".join(f'"{column.column}"' for column in columns)
    changes = ", ".join(
        f'"{column.column}" = new."{column.column}"::{_type(column)}'
        for column in columns
        if not column.primary_key
    )
    return (
        f'UPDATE "{meta.db_table}" AS old SET {changes} '  # noqa: S608  names of our own columns
        f"FROM unnest({places}) AS new ({names}) "
        f'WHERE old."{meta.pk.column}" = new."{meta.pk.column}"'
    )


def _columns_of(rows: Sequence[Row], columns: Sequence[Any]) -> Iterator[list[Any]]:
    for column, values in zip(
        columns, zip(*(row.values() for row in rows), strict=True), strict=True
    ):
        prepared = [column.get_db_prep_save(value, connection) for value in values]
        is_list = isinstance(column, ArrayField)
        yield [_literal(value) for value in prepared] if is_list else prepared


def _type(column: Any) -> str:
    return re.sub(r"\(.*?\)", "", column.db_type(connection).replace("identity", ""))


def _array_type(column: Any) -> str:
    """A list of lists would be unfolded whole: they travel as text."""
    return "text[]" if isinstance(column, ArrayField) else f"{_type(column)}[]"


def _literal(values: Sequence[Any] | None) -> str | None:
    """A list of texts or numbers as PostgreSQL reads one."""
    if values is None:
        return None
    quoted = (re.sub(r'(["\\])', r"\\\1", str(value)) for value in values)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


@contextmanager
def _staged(cursor: Any, table: str, names: str) -> Iterator[None]:
    """An empty table beside a table, with these of its columns, for as long as it is needed."""
    cursor.execute(
        f'CREATE TEMP TABLE {STAGE} AS SELECT {names} FROM "{table}" LIMIT 0'  # noqa: S608  names of our own columns
    )
    yield
    cursor.execute(f"DROP TABLE {STAGE}")


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
