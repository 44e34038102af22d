"""Logs of processes that write to their standard output."""

from pathlib import Path

LARGEST = 10 * 2**20  # bytes


def log_to_append(log: Path) -> Path:
    """The same path, with its folder made, and emptied into `….log.1` if it has grown large."""
    log.parent.mkdir(exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST:
        log.replace(log.with_suffix(".log.1"))
    return log
