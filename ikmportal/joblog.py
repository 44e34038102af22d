"""One log line for each job that the worker did, and its number on all lines in between."""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from procrastinate import JobContext
from procrastinate.worker import Worker

from ikmportal import trace

logger = logging.getLogger(__name__)


async def log_job(
    do: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker
) -> Any:
    """A worker middleware of procrastinate. A job's arguments are not for the log."""
    token = trace.job_id.set(context.job.id)
    started = time.perf_counter()
    status = "failed"
    try:
        result = await do()
        status = "done"
        return result
    finally:
        line = {
            "job_name": context.job.task_name,
            "status": status,
            "ms": round((time.perf_counter() - started) * 1000),
        }
        logger.info("%(job_name)s %(status)s %(ms)s ms", line, extra=line)
        trace.job_id.reset(token)
