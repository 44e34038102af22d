"""The web server and the worker, kept alive until the demo stops."""

import ctypes
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from ikmportal.demo.terminal import say
from ikmportal.embedded import BASE_DIR
from ikmportal.logfiles import log_to_append

LONGEST_PAUSE = 30.0  # seconds between two starts of a process that dies at once
PATIENCE = 12.0  # seconds that a process has to finish what it does
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process that is started again whenever it ends."""

    title: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    descriptors: tuple[int, ...] = ()
    deaths: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        with log_to_append(self.log).open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, *self.command],
                cwd=BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.descriptors,
                start_new_session=True,  # Ctrl-C reaches the launcher, which stops them
                preexec_fn=_die_with_parent,  # noqa: PLW1509  the launcher has one thread
            )
        self.started_at = time.monotonic()

    def keep_alive(self) -> None:
        """Start it again if it ended; the oftener it does, the longer after its last start."""
        if self.process is None or self.process.poll() is None:
            return
        since_start = time.monotonic() - self.started_at
        if self.deaths and since_start < min(2.0**self.deaths, LONGEST_PAUSE):
            return
        self.deaths = self.deaths + 1 if since_start < 2 * LONGEST_PAUSE else 1
        say(
            f"{self.title} berhenti (kode {self.process.returncode}) dan dinyalakan lagi."
        )
        self.start()


def stop(children: list[Child]) -> None:
    """Ask all of them to end, then insist."""
    running = [child.process for child in children if child.process]
    for process in running:
        process.terminate()
    end = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent() -> None:
    # A launcher that was killed leaves no web server behind on the port (Linux).
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
