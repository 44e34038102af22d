"""How many rows each table has and what they add up to, to compare a copy with its original."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

# Their rows are not in backups: a session lets its holder in, a cache entry grows old.
LEFT_OUT = ("accounts_usersession", "cache_entry")

# How a row is written as text depends on them.
AS_TEXT = """
    SELECT set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true),
      set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true)
"""


def tables(database: BaseDatabaseWrapper) -> list[str]:
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall() if name not in LEFT_OUT]


def count(database: BaseDatabaseWrapper) -> dict[str, list[Any]]:
    """{table: [rows, checksum]} as the open transaction sees them, in whatever order of rows."""
    found = {}
    with database.cursor() as cursor:
        cursor.execute(AS_TEXT)
        for name in tables(database):
            statement = sql.SQL(
                "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text"
                " FROM {} AS t"
            )
            cursor.execute(statement.format(sql.Identifier(name)).as_string(None))
            found[name] = list(cursor.fetchone())
    return found


def migrations(database: BaseDatabaseWrapper) -> list[str]:
    """«app.name» of every migration that was applied."""
    with database.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]
