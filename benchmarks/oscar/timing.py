"""One way to time a page, for both projects."""

import statistics
import time
from collections.abc import Callable
from typing import Any

TIMES, WARMING = 9, 3


def median(
    client: Any, page: str, before: Callable[[], object] = lambda: None
) -> float:
    """The median of a page that has been asked for before; `before` is not counted."""
    times = []
    for _time in range(WARMING + TIMES):
        before()
        begun = time.perf_counter()
        response = client.get(page, secure=True)
        times.append(time.perf_counter() - begun)
        if response.status_code != 200:
            raise RuntimeError(f"{response.status_code}: {page}")
    return statistics.median(times[WARMING:])
