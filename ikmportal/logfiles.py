"""What goes into logs, in which form, and how large they grow.

A server writes one JSON object a line (LOG_FORMAT=json); at home and in the demo a line is a
sentence (LOG_FORMAT=plain). Either way no personal data: FIELDS is all that a line may hold,
and what PostgreSQL quotes of a refused row is left out.
"""

import logging
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from ikmportal import trace

LARGEST = 10 * 2**20  # bytes
PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"
NAMES = {"asctime": "time", "levelname": "level", "name": "logger", "taskName": "task"}
FIELDS = (
    *("time", "level", "logger", "message", "exc_info"),
    *("request_id", "reference", "user", "channel", "method", "path", "status", "ms"),
    *("job", "job_name", "step"),
)
QUOTED = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


def log_to_append(log: Path) -> Path:
    """The same path, with its folder made, and emptied into `….log.1` if it has grown large."""
    log.parent.mkdir(exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST:
        log.replace(log.with_suffix(".log.1"))
    return log


def discreet(text: str) -> str:
    """Without what PostgreSQL quotes of a refused row: it may be somebody's name."""
    return QUOTED.sub(r"\1: …", text)


class DiscreetFormatter(logging.Formatter):
    """A line for people."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


class DiscreetJsonFormatter(JsonFormatter):
    """A line for programs: only the fields that are known to hold no personal data."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """With its distance from UTC: the web's master and its workers differ in their zone."""
        moment = datetime.fromtimestamp(record.created).astimezone()
        return moment.isoformat(timespec="milliseconds")

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        found = {
            **log_data,
            "request_id": trace.request_id.get(),
            "reference": trace.reference(),
            "job": trace.job_id.get(),
        }
        return {
            name: discreet(value) if isinstance(value, str) else value
            for name in FIELDS
            if (value := found.get(name)) not in (None, "")
        }


def logging_config(form: str, level: str) -> dict[str, Any]:
    """The LOGGING setting: everything to stderr, where the supervisor takes it."""
    formatters: dict[str, dict[str, Any]] = {
        "plain": {"()": "ikmportal.logfiles.DiscreetFormatter", "fmt": PLAIN},
        "json": {
            "()": "ikmportal.logfiles.DiscreetJsonFormatter",
            "fmt": ["asctime", "levelname", "name", "message"],
            "rename_fields": NAMES,
            "json_ensure_ascii": False,
        },
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Each request and each job has a line of ours at any level.
            "ikmportal.requestlog": {"level": "INFO"},
            "ikmportal.joblog": {"level": "INFO"},
            # Its warnings (404 …) would say a second time what our line says.
            "django.request": {"level": "ERROR"},
        },
    }
