"""Runs sandbox.py on the bytes of an upload: a child with limits and without secrets."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SANDBOX = Path(__file__).with_name("sandbox.py")
SECONDS = 60


class ConfinedError(Exception):
    """The child gave no answer: a limit stopped it, or it could not read the file."""

    def __init__(self, was_killed: bool) -> None:
        self.was_killed = was_killed
        super().__init__("killed" if was_killed else "failed")


@contextmanager
def confined(kind: str, content: bytes, *said: str) -> Iterator[IO[bytes]]:
    """What the child answers to a file of this kind, and to what is said of it.

    Raises ConfinedError.

    The file is opened by the child alone: limited in memory, time and output, without any
    secret in its environment, and never written to disk in plain.
    """
    with _memory_file() as given, _memory_file() as answer:
        given.write(content)
        given.seek(0)
        _run_child([kind, *said], given, answer)
        answer.seek(0)
        yield answer


def _run_child(said: list[str], given: IO[bytes], answer: IO[bytes]) -> None:
    command = [sys.executable, "-I", str(SANDBOX), *said]
    environment = {"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1"}
    try:
        finished = subprocess.run(  # noqa: S603  our own module, and words of our own
            command,
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ConfinedError(was_killed=True) from None
    if finished.returncode:
        raise ConfinedError(was_killed=finished.returncode < 0)


def _memory_file() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("upload", os.MFD_CLOEXEC), "w+b")
    return tempfile.TemporaryFile()
