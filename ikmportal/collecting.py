"""Python's search for garbage in circles, kept from where it finds nothing.

It looks at all that is alive again and again: in a loop over a long list a quarter of the time,
and in a web process 0.2 s on a slow core, which some visitor waits for in his request.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import get_resolver


def keep_what_is_loaded() -> None:
    """Leave out of the search what is there now: code, addresses and settings live for good.

    Before a fork it also lets the processes share that memory for longer.
    """
    get_resolver().url_patterns  # noqa: B018  they are read when they are first asked for
    gc.collect()
    gc.freeze()


@contextmanager
def uncollected() -> Iterator[None]:
    """For a loop of which all that it makes is freed by its counts."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
