import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from ikmportal.unprivileged import account_for

from .installing import Installation, make_roles

POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")  # where Debian has it


class SystemServer:
    """PostgreSQL 15 on a socket in a folder of its own; its superuser is `owner`."""

    def __init__(self, folder, command, become):
        self.folder, self.command, self.become = folder, command, become
        self.start()

    def start(self):
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=log, cwd="/", **self.become
            )

    def crash(self):
        """Kill it, and start it again as systemd would."""
        self.process.kill()
        self.process.wait()
        for _ in range(60):  # its orphans may hold the files for a moment
            self.start()
            time.sleep(0.5)
            if self.process.poll() is None:
                await_server(self)  # it recovers from its log first
                return
        raise AssertionError((self.folder / "log").read_text())

    def url(self, database, user="owner", password=""):
        login = f"{user}:{password}" if password else user
        return f"postgres://{login}@/{quote(str(self.folder), safe='')}/{database}"

    def execute(self, *statements):
        with psycopg.connect(
            host=str(self.folder), user="owner", dbname="postgres", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement)


@contextlib.contextmanager
def new_server(*options, settings=""):
    """PostgreSQL 15 with these options, and these lines in its postgresql.conf."""
    if not (POSTGRES_15 / "postgres").exists():
        pytest.skip(f"no PostgreSQL 15 in {POSTGRES_15}: apt-get install postgresql-15")
    folder = Path(tempfile.mkdtemp(prefix="portal-pg15-"))
    account = account_for(folder)
    become = {}
    if account:
        os.chown(folder, *account)
        become = {"user": account.uid, "group": account.gid, "extra_groups": []}
    files = folder / "files"
    initdb = [POSTGRES_15 / "initdb", "-D", files, "-U", "owner", "--no-sync"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust"]
    subprocess.run(initdb, check=True, capture_output=True, cwd="/", **become)
    rules = (files / "pg_hba.conf").read_text()
    (files / "pg_hba.conf").write_text("local all stranger scram-sha-256\n" + rules)
    with (files / "postgresql.conf").open("a") as written:
        written.write(settings)
    command = [POSTGRES_15 / "postgres", "-D", files]
    always = ["listen_addresses=", f"unix_socket_directories={folder}", "fsync=off"]
    for option in [*always, *options]:
        command += ["-c", option]
    server = SystemServer(folder, command, become)
    try:
        await_server(server)
        yield server
    finally:
        server.process.send_signal(signal.SIGINT)  # not waiting for who is connected
        server.process.wait(30)
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_15():
    """The oldest PostgreSQL that the portal promises to run on."""
    with new_server() as server:
        yield server


def await_server(server):
    for _ in range(300):
        with contextlib.suppress(psycopg.OperationalError):
            server.execute("SELECT 1")
            return
        time.sleep(0.1)
    raise AssertionError((server.folder / "log").read_text())


@pytest.fixture(scope="session")
def installation(postgres_15, tmp_path_factory):
    """The portal on PostgreSQL 15 with two roles and the demo's records in it."""
    make_roles(postgres_15)
    portal = Installation(postgres_15, tmp_path_factory.mktemp("portal"))
    portal.run("upgrade", **portal.owner)
    portal.run("load_demo", DEMO="true", DEMO_PASSWORD="only-for-this-test")
    return portal
