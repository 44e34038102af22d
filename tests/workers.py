"""Real workers, as processes of their own on the database of the tests."""

import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PLAIN = "from ikmportal import worker; worker.main()"


def database_url():
    known = connection.settings_dict
    login = quote(known["USER"], safe="")
    if known["PASSWORD"]:
        login += ":" + quote(known["PASSWORD"], safe="")
    host = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
    if host.startswith("/"):  # a socket's folder, as the first part of the path
        return f"postgres://{login}@/{quote(known['HOST'], safe='')}/{known['NAME']}"
    return f"postgres://{login}@{host}/{known['NAME']}"


@contextmanager
def workers_at(folder, code=PLAIN):
    """A way to start workers that keep their files in this folder; all are ended afterwards."""
    started = []
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DATABASE_POOL": "false",
        "IKM_DATA_DIR": str(folder),
    }

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.wait()
