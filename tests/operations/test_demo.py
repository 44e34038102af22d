"""The demo as an operator runs it: real launchers, real faults."""

import os
import signal
import socket
import tempfile
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from .launching import RunningDemo, as_nobody, is_alive, run_demo, wait_until
from .old_server import postgres_14

pytestmark = pytest.mark.slow
TERMINATE = b"X\0\0\0\4"


@pytest.fixture
def start_demo():
    demos = []

    def start(**variables):
        demos.append(RunningDemo(**variables))
        return demos[-1]

    yield start
    for demo in demos:
        demo.stop()


def page(address):
    with urllib.request.urlopen(address, timeout=30) as response:
        return response.status


def assert_refused(result, sentence):
    """One sentence, no traceback, exit code 1."""
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.returncode == 1


def test_demo_starts_survives_kills_and_stops(tmp_path, start_demo):
    demo = start_demo(IKM_DATA_DIR=tmp_path)
    assert page(demo.address()) == 200
    secrets = (tmp_path / "demo.env").read_bytes()
    assert (tmp_path / "demo.env").stat().st_mode & 0o777 == 0o600

    family = demo.family()
    demo.stop(signal.SIGKILL)  # the launcher takes what it started along
    wait_until(lambda: not any(is_alive(process) for process in family))
    demo = start_demo(IKM_DATA_DIR=tmp_path)
    assert page(demo.address()) == 200
    assert (tmp_path / "demo.env").read_bytes() == secrets
    assert not any("[6/8]" in line for line in demo.lines)  # nothing to do twice

    for process in demo.family():  # everything at once, the database server too
        with suppress(psutil.NoSuchProcess):  # one may end with another
            process.kill()
    demo.stop()
    demo = start_demo(IKM_DATA_DIR=tmp_path)
    assert page(demo.address()) == 200

    for module in ("gunicorn", "ikmportal.worker"):
        killed = demo.child(module)
        killed.kill()
        wait_until(lambda killed=killed, module=module: demo.child(module) != killed)
    os.kill(server_pid(tmp_path), signal.SIGKILL)
    wait_until(lambda: answers(demo.address() + "/readyz"))

    family = demo.family()
    assert demo.stop(signal.SIGINT) == 0
    assert not any(is_alive(process) for process in family)
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def server_pid(var):
    return int((var / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def answers(address):
    try:
        return page(address) == 200
    except OSError:
        return False


def test_demo_runs_on_the_oldest_supported_server(tmp_path, start_demo, postgres_15):
    postgres_15.execute("CREATE ROLE demo LOGIN", "CREATE DATABASE demo OWNER demo")

    demo = start_demo(
        IKM_DATA_DIR=tmp_path, DATABASE_URL=postgres_15.url("demo", "demo")
    )

    assert page(demo.address()) == 200
    assert page(demo.address() + "/readyz") == 200
    assert not (tmp_path / "postgres").exists()
    assert demo.stop() == 0


def test_second_demo_says_where_the_first_runs(tmp_path, start_demo):
    demo = start_demo(IKM_DATA_DIR=tmp_path)
    wait_until((tmp_path / "demo.env").exists)

    result = run_demo(IKM_DATA_DIR=tmp_path)

    assert_refused(result, "Demo folder ini sudah berjalan: http://127.0.0.1:")
    assert f"(proses {demo.process.pid})" in result.stderr


def test_occupied_port(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        result = run_demo(IKM_DATA_DIR=tmp_path, PORT=port)

    assert_refused(result, f"Port {port} tidak dapat dipakai (Address already in use)")


@pytest.mark.parametrize("port", ["http", "70000", "-1"])
def test_port_that_is_none(tmp_path, port):
    assert_refused(
        run_demo(IKM_DATA_DIR=tmp_path, PORT=port), f"PORT={port} bukan nomor port"
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("portal", "DATABASE_URL tidak dapat dibaca"),
        ("mysql://portal@127.0.0.1/portal", "DATABASE_URL tidak dapat dibaca"),
        ("postgres://portal@127.0.0.1:port/portal", "DATABASE_URL tidak dapat dibaca"),
        ("postgres://portal@127.0.0.1", "DATABASE_URL tidak dapat dibaca"),
        (
            "postgres://portal@127.0.0.1:1/portal",
            "«portal» di 127.0.0.1:1 tidak dapat dihubungi",
        ),
        (
            "postgres://portal@nowhere.invalid/portal",
            "nowhere.invalid:5432 tidak dapat dihubungi",
        ),
    ],
)
def test_wrong_database_url(tmp_path, url, sentence):
    assert_refused(run_demo(IKM_DATA_DIR=tmp_path, DATABASE_URL=url), sentence)


def test_wrong_password(tmp_path, postgres_15):
    postgres_15.execute("CREATE ROLE stranger LOGIN PASSWORD 'right'")
    url = postgres_15.url("postgres", "stranger", "wr0ng-secret")

    result = run_demo(IKM_DATA_DIR=tmp_path, DATABASE_URL=url)

    assert_refused(result, "menolak pengguna «stranger»")
    assert "wr0ng-secret" not in result.stderr


def test_missing_rights(tmp_path, postgres_15):
    postgres_15.execute("CREATE ROLE guest LOGIN")

    result = run_demo(
        IKM_DATA_DIR=tmp_path, DATABASE_URL=postgres_15.url("postgres", "guest")
    )

    assert_refused(result, "Pengguna «guest» tidak boleh membuat tabel dan ekstensi")


def test_database_with_real_users_is_left_alone(tmp_path, postgres_15):
    postgres_15.execute("CREATE DATABASE serious")
    url = postgres_15.url("serious")
    with psycopg.connect(
        host=str(postgres_15.folder), user="owner", dbname="serious"
    ) as connection:
        connection.execute("CREATE TABLE accounts_user AS SELECT 'a@b.go.id' AS email")

    result = run_demo(IKM_DATA_DIR=tmp_path, DATABASE_URL=url)

    assert_refused(result, "berisi pengguna sungguhan")


def test_server_that_is_too_old(tmp_path):
    with postgres_14() as server:
        url = f"postgres://portal@127.0.0.1:{server.server_address[1]}/portal"

        result = run_demo(IKM_DATA_DIR=tmp_path, DATABASE_URL=url)

    assert_refused(
        result, "Server ini PostgreSQL 14; portal memerlukan versi 15 ke atas."
    )
    assert server.asked == TERMINATE


def test_folder_that_cannot_be_written(tmp_path):
    folder = tmp_path / "locked"
    user = {}
    if os.geteuid() == 0:
        user = as_nobody()
        folder = Path(tempfile.mkdtemp())  # where nobody can get to
    folder.mkdir(exist_ok=True)
    folder.chmod(0o555)

    result = run_demo(**user, IKM_DATA_DIR=folder / "var")

    assert_refused(result, f"Folder data {folder / 'var'} tidak dapat ditulis")
    folder.rmdir()
