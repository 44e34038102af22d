"""Whether this installation can do its work: the answers of /readyz."""

from collections.abc import Callable
from tempfile import TemporaryFile

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from ikmportal.worker import STALLED


def problems() -> dict[str, str]:
    """For each check the reason why it fails, or nothing. Names no secret and no address."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check()
        except DatabaseError as error:
            found[name] = type(error).__name__
    return found


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(plan)} not applied" if plan else ""


def _storage() -> str:
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=settings.MEDIA_ROOT) as file:
            file.write(b"1")
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXTRACT(EPOCH FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
        )
        (age,) = cursor.fetchone()
    if age is None:
        return "no worker has started"
    return f"no heartbeat for {age:.0f} s" if age > STALLED else ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "storage": _storage,
    "worker": _worker,
}
