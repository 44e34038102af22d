"""gunicorn reads this file by itself; the command line overrides it."""

import os

from ikmportal.logfiles import logging_config

bind = os.environ.get("BIND") or "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or "2")
threads = int(os.environ.get("WEB_THREADS") or "4")
timeout = 60
graceful_timeout = 10
keepalive = 5
control_socket_disable = True  # it would lie in the home folder
max_requests = 10_000  # a leak somewhere below us never grows for long
max_requests_jitter = 1_000


def post_worker_init(worker: object) -> None:
    """gunicorn opens its socket to the proxy, and with it everything: close that again."""
    os.umask(0o027)


# Its own lines in the form of ours, and no other library's chatter.
logconfig_dict = logging_config(os.environ.get("LOG_FORMAT") or "json", "WARNING")
logconfig_dict["loggers"]["gunicorn.error"] = {"level": "INFO", "propagate": True}
