"""The launcher: prepares, starts the web server and the worker, and stays until Ctrl-C."""

import http.client
import os
import signal
import socket
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

import environ

from ikmportal import embedded
from ikmportal.demo.database import check_database
from ikmportal.demo.environment import demo_environment
from ikmportal.demo.faults import DemoError
from ikmportal.demo.prepared import prepare
from ikmportal.demo.processes import Child, stop
from ikmportal.demo.terminal import say, say_step
from ikmportal.locks import Lock

HOST = "127.0.0.1"
START_DEADLINE = 60  # seconds
MOST_DEATHS_AT_START = 3


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _quit)
    environ.Env.read_env(embedded.BASE_DIR / ".env")
    try:
        _run(embedded.data_dir())
    except (DemoError, embedded.EmbeddedPostgresError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(
            f"{error.filename or 'Demo'} tidak dapat dipakai: {error.strerror}.\n"
        )
        return 1
    finally:
        embedded.leave()
    return 0


def _quit(_signal: int, _frame: FrameType | None) -> NoReturn:
    # Once is enough: what is being stopped is not interrupted again.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    say("\nMenghentikan demo …")
    sys.exit(0)


def _run(var: Path) -> None:
    say_step(f"[1/8] Memeriksa folder data {var} dan port")
    lock = _claim(var)
    listener = _bind()
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    _note_in(lock, f"{address} (proses {os.getpid()})")
    say_step("[2/8] Menyiapkan rahasia demo")
    environment = demo_environment(var, address)
    say_step("[3/8] Menghubungi PostgreSQL")
    if url := os.environ.get("DATABASE_URL"):
        check_database(url)
    embedded.ensure_running()
    logins = prepare(environment)
    say_step("[8/8] Menyalakan server web dan pekerja")
    children = _children(var, environment, listener)
    try:
        for child in children:
            child.start()
        _await_answer(children[0], listener)
        _welcome(address, logins, environment["DEMO_PASSWORD"], var)
        _keep_alive(children)
    finally:
        stop(children)


def _claim(var: Path) -> Lock:
    """Hold the data folder for this launcher alone, and see that it can be written."""
    try:
        (var / "log").mkdir(parents=True, exist_ok=True)
        lock = Lock(var / "demo.lock")
        probe = var / "demo.probe"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise DemoError(
            f"Folder data {var} tidak dapat ditulis ({error.strerror}): beri hak tulis atau "
            "arahkan IKM_DATA_DIR ke folder lain."
        ) from error
    if not lock.take():
        where = os.pread(lock.descriptor, 200, 0).decode() or "proses lain"
        raise DemoError(f"Demo folder ini sudah berjalan: {where}.")
    os.ftruncate(lock.descriptor, 0)
    return lock


def _note_in(lock: Lock, text: str) -> None:
    os.pwrite(lock.descriptor, text.encode(), 0)


def _bind() -> socket.socket:
    """The port, ours from now on; gunicorn listens on it when it starts."""
    port = os.environ.get("PORT") or "8000"
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, int(port)))
    except (ValueError, OverflowError) as error:
        raise DemoError(
            f"PORT={port} bukan nomor port: tulis misalnya PORT=8001."
        ) from error
    except OSError as error:
        raise DemoError(
            f"Port {port} tidak dapat dipakai ({error.strerror}): pilih yang lain, misalnya "
            "make demo PORT=8001."
        ) from error
    return listener


def _children(
    var: Path, environment: dict[str, str], listener: socket.socket
) -> list[Child]:
    descriptor = listener.fileno()
    gunicorn = ["-m", "gunicorn", "--bind", f"fd://{descriptor}", "--workers", "2"]
    gunicorn += ["--threads", "4", "--preload", "ikmportal.wsgi"]
    return [
        Child(
            "Server web", gunicorn, environment, var / "log" / "web.log", (descriptor,)
        ),
        Child(
            "Pekerja",
            ["-m", "ikmportal.worker"],
            environment,
            var / "log" / "worker.log",
        ),
    ]


def _await_answer(web: Child, listener: socket.socket) -> None:
    end = time.monotonic() + START_DEADLINE
    status = 0
    while not status and time.monotonic() < end and web.deaths < MOST_DEATHS_AT_START:
        time.sleep(0.2)
        web.keep_alive()
        # Another program could answer at the port until gunicorn listens on our socket.
        if listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            status = _status_of(*listener.getsockname())
    if status != http.client.OK:
        raise DemoError(
            f"Server web tidak menjawab sebagaimana mestinya: lihat {web.log}."
        )


def _status_of(host: str, port: int) -> int:
    """What `/healthz` answers; 0 if nobody does."""
    connection = http.client.HTTPConnection(host, port, timeout=START_DEADLINE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _welcome(address: str, logins: list[list[str]], password: str, var: Path) -> None:
    say(f"\nPortal IKM (demo) siap di {address}\n")
    width = max((len(email) for email, _, _ in logins), default=0)
    for email, role, agency in logins:
        say(f"  {email:{width}}  {', '.join(filter(None, (role, agency)))}")
    say(f"\nSandi semua akun: {password}")
    say(f"Surat keluar: {var / 'mail'}; catatan: {var / 'log'}")
    say("Tekan Ctrl-C untuk berhenti.")


def _keep_alive(children: list[Child]) -> NoReturn:
    complaint = ""
    while True:
        time.sleep(1)
        for child in children:
            child.keep_alive()
        try:
            embedded.ensure_running()
            complaint = ""
        except embedded.EmbeddedPostgresError as error:
            if str(error) != complaint:
                complaint = str(error)
                sys.stderr.write(f"{complaint}\n")


if __name__ == "__main__":
    sys.exit(main())
