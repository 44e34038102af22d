"""What the web's database role may do: read and write rows, and nothing else.

Two roles: the owner migrates; the web, the worker and backups connect as a role that owns
nothing. Tables that only grow, which are those with the trigger `append_only`, can be read
and added to; histories can only be read, for their events are written by triggers that run as
the owner. Set anew after each migration, as often as you like.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from ikmportal.databases import TIMEOUTS

READ = ["SELECT"]
GROWING = ["SELECT", "INSERT"]
ALL = ["SELECT", "INSERT", "UPDATE", "DELETE"]
# pghistory keeps it by INSERT … ON CONFLICT DO UPDATE, in a function that runs as the owner.
CONTEXT = "pghistory_context"
READ_ONLY = {"django_migrations"}

OUR_TABLES = """
    SELECT relname, EXISTS (
        SELECT FROM pg_trigger
        WHERE tgrelid = pg_class.oid AND tgname LIKE 'pgtrigger\\_append\\_only%'
    ), EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = pg_class.oid AND attname = 'pgh_obj_id'
    )
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
      AND relowner = current_user::regrole
    ORDER BY relname
"""

# The functions of pghistory's triggers: each adds a row to one history.
TRACKERS = """
    SELECT proname FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype
      AND proowner = current_user::regrole
      AND substring(prosrc FROM 'INSERT INTO "(\\w+)"') = ANY (%s)
    ORDER BY proname
"""


@dataclass(frozen=True)
class Granted:
    tables: int
    growing: int


def grant_rights(owner: BaseDatabaseWrapper, role: str) -> Granted:
    """Let `role` do what the portal does, and take every other right from it."""
    with owner.cursor() as cursor:
        cursor.execute(OUR_TABLES)
        found = cursor.fetchall()
        tables = {
            name: GROWING if grows or name == CONTEXT else ALL
            for name, grows, _history in found
        }
        histories = [name for name, _grows, history in found if history]
        tables |= dict.fromkeys({*histories, *(READ_ONLY & set(tables))}, READ)
        cursor.execute(TRACKERS, [histories])
        writers = ["_pgh_attach_context", *(name for (name,) in cursor.fetchall())]
        statements = [*_statements(tables, role), *map(_as_owner, writers)]
        # One string is one transaction: nobody sees a table between its two statements.
        cursor.execute(";".join(s.as_string(None) for s in statements))
    growing = sum(rights in (GROWING, READ) for rights in tables.values())
    return Granted(len(tables), growing)


def _as_owner(function: str) -> sql.Composed:
    return sql.SQL(
        "ALTER FUNCTION {}() SECURITY DEFINER SET search_path = public, pg_temp"
    ).format(sql.Identifier(function))


def _statements(tables: dict[str, list[str]], role: str) -> list[sql.Composed]:
    to = sql.Identifier(role)
    statements = [
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(to),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(to),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(
            to
        ),
    ]
    for name, rights in tables.items():
        table = sql.Identifier(name)
        granted = sql.SQL(", ").join(map(sql.SQL, rights))
        statements += [
            sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(table, to),
            sql.SQL("GRANT {} ON {} TO {}").format(granted, table, to),
        ]
    return statements


def keep_timeouts() -> None:
    """Write the web's time-outs on its role: behind pgbouncer nothing else brings them."""
    with connection.cursor() as cursor:
        database = sql.Identifier(connection.settings_dict["NAME"])
        for name, value in TIMEOUTS["web"].items():
            statement = sql.SQL("ALTER ROLE CURRENT_USER IN DATABASE {} SET {} = {}")
            cursor.execute(
                statement.format(database, sql.Identifier(name), value).as_string(None)
            )


def excess() -> list[str]:
    """The rights that this process's own role has and should not have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        superuser, owner = cursor.fetchone()
    found = {"superuser": superuser, "owner": owner}
    return [name for name, held in found.items() if held]
