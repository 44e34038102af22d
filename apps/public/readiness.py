"""Whether this installation can do its work: the answers of /readyz."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikmportal.operations import records, rights
from ikmportal.worker import STALLED

Check = Callable[[], str]
OLDEST_BACKUP = timedelta(days=2)
OLDEST_DRILL = timedelta(days=7)
LEAST_FREE = 500 * 2**20  # bytes: less fails
LITTLE_FREE = 0.1  # of the disk: less is warned of


def problems() -> dict[str, str]:
    """For each check the reason why it fails, or nothing. Names no secret and no address."""
    return _asked(CHECKS)


def warnings() -> dict[str, str]:
    """What does not stop the work today but will be regretted, in the same form."""
    return _asked({} if settings.DEMO else WARNINGS)


def readiness_page(
    request: HttpRequest, found: dict[str, Any], status: int
) -> HttpResponse:
    """The same for people. Without context processors: they ask the database."""
    names = _names()
    context = {
        "site_name": settings.SITE_NAME,
        "status": found["status"],
        "checks": [(names[key], said) for key, said in found["checks"].items()],
        "warnings": [
            (names[key], said) for key, said in found["warnings"].items() if said
        ],
    }
    text = loader.render_to_string("readiness.html", context)
    return HttpResponse(text, status=status)


def _names() -> dict[str, str]:
    return {
        "database": _("Database"),
        "migrations": _("Migrations"),
        "storage": _("Folder for uploads"),
        "disk": _("Disk"),
        "worker": _("Worker"),
        "backup": _("Last backup"),
        "drill": _("Last restore drill"),
        "rights": _("Database rights"),
    }


def _asked(checks: dict[str, Check]) -> dict[str, str]:
    found = {}
    for name, check in checks.items():
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
    if not plan:
        return ""
    said = ngettext("%d is not applied", "%d are not applied", len(plan))
    return said % len(plan)


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
        return _("no worker has started")
    return _("no heartbeat for %d seconds") % age if age > STALLED else ""


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return _("only %d MB free") % (free // 2**20) if free < LEAST_FREE else ""


def _little_disk() -> str:
    usage = shutil.disk_usage(settings.DATA_DIR)
    percent = round(100 * usage.free / usage.total)
    return _("only %d percent free") % percent if percent < 100 * LITTLE_FREE else ""


def _backup() -> str:
    return _too_old(records.age("backup"), OLDEST_BACKUP)


def _drill() -> str:
    return _too_old(records.age("drill"), OLDEST_DRILL)


def _too_old(age: timedelta | None, oldest: timedelta) -> str:
    if age is None:
        return _("never done here")
    said = ngettext("%d day ago", "%d days ago", age.days)
    return said % age.days if age > oldest else ""


def _rights() -> str:
    if rights.excess():
        return _("the portal's database role owns the tables: use two roles")
    return ""


CHECKS: dict[str, Check] = {
    "database": _database,
    "migrations": _migrations,
    "storage": _storage,
    "disk": _disk,
    "worker": _worker,
}
WARNINGS: dict[str, Check] = {
    "disk": _little_disk,
    "backup": _backup,
    "drill": _drill,
    "rights": _rights,
}
