"""Several processes compare the rows of a long list side by side.

What a row is like depends on the rows above it, and not on what was decided of them; so the
rows are dealt out, each process knows all of them and answers for its own. The others are
forked: they share what was read, touch no connection and no file, and end with this process.
"""

import ctypes
import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, TypeVar

Answer = TypeVar("Answer")
# More would be quicker where there are more processors, and would need more memory.
MOST_PROCESSES = 2
WORTH_IT = 4_000  # rows: a shorter list is done before another process has begun
END_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def processes_for(rows: int) -> int:
    """How many to share the work among, this one included."""
    there = len(os.sched_getaffinity(0))
    return min(MOST_PROCESSES, there) if rows >= WORTH_IT else 1


def dealt_out(
    work: Callable[[int, int], Iterable[tuple[int, Answer]]], processes: int
) -> dict[int, Answer]:
    """The answers by their positions. `work`: given a share of so many, its part of them.

    Raises RuntimeError if another process ends without its answers.
    """
    others = [_Other(work, share, processes) for share in range(1, processes)]
    try:
        found = dict(work(0, processes))
        for other in others:
            found.update(other.answers())
    finally:
        for other in others:
            other.end()
    return found


class _Other:
    """A forked process that does one share, and the pipe on which it answers."""

    def __init__(
        self, work: Callable[[int, int], Any], share: int, processes: int
    ) -> None:
        reading, writing = os.pipe()
        gc.freeze()  # what is there now is shared, and stays so while it is only read
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _answer(work, share, processes, os.fdopen(writing, "wb"))
        gc.unfreeze()
        os.close(writing)
        self.pipe: IO[bytes] = os.fdopen(reading, "rb")
        self.is_over = False

    def answers(self) -> list[tuple[int, Any]]:
        with self.pipe:
            said = self.pipe.read()
        _pid, status = os.waitpid(self.pid, 0)
        self.is_over = True
        if status:
            raise RuntimeError(f"a process that compared rows ended with {status}")
        found: list[tuple[int, Any]] = pickle.loads(said)  # noqa: S301  our own process
        return found

    def end(self) -> None:
        if not self.is_over:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pipe.close()


def _answer(
    work: Callable[[int, int], Any], share: int, processes: int, pipe: IO[bytes]
) -> None:
    """In the forked process: nothing that this process had open is closed or flushed here."""
    status = 1
    try:
        gc.disable()  # no connection of the other is finalized here
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
        answers: Iterator[Any] = work(share, processes)
        pickle.dump(list(answers), pipe, protocol=pickle.HIGHEST_PROTOCOL)
        pipe.flush()
        status = 0
    finally:
        os._exit(status)
