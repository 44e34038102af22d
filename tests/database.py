"""A pytest plugin: the tests' own embedded server, unless DATABASE_URL names another.

Each process of a run counts as a user of the server, so the last one to end stops it.
"""

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from ikmportal import embedded


def pytest_configure(config):
    if config.option.help or config.option.collectonly:
        return
    try:
        embedded.ensure_running(durable=False)
    except embedded.EmbeddedPostgresError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)


@pytest.fixture(scope="session", autouse=True)
def histories_may_be_emptied():
    """Between tests: the database itself refuses to truncate what has a history."""
    refused = DatabaseOperations.execute_sql_flush

    def flush(operations, statements):
        unguarded = "SET LOCAL session_replication_role = replica"
        refused(operations, [unguarded, *statements])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def leave_nobody_behind(django_db_setup, django_db_blocker):
    """A thread of a live server may hold its connection when the database is to be dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
