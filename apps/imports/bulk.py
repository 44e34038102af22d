"""Many rows by one statement: `bulk_create` and `bulk_update` spend their time on its text."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import Binary
from psycopg.types.json import Jsonb

from ikmportal.encryption import EncryptedTextField
from ikmportal.side_by_side import answers_beside, made_beside, processes_for

AT_ONCE = 5_000
LINES_OF_A_BLOCK = 500
NULL = "\\N"
ESCAPES = [("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")]
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
    named, lines = _text_of(model, alike or {}, rows)
    if not named:
        return
    table, names = model._meta.db_table, ", ".join(named)
    with connection.cursor() as cursor:
        _lock(cursor, model)
        if not unless_there:
            _copy(cursor, table, names, _sent(lines))
            return
        with _staged(cursor, table, names):
            _copy(cursor, STAGE, names, _sent(lines))
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) SELECT {names} FROM {STAGE} '  # noqa: S608  names of our own columns
                "ON CONFLICT DO NOTHING"
            )


Part = tuple[Any, Sequence[Iterable[Row]]]  # of several tables, and what is said of it
Written = list[tuple[tuple[str, ...], bytes]]  # columns and lines, by table


def add_together(
    tables: Sequence[tuple[type[models.Model], Row]], parts: Iterable[Part], count: int
) -> Iterator[Any]:
    """COPY new rows into several tables, part by part, and yield what each part says of itself.

    `tables`: each with what all its new rows have alike, as `add_rows` takes it; a part has the
    rows of each, in this order. Of many, as `count` tells, another process makes the lines of a
    part while the database takes those of the one before. Nothing else may be asked of the
    database until the last is yielded.
    """
    written = ((said, _written(tables, rows)) for said, rows in parts)
    is_shared = processes_for(count, AT_ONCE) > 1
    made = answers_beside(written) if is_shared else written
    with connection.cursor() as cursor, closing(made):
        for model, _alike_there in tables:
            _lock(cursor, model)
        for said, blocks in made:
            for (model, _alike_there), (names, lines) in zip(
                tables, blocks, strict=True
            ):
                if lines:
                    _copy(cursor, model._meta.db_table, ", ".join(names), [lines])
            yield said


def _written(
    tables: Sequence[tuple[type[models.Model], Row]], rows: Sequence[Iterable[Row]]
) -> Written:
    return [
        _columns_and_lines(model, alike, of_it)
        for (model, alike), of_it in zip(tables, rows, strict=True)
    ]


def _columns_and_lines(
    model: type[models.Model], alike: Row, rows: Iterable[Row]
) -> tuple[tuple[str, ...], bytes]:
    names, lines = _text_of(model, alike, rows)
    return names, "".join(lines).encode()


def _text_of(
    model: type[models.Model], alike: Row, rows: Iterable[Row]
) -> tuple[tuple[str, ...], Iterator[str]]:
    """The names of the columns as SQL has them, and the lines; neither where there is no row."""
    rest = iter(rows)
    first = next(rest, None)
    if first is None:
        return (), iter(())
    named = [model._meta.get_field(name) for name in first]
    others, same = _alike(model, named, alike)
    names = tuple(f'"{column.column}"' for column in [*named, *others])
    return names, _lines(named, chain([first], rest), same)


def _lock(cursor: Any, model: type[models.Model]) -> None:
    """COPY takes this lock too; but it passes by what tells the history in whose name."""
    cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN ROW EXCLUSIVE MODE')


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
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    return (
        "NULL" if value is None else '"' + re.sub(r'(["\\])', r"\\\1", str(value)) + '"'
    )


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
) -> Iterator[str]:
    """Rows as COPY reads them."""
    plain = [
        (place, column)
        for place, column in enumerate(columns)
        if isinstance(column, WRITTEN)
    ]
    ending = "".join(f"\t{_text(value)}" for value in same) + "\n"
    for row in rows:
        values = list(row.values())
        for place, column in plain:
            values[place] = column.get_db_prep_save(values[place], connection)
        yield "\t".join(map(_text, values)) + ending


def _text(value: Any) -> str:
    """A value as the text format of COPY has it. Raises TypeError for what nothing says."""
    if value is None:
        return NULL
    write = TEXTS.get(type(value))
    if write is None:
        kinds = (kind for kind in TEXTS if isinstance(value, kind))
        kind = next(kinds, None)
        if kind is None:
            raise TypeError(f"COPY cannot be given {type(value)}")
        write = TEXTS[kind]
    return write(value)


def _escaped(text: str) -> str:
    for character, written in ESCAPES:
        if character in text:
            text = text.replace(character, written)
    return text


def _json(value: Jsonb) -> str:
    dumps: Callable[[Any], Any] = value.dumps or json.dumps
    return _escaped(str(dumps(value.obj)))


TEXTS: dict[type, Callable[[Any], str]] = {
    str: _escaped,
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    Decimal: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
    Jsonb: _json,
    list: lambda value: _escaped(_literal(value) or NULL),
    tuple: lambda value: _escaped(_literal(value) or NULL),
    Binary: lambda value: rf"\\x{bytes(value.obj).hex()}",
}


def _blocks(lines: Iterable[str]) -> Iterator[bytes]:
    rest = iter(lines)
    while part := list(islice(rest, LINES_OF_A_BLOCK)):
        yield "".join(part).encode()


def _sent(lines: Iterator[str]) -> Iterator[bytes]:
    """The first thousands are written here; of more, another process makes the lines."""
    first = list(islice(lines, AT_ONCE))
    yield from _blocks(first)
    if len(first) == AT_ONCE:
        is_shared = processes_for(AT_ONCE, AT_ONCE) > 1
        rest = _blocks(lines)
        yield from made_beside(rest) if is_shared else rest


def _copy(cursor: Any, table: str, names: str, blocks: Iterable[bytes]) -> None:
    statement = f'COPY "{table}" ({names}) FROM STDIN'
    with connection.wrap_database_errors, cursor.copy(statement) as target:
        for block in blocks:
            target.write(block)
