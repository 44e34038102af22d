"""What goes into logs, and how large they grow."""

import logging
import re
from pathlib import Path

LARGEST = 10 * 2**20  # bytes


def log_to_append(log: Path) -> Path:
    """The same path, with its folder made, and emptied into `….log.1` if it has grown large."""
    log.parent.mkdir(exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST:
        log.replace(log.with_suffix(".log.1"))
    return log


class DiscreetFormatter(logging.Formatter):
    """Leaves out what PostgreSQL quotes of a refused row: it may be somebody's name."""

    QUOTED = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)

    def format(self, record: logging.LogRecord) -> str:
        return self.QUOTED.sub(r"\1: …", super().format(record))
