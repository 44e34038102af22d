"""Migrating under load: a migration that has to wait gives up, so that nobody waits for it.

ALTER TABLE wants its table alone. While it queues behind a long query, everybody queues
behind it: 4.4 s for a 5 s query. With a lock_timeout it steps aside after 200 ms and comes
again; each migration is a transaction, so nothing is left half done.
"""

import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

LOCK_TIMEOUT = "200ms"
MOST_TRIES = 150
PAUSE = 0.5  # seconds


class StillLockedError(Exception):
    """A table stayed locked by others however often it was tried."""


def migrate(*, say: Callable[[str], object], **options: Any) -> int:
    """Run `migrate` until it has its locks; how many times it had to be tried."""
    for attempt in range(1, MOST_TRIES + 1):
        try:
            with connection.cursor() as cursor:
                # This connection is the migration's alone, and is closed afterwards.
                cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
            call_command("migrate", interactive=False, **options)
            return attempt
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            say(f"A table is in use, attempt {attempt} steps aside.")
            time.sleep(PAUSE)
        finally:
            connection.close()
    raise StillLockedError(f"A table stayed in use for {MOST_TRIES} attempts.")
