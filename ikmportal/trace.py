"""Under which request or job the code at hand runs, so that every log line can say so."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
job_id: ContextVar[int | None] = ContextVar("job_id", default=None)

REFERENCE_LENGTH = 8  # short enough to be read out over the telephone


def reference() -> str:
    """What an error page shows and the log line holds; empty outside a request."""
    return request_id.get()[:REFERENCE_LENGTH].upper()
