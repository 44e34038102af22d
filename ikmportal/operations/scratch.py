"""A PostgreSQL server in a temporary folder, for as long as a drill takes."""

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler, OperationalError

from ikmportal.operations.programs import programs
from ikmportal.unprivileged import Account, account_for, launch_as

DEADLINE = 60  # seconds
ROLE = "drill"
HURRIED = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
]


@contextlib.contextmanager
def scratch_server(version: int) -> Iterator[BaseDatabaseWrapper]:
    """A connection to an empty database of PostgreSQL `version`; all is gone afterwards."""
    binaries = programs(version, "initdb", "postgres", "pg_restore")
    with tempfile.TemporaryDirectory(prefix="portal-drill-") as name:
        folder = Path(name)
        account = account_for(folder)
        if account:
            os.chown(folder, *account)
        _initialise(binaries, folder, account)
        server = _start(binaries, folder, account)
        database = _connection(folder)
        try:
            _await(database, folder)
            yield database
        finally:
            database.close()
            server.terminate()
            server.wait(DEADLINE)


def _initialise(binaries: Path, folder: Path, account: Account | None) -> None:
    command = [binaries / "initdb", "-D", folder / "files", "-U", ROLE, "--no-sync"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust"]
    prefix, options = launch_as(account, binaries / "initdb", folder)
    subprocess.run(  # noqa: S603
        [*prefix, *map(str, command)],
        check=True,
        capture_output=True,
        cwd="/",
        **options,
    )


def _start(
    binaries: Path, folder: Path, account: Account | None
) -> subprocess.Popen[bytes]:
    settings = ["listen_addresses=", f"unix_socket_directories={folder}", *HURRIED]
    command = [str(binaries / "postgres"), "-D", str(folder / "files")]
    for setting in settings:
        command += ["-c", setting]
    prefix, options = launch_as(account, binaries / "postgres", folder)
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603
            [*prefix, *command], stdout=log, stderr=log, cwd="/", **options
        )


def _connection(folder: Path) -> BaseDatabaseWrapper:
    found: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": str(folder),
        "USER": ROLE,
        "NAME": "postgres",
        "AUTOCOMMIT": False,  # what is compared is seen by one transaction
    }
    return ConnectionHandler({"default": found})["default"]


def _await(database: BaseDatabaseWrapper, folder: Path) -> None:
    end = time.monotonic() + DEADLINE
    while True:
        try:
            database.ensure_connection()
            return
        except OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
