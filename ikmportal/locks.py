"""Locks that end with the process that holds them, however it ends."""

import contextlib
import fcntl
import os
from pathlib import Path


class Lock:
    """An flock on a file. Children get it only when handed its `descriptor`."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, *, shared: bool = False) -> bool:
        """Whether it was free to take, now; a shared one may be shared already."""
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(
                self.descriptor,
                (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB,
            )
            return True
        return False

    def close(self) -> None:
        """Let go, unless a child has the descriptor too."""
        os.close(self.descriptor)
