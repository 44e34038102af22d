"""gunicorn reads this file by itself; the command line overrides it."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
control_socket_disable = True  # it would lie in the home folder
max_requests = 10_000  # a leak somewhere below us never grows for long
max_requests_jitter = 1_000
