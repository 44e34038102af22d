"""Reads and saves one received list, as the worker does, and says what that took.

    python -m benchmarks.import_worker DATABASE BATCH

In a process of its own: the peak of its memory is that of this import alone.
"""

import json
import logging
import os
import sys
import time
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikmportal.settings")
    os.environ["IKM_PROCESS"] = "worker"
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.db import connection

    from apps.imports.approving import ask_to_commit
    from apps.imports.batches import commit, read_and_plan
    from apps.imports.models import ImportBatch

    connection.settings_dict["NAME"] = sys.argv[1]
    key = int(sys.argv[2])
    before = _peak()
    begun = time.perf_counter()
    read_and_plan(key)
    ask_to_commit(ImportBatch.objects.get(pk=key))
    commit(key)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "before": before, "peak": _peak()}))


def _peak() -> int:
    """Bytes that this process has held at most. `getrusage` would begin with its parent's.

    Its children, which parse, have limits of their own.
    """
    status = Path("/proc/self/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
