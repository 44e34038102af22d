"""A backup: the database and the uploads as they were at one moment, and what proves it.

    portal-20261122T021500Z/
        database/       pg_dump, in the directory format
        uploads/        a copy of the uploaded files, encrypted as they are
        manifest.json   rows and checksum of every table, SHA-256 of every file

The keys (FIELD_ENCRYPTION_KEYS, BLIND_INDEX_KEY, SECRET_KEY …) are not in it: whoever finds a
backup reads no NIK, and whoever loses the keys reads none either. Keep them elsewhere.
While it is being made its folder ends in «.part»; a complete one never does.
"""

import hashlib
import json
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from ikmportal.encryption import keys
from ikmportal.locks import Lock
from ikmportal.operations import counting, records
from ikmportal.operations.programs import programs

PREFIX = "portal-"
PART = ".part"
MANIFEST = "manifest.json"


class BackupError(Exception):
    """There is no complete backup; the message says to the operator why."""


def make_backup(folder: Path, *, keep: int) -> Path:
    """Make one under `folder`, and remove all but the `keep` newest of the complete ones."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = Lock(folder / ".lock")
    if not lock.take():
        raise BackupError(f"Another backup is being made in {folder}.")
    try:
        for left in folder.glob(f"{PREFIX}*{PART}"):  # of one that was interrupted
            shutil.rmtree(left)
        started = time.monotonic()
        made = _make(folder)
        _remove_old(folder, keep)
    finally:
        lock.close()
    records.keep("backup", name=made.name, seconds=round(time.monotonic() - started, 1))
    return made


def complete_backups(folder: Path) -> list[Path]:
    """The oldest first."""
    found = folder.glob(f"{PREFIX}*")
    return sorted(
        path for path in found if (path / MANIFEST).exists() and not _part(path)
    )


def _part(path: Path) -> bool:
    return path.name.endswith(PART)


def _make(folder: Path) -> Path:
    name = f"{PREFIX}{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    part = folder / (name + PART)
    part.mkdir(mode=0o700)
    manifest = _dump(part / "database")
    _copy_uploads(part / "uploads")
    manifest["files"] = digests(part)
    (part / MANIFEST).write_text(json.dumps(manifest, indent=1))
    _to_disk(part)
    return part.rename(folder / name)


def _dump(target: Path) -> dict[str, Any]:
    """Dump and count in one snapshot: nothing that was written meanwhile tells them apart."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(
            "SELECT pg_export_snapshot(), current_setting('server_version_num')"
        )
        snapshot, version = cursor.fetchone()
        major = int(version) // 10_000
        _pg_dump(target, snapshot, major)
        return {
            "made_at": datetime.now(UTC).isoformat(),
            "server": major,
            "tables": counting.count(connection),
            "migrations": counting.migrations(connection),
            "keys": list(keys()),  # their names: which ones a restore will need
        }


def _pg_dump(target: Path, snapshot: str, major: int) -> None:
    program = str(programs(major, "pg_dump") / "pg_dump")
    command = [program, "--format=directory", "--jobs=2"]
    command += [f"--file={target}", f"--snapshot={snapshot}", "--no-password"]
    command += [f"--exclude-table-data={name}" for name in counting.LEFT_OUT]
    result = subprocess.run(  # noqa: S603
        command,
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | login(connection.settings_dict),
    )
    if result.returncode:
        raise BackupError(f"pg_dump failed: {result.stderr.strip()}")


def login(known: dict[str, Any]) -> dict[str, str]:
    """The connection as libpq's variables: a password is no argument that others can see."""
    found = {
        "PGHOST": known["HOST"],
        "PGPORT": str(known["PORT"] or ""),
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
        "PGDATABASE": known["NAME"],
        "PGOPTIONS": "-c statement_timeout=0 -c lock_timeout=60s",
    }
    return {name: value for name, value in found.items() if value}


def _copy_uploads(target: Path) -> None:
    if settings.MEDIA_ROOT.exists():
        shutil.copytree(settings.MEDIA_ROOT, target)
    else:
        target.mkdir()


def digests(folder: Path) -> dict[str, str]:
    """{path: SHA-256} of every file under a backup but its manifest."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[str(path.relative_to(folder))] = digest
    return found


def _to_disk(folder: Path) -> None:
    """A name that says «complete» must not reach the disk before the contents do."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _remove_old(folder: Path, keep: int) -> None:
    for old in complete_backups(folder)[:-keep]:
        shutil.rmtree(old)
