"""Two database roles: what the web's role can do, and what it cannot."""

import psycopg
import pytest

pytestmark = pytest.mark.slow

FORBIDDEN = {
    "take history away": "DELETE FROM businesses_personevent",
    "rewrite history": "UPDATE businesses_personevent SET pgh_label = 'x'",
    "empty history": "TRUNCATE businesses_personevent",
    "make history up": (
        "INSERT INTO businesses_personevent SELECT * FROM businesses_personevent LIMIT 0"
    ),
    "empty a table": "TRUNCATE businesses_person CASCADE",
    "rewrite who did it": "UPDATE pghistory_context SET metadata = '{}'",
    "take away who did it": "DELETE FROM pghistory_context",
    "switch triggers off": "ALTER TABLE businesses_person DISABLE TRIGGER USER",
    "drop a trigger": "DROP FUNCTION _pgh_attach_context() CASCADE",
    "pretend to be a replica": "SET session_replication_role = replica",
    "make a table": "CREATE TABLE mine (id int)",
    "replace a function": (
        "CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid"
        " LANGUAGE sql AS 'SELECT NULL::uuid'"
    ),
    "say it was migrated": "DELETE FROM django_migrations",
    "become the owner": "SET ROLE portal_owner",
}


@pytest.mark.parametrize("deed", FORBIDDEN)
def test_the_webs_role_cannot(installation, deed):
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with installation.connect() as connection, refused:
        connection.execute(FORBIDDEN[deed])


def test_the_owner_could(installation):
    """The negative control: it is the rights that refuse, not the statements."""
    with installation.connect("portal_owner") as connection:
        connection.autocommit = False
        connection.execute(FORBIDDEN["switch triggers off"])
        connection.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
        connection.execute(FORBIDDEN["take away who did it"] + " WHERE false")
        connection.execute(FORBIDDEN["make a table"])
        connection.rollback()


def test_every_table_of_history_only_grows(installation):
    with installation.connect() as connection:
        changeable = connection.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE nspname = 'public' AND relkind = 'r'"
            " AND (relname LIKE '%event' OR relname = 'pghistory_context')"
            " AND (has_table_privilege(pg_class.oid, 'UPDATE')"
            "   OR has_table_privilege(pg_class.oid, 'DELETE')"
            "   OR has_table_privilege(pg_class.oid, 'TRUNCATE'))"
        ).fetchall()

    assert changeable == []


def test_the_webs_role_did_the_whole_job(installation):
    """Reference data, officers and businesses were loaded as it, and left their history."""
    with installation.connect() as connection:
        (written,) = connection.execute(
            "SELECT count(*) FROM businesses_businessevent"
        ).fetchone()
        (regions,) = connection.execute(
            "SELECT count(*) FROM regions_region"
        ).fetchone()
        connection.execute("SELECT procrastinate_register_worker_v1()")

    assert written > 0
    assert regions > 91_000


def test_a_context_that_is_told_more_keeps_it(installation):
    """pghistory adds to a context by UPDATE: its function does so as the owner."""
    with installation.connect() as connection, connection.transaction():
        for metadata in ('{"channel": "admin"}', '{"channel": "admin", "more": 1}'):
            connection.execute(
                "SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true)"
                " WHERE current_setting('pghistory.context_id', true) IS NULL"
            )
            connection.execute(
                "SELECT set_config('pghistory.context_metadata', %s, true)", [metadata]
            )
            (identifier,) = connection.execute(
                "SELECT _pgh_attach_context()"
            ).fetchone()
        found = connection.execute(
            "SELECT metadata FROM pghistory_context WHERE id = %s", [identifier]
        ).fetchone()

    assert found == ({"channel": "admin", "more": 1},)


def test_granting_twice_changes_nothing(installation):
    first = installation.run("grant_rights", **installation.owner).stdout
    rights = rights_of(installation)

    assert installation.run("grant_rights", **installation.owner).stdout == first
    assert rights_of(installation) == rights


def rights_of(installation):
    with installation.connect() as connection:
        return connection.execute(
            "SELECT relname, relacl::text FROM pg_class ORDER BY relname"
        ).fetchall()


def test_the_role_itself_brings_the_time_outs(installation):
    with installation.connect() as connection:
        (found,) = connection.execute("SHOW statement_timeout").fetchone()

    assert found == "15s"
