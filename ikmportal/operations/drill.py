"""Whether a backup can be restored: done to a server of its own, and compared with care."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from ikmportal.encryption import EncryptedTextField, unseal
from ikmportal.operations import counting, records
from ikmportal.operations.backups import MANIFEST, BackupError, digests, login
from ikmportal.operations.programs import programs
from ikmportal.operations.scratch import scratch_server

RESTORE = ["--no-owner", "--no-privileges", "--exit-on-error", "--jobs=2"]


def drill(backup: Path) -> dict[str, Any]:
    """Restore it and note that it could be; what was compared. Raises BackupError."""
    started = time.monotonic()
    manifest = _manifest(backup)
    _compare("file", manifest["files"], digests(backup))
    with scratch_server(manifest["server"]) as database:
        restoring = time.monotonic()
        _restore(backup, database, manifest["server"])
        restored = time.monotonic()
        _compare("table", manifest["tables"], counting.count(database))
        _compare(
            "migration",
            dict.fromkeys(manifest["migrations"]),
            dict.fromkeys(counting.migrations(database)),
        )
        opened = _open_one_value(database)
    facts = {
        "name": backup.name,
        "tables": len(manifest["tables"]),
        "rows": sum(rows for rows, _checksum in manifest["tables"].values()),
        "files": len(manifest["files"]),
        "opened": opened,
        "restore_seconds": round(restored - restoring, 1),
        "seconds": round(time.monotonic() - started, 1),
    }
    records.keep("drill", **facts)
    return facts


def _manifest(backup: Path) -> dict[str, Any]:
    try:
        return json.loads((backup / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupError(f"{backup} is not a complete backup.") from error


def _compare(kind: str, expected: dict[str, Any], found: dict[str, Any]) -> None:
    missing = object()
    different = [
        name
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name, missing) != found.get(name, missing)
    ]
    if different:
        raise BackupError(f"The backup is damaged: {kind} {', '.join(different[:5])}.")


def _restore(backup: Path, database: BaseDatabaseWrapper, version: int) -> None:
    program = programs(version, "pg_restore", "postgres") / "pg_restore"
    result = subprocess.run(  # noqa: S603
        [program, *RESTORE, "--dbname=postgres", backup / "database"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | login(database.settings_dict),
    )
    if result.returncode:
        raise BackupError(f"pg_restore failed: {result.stderr.strip()}")


def _open_one_value(database: BaseDatabaseWrapper) -> bool:
    """Open one sealed value of the restored rows: whether there was one."""
    for field in _sealed_fields():
        statement = sql.SQL("SELECT {0} FROM {1} WHERE {0} IS NOT NULL LIMIT 1").format(
            sql.Identifier(field.attname), sql.Identifier(field.model._meta.db_table)
        )
        with database.cursor() as cursor:
            cursor.execute(statement.as_string(None))
            row = cursor.fetchone()
        if row is None:
            continue
        try:
            unseal(bytes(row[0]), field.sealed_for)
        except ValueError as error:
            raise BackupError(
                "The keys of this installation do not open what is in the backup."
            ) from error
        return True
    return False


def _sealed_fields() -> list[EncryptedTextField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, EncryptedTextField)
        and not hasattr(model, "pgh_tracked_model")
    ]
