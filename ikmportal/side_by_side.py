"""Long work on what is in memory, shared among processes on one machine.

The others are forked: they see all that this process had read, touch no connection and no file
of it, and end with it. Only work on what is in memory is given to them: what they change,
nobody sees, and who asks the database there ends without an answer.
"""

import ctypes
import gc
import io
import os
import pickle
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import IO, Any, TypeVar

from django.db import connections

Answer = TypeVar("Answer")
# More would be quicker where there are more processors, and would need more memory.
MOST_PROCESSES = 2
END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
BLOCK = 1 << 18  # bytes that are handed on at once


class NoAnswerError(Exception):
    """Another process ended before its work did: it asked the database, or was ended."""


def processes_for(rows: int, worth_it: int) -> int:
    """How many to share so many rows among, this one included: one for a short list."""
    there = len(os.sched_getaffinity(0))
    return min(MOST_PROCESSES, there) if rows >= worth_it else 1


def dealt_out(
    work: Callable[[int, int], Iterable[tuple[int, Answer]]], processes: int
) -> dict[int, Answer]:
    """The answers by their positions. `work`: given a share of so many, its part of them.

    Raises NoAnswerError.
    """
    others = [
        Beside(partial(_share, work, share, processes)) for share in range(1, processes)
    ]
    try:
        found = dict(work(0, processes))
        for other in others:
            found.update(other.answer())
    finally:
        for other in others:
            other.end()
    return found


def _share(
    work: Callable[[int, int], Iterable[Any]], share: int, processes: int
) -> list[Any]:
    return list(work(share, processes))


class Beside:
    """Work that is begun in another process; its `answer` is waited for. Use `end` in any case."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._child = _Forked(lambda pipe: _say(work(), pipe))

    def answer(self) -> Any:
        """What the work returned. Raises NoAnswerError."""
        said = b"".join(self._child.blocks())
        return pickle.loads(said)  # noqa: S301  our own process

    def end(self) -> None:
        self._child.end()


def made_beside(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same blocks of bytes, made by another process while this one hands them on."""
    child = _Forked(lambda pipe: pipe.writelines(blocks))
    try:
        yield from child.blocks()
    finally:
        child.end()


def answers_beside(answers: Iterable[Answer]) -> Generator[Answer, None, None]:
    """The same answers, each made by another process while this one works with that before.

    Raises NoAnswerError.
    """
    child = _Forked(lambda pipe: _say_each(answers, pipe))
    said = io.BufferedReader(child.pipe, BLOCK)
    try:
        with suppress(EOFError, pickle.UnpicklingError):  # it ended: done, or not
            while True:
                yield pickle.load(said)  # noqa: S301  our own process
        child.finish()
    finally:
        child.end()


def _say_each(answers: Iterable[Any], pipe: IO[bytes]) -> None:
    for answer in answers:
        _say(answer, pipe)
        pipe.flush()


def _say(answer: Any, pipe: IO[bytes]) -> None:
    pickle.dump(answer, pipe, protocol=pickle.HIGHEST_PROTOCOL)


class _Forked:
    """A forked process, and the pipe into which it writes."""

    def __init__(self, work: Callable[[IO[bytes]], Any]) -> None:
        reading, writing = os.pipe()
        gc.freeze()  # what is there now is shared, and stays so while it is only read
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _work(work, os.fdopen(writing, "wb", buffering=BLOCK), parent)
        gc.unfreeze()
        os.close(writing)
        self.pipe = io.FileIO(reading, "rb")
        self.is_over = False

    def blocks(self) -> Iterator[bytes]:
        """What it wrote, to the end. Raises NoAnswerError."""
        while block := self.pipe.read(BLOCK):
            yield block
        self.finish()

    def finish(self) -> None:
        """Once it has written all. Raises NoAnswerError."""
        _pid, status = os.waitpid(self.pid, 0)
        self.is_over = True
        self.pipe.close()
        if status:
            raise NoAnswerError(f"a process beside this one ended with {status}")

    def end(self) -> None:
        if not self.is_over:
            self.is_over = True
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pipe.close()


def _work(work: Callable[[IO[bytes]], Any], pipe: IO[bytes], parent: int) -> None:
    """In the forked process: nothing that this process had open is closed or flushed here."""
    status = 1
    try:
        gc.disable()  # nothing of the other is finalized here
        _leave_the_database()
        signal.set_wakeup_fd(-1)  # a signal to this one wakes nobody else
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == parent:  # else it is gone already
            work(pipe)
            pipe.flush()
            status = 0
    finally:
        os._exit(status)


def _leave_the_database() -> None:
    """The connections are those of the other process: they are neither used nor closed here."""
    for connection in connections.all(initialized_only=True):
        _LEFT.append(connection.connection)
        connection.connection = None
        connection.connect = _refuse  # type: ignore[method-assign]


def _refuse() -> None:
    raise NoAnswerError("the database is asked by the other process alone")


_LEFT: list[Any] = []
