"""Long loops over many small values, without Python's search for garbage in circles.

It looks at all that is alive again and again, a quarter of the time of a long list, and finds
nothing: what these loops make is freed by its counts.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
