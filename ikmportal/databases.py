"""How each kind of process talks to PostgreSQL, and how long it may take.

No time-out is ever SET for a session: behind pgbouncer a session is shared. A process that
has the server for itself sends them when it connects; behind pgbouncer `grant_rights` has
written those of the web on the role. A public page shortens its own by SET LOCAL.
"""

import functools
from collections.abc import Callable
from typing import Any

import environ
from django.db import connection, transaction
from django.http import HttpResponse

from ikmportal import embedded

View = Callable[..., HttpResponse]

NEVER = "0"
# IKM_PROCESS: "web" if nothing else is said; the worker and manage.py say what they are.
TIMEOUTS = {
    "web": {
        "statement_timeout": "15s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "60s",
    },
    "worker": {  # an import writes for minutes, and its twin waits for it
        "statement_timeout": "10min",
        "lock_timeout": "60s",
        "idle_in_transaction_session_timeout": "10min",
    },
    "command": {
        "statement_timeout": NEVER,
        "lock_timeout": "60s",
        "idle_in_transaction_session_timeout": NEVER,
    },
}
PUBLIC_STATEMENT = "2s"


def configuration(env: environ.Env) -> dict[str, Any]:
    """DATABASES["default"]: the named server, or the embedded one."""
    found = env.db_url_config(
        env("DATABASE_URL", default="") or embedded.database_url()
    )
    options = found.setdefault("OPTIONS", {})
    found["CONN_HEALTH_CHECKS"] = True  # the pool forgets what a restart has cut
    process = env("IKM_PROCESS", default="web")
    if env.bool("DATABASE_POOL", default=True) and process != "command":
        # Who finds no connection within `timeout` is told so, and does not wait for nothing.
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
    if env.bool("PGBOUNCER", default=False):
        options["prepare_threshold"] = None
        found["DISABLE_SERVER_SIDE_CURSORS"] = True
    else:
        timeouts = TIMEOUTS[process]
        switches = [f"-c {name}={value}" for name, value in timeouts.items()]
        options["options"] = " ".join([options.get("options", ""), *switches]).strip()
    return found


def quick(view: View) -> View:
    """What a public page asks of the database takes two seconds at most: anybody may ask.

    All of it is asked of one moment, so that counts, pages and filters belong together.
    """

    @functools.wraps(view)
    def limited(*args: Any, **kwargs: Any) -> HttpResponse:
        is_outermost = not connection.in_atomic_block
        with transaction.atomic():
            with connection.cursor() as cursor:
                if is_outermost:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute(f"SET LOCAL statement_timeout = '{PUBLIC_STATEMENT}'")
            return view(*args, **kwargs)

    return limited
