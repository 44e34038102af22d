"""Back to a minute: the files of deploy/wal, as docs/operations.md uses them."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from ikmportal.unprivileged import account_for

from .conftest import await_server, new_server
from .launching import wait_until
from .serving import DEPLOY

pytestmark = pytest.mark.slow
GUIDES_FOLDER = "/var/backups/portal-wal"


@pytest.fixture
def kept():
    """Where changes and base backups are kept."""
    folder = Path(tempfile.mkdtemp(prefix="portal-wal-"))
    (folder / "log").mkdir()
    if account := account_for(folder):
        os.chown(folder, *account)
        os.chown(folder / "log", *account)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(kept):
    settings = (DEPLOY / "wal" / "wal.conf").read_text()
    assert GUIDES_FOLDER in settings
    with new_server(settings=settings.replace(GUIDES_FOLDER, str(kept))) as server:
        yield server


def base_backup(server, kept):
    subprocess.run(
        [DEPLOY / "wal" / "base-backup"],
        check=True,
        capture_output=True,
        cwd="/",
        env={
            "PATH": os.environ["PATH"],
            "PORTAL_WAL": str(kept),
            "PGHOST": str(server.folder),
            "PGUSER": "owner",
        },
        **server.become,
    )
    time.sleep(1)  # they are named by the second
    return sorted(kept.glob("base-*"))


def ask(server, statement):
    with psycopg.connect(
        host=str(server.folder), user="owner", dbname="postgres", autocommit=True
    ) as connection:
        return connection.execute(statement).fetchall()


def restore(server, kept, base, moment):
    """What the guide says between `stop` and `start`."""
    files = server.folder / "files"
    server.process.terminate()
    server.process.wait(30)
    settings = (files / "postgresql.conf").read_text()
    files.rename(server.folder / "main-lama")
    files.mkdir(mode=0o700)
    subprocess.run(["tar", "-xzf", base / "base.tar.gz", "-C", files], check=True)
    target = (DEPLOY / "wal" / "restore.conf").read_text()
    target = target.replace("2026-12-31 14:30:00+07", moment)
    target = target.replace(GUIDES_FOLDER, str(kept))
    target = target.replace("/var/lib/postgresql/15", str(server.folder))
    (files / "postgresql.conf").write_text(settings + target)
    (files / "recovery.signal").touch()
    if account := account_for(files):
        for path in [files, files / "recovery.signal"]:
            os.chown(path, *account)
    server.start()
    await_server(server)
    wait_until(lambda: ask(server, "SELECT pg_is_in_recovery()") == [(False,)])


def test_the_database_goes_back_to_a_minute(server, kept):
    server.execute("CREATE TABLE deed (name text)")
    (base,) = base_backup(server, kept)
    server.execute("INSERT INTO deed VALUES ('kept')")
    time.sleep(0.2)
    ((moment,),) = ask(server, "SELECT now()::text")
    time.sleep(0.2)
    server.execute("INSERT INTO deed VALUES ('by mistake')", "DELETE FROM deed")

    restore(server, kept, base, moment)

    assert ask(server, "SELECT * FROM deed") == [("kept",)]


def test_what_no_base_backup_needs_is_removed(server, kept):
    first = base_backup(server, kept)[0].name
    for _ in range(2):
        server.execute("SELECT pg_switch_wal()")
        left = base_backup(server, kept)

    segments = sorted(path.name for path in (kept / "log").iterdir())
    assert len(left) == 2
    assert first not in {base.name for base in left}
    assert "000000010000000000000001" not in segments
    assert ask(server, "SELECT failed_count FROM pg_stat_archiver") == [(0,)]
