"""Two hundred visitors of the catalogue at once, over loopback, while a large import commits."""

import http.client
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from typing import Any
from urllib.parse import quote

VISITORS = 200
SECONDS = 20
PORT = 18_765
HEADERS = {"Host": "portal.example.go.id", "X-Forwarded-Proto": "https"}


def visitors() -> list[dict[str, Any]]:
    """The p95 of their pages, and how many of them went wrong: none."""
    from benchmarks.catalogue import PAGES

    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}"),
            *("--workers", "2", "--threads", "8", "--log-level", "error"),
            "ikmportal.wsgi",
        ],
        env={**os.environ, "DATABASE_URL": scratch_url(), "DATABASE_POOL": "true"},
    )
    try:
        wait_for_it()
        times, errors = asked_by_all([page for page in PAGES if "?" in page])
    finally:
        server.terminate()
        server.wait()
    p95 = statistics.quantiles(times, n=20)[-1]
    return [
        {
            "work": f"{VISITORS} visitors while an import commits, p95",
            "value": p95,
            "beside": "their median",
            "floor": statistics.median(times),
            "note": f"{len(times)} pages, {len(errors)} errors {errors[:1]}",
        }
    ]


def scratch_url(name: str = "") -> str:
    """Where the scratch database is, or another one on its server."""
    from django.db import connection

    named = connection.settings_dict
    host, port = named["HOST"], named["PORT"] or 5432
    socket = host.startswith("/")  # the settings read a socket from the path alone
    server = f":{port}/{quote(host, safe='')}" if socket else f"{host}:{port}"
    user = f"{named['USER']}:{quote(named['PASSWORD'] or '', safe='')}"
    return f"postgresql://{user}@{server}/{name or named['NAME']}"


def asked_by_all(pages: list[str]) -> tuple[list[float], list[str]]:
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + SECONDS

    def visit(number: int) -> None:
        dice = random.Random(number)
        while time.monotonic() < end:
            page = dice.choice(pages)
            begun = time.perf_counter()
            said = status_of(page)
            times.append(time.perf_counter() - begun)
            if said != "200":
                errors.append(f"{said} {page}")

    threads = [
        threading.Thread(target=visit, args=[number]) for number in range(VISITORS)
    ]
    for thread in threads:
        thread.start()
    an_import()
    for thread in threads:
        thread.join()
    return times, errors


def status_of(page: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", page, headers=HEADERS)
        response = connection.getresponse()
        response.read()
        return str(response.status)
    except OSError as error:
        return type(error).__name__
    finally:
        connection.close()


def an_import() -> None:
    """Newer data for thirty thousand businesses in one transaction: a hundred close.

    With the time that a worker has: beside so many visitors it takes longer than a page may.
    """
    from django.db import connection, transaction

    from ikmportal.databases import TIMEOUTS

    with transaction.atomic(), connection.cursor() as cursor:
        worker = TIMEOUTS["worker"]["statement_timeout"]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [worker])
        cursor.execute(
            "UPDATE businesses_business SET name = name || ' Baru', updated_at = now() "
            "WHERE id <= 30000"
        )
        cursor.execute(
            "UPDATE businesses_business SET status = 'closed', listed_at = NULL WHERE id <= 100"
        )


def wait_for_it() -> None:
    for _time in range(120):
        if status_of("/healthz") == "200":
            return
        time.sleep(0.5)
    raise RuntimeError("the server did not start")
