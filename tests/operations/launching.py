"""Real processes of the portal, each with a data folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from ikmportal.embedded import BASE_DIR

DEADLINE = 300
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
OURS = ("DATABASE_URL", "IKM_DATA_DIR", "PORT", "DEMO", "DJANGO_SETTINGS_MODULE")


def environment(**variables):
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return (
        kept | {"PORT": "0"} | {name: str(value) for name, value in variables.items()}
    )


def run_demo(prefix=(), python=sys.executable, **variables):
    """Run the launcher to its end, for starts that must fail."""
    return subprocess.run(
        [*prefix, python, "-m", "ikmportal.demo"],
        check=False,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        cwd=BASE_DIR,
        env=environment(**variables),
    )


def wait_until(condition):
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("It did not happen in time.")


class RunningDemo:
    """A launcher in the background, and what it prints."""

    def __init__(self, **variables):
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ikmportal.demo"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=BASE_DIR,
            env=environment(**variables),
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.strip())

    def address(self):
        """Wait for the line that says where it answers."""
        wait_until(lambda: self.process.poll() is not None or self._ready())
        assert self.process.poll() is None, "\n".join(self.lines)
        return self._ready()[0].split()[-1]

    def _ready(self):
        return [line for line in self.lines if " siap di " in line]

    def family(self):
        launcher = psutil.Process(self.process.pid)
        return [launcher, *launcher.children(recursive=True)]

    def child(self, module):
        return wait_until(
            lambda: next((c for c in self.family()[1:] if module in words(c)), None)
        )

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(DEADLINE)
        self.reader.join(5)
        self.process.stdout.close()
        return code


def words(process):
    """The command line; empty for one that has just died."""
    try:
        return process.as_dict(["cmdline"])["cmdline"] or []
    except psutil.NoSuchProcess:
        return []


def is_alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def as_nobody():
    """How to run our Python without privileges; skips where no such user can run one."""
    wanted = "import sys; print(sys.version_info[:2])"
    for python in (
        sys.executable,
        shutil.which("python3", path="/usr/local/bin:/usr/bin"),
    ):
        command = [*NOBODY, str(python), "-c", wanted]
        found = subprocess.run(
            command, check=False, capture_output=True, text=True, cwd="/"
        )
        if found.stdout.strip() == str(sys.version_info[:2]):
            packages = [path for path in sys.path if "site-packages" in path]
            return {
                "prefix": NOBODY,
                "python": python,
                "PYTHONPATH": os.pathsep.join(packages),
            }
    return pytest.skip("no Python that an unprivileged user may run")
