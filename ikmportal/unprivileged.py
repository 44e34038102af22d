"""Starting PostgreSQL from a root shell: it refuses uid 0, so it runs as someone else.

Foreign folders keep their modes. Where the account cannot pass through them (a checkout under
/root), its process gets the one capability that lets it, and no other.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

# Either lets a process pass through folders closed to it; the first is the smaller right.
PASSING_CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}


class NoAccountError(Exception):
    """Nobody can run the server here; the message says so to the operator."""


class Account(NamedTuple):
    uid: int
    gid: int


class Launch(NamedTuple):
    """What turns a command into one of another account: a prefix, and options of Popen."""

    prefix: list[str]
    options: dict[str, Any]


def account_for(directory: Path) -> Account | None:
    """Who shall own `directory` and run its server: None for the user of this process."""
    if os.geteuid() != 0:
        return None
    if directory.exists() and (owner := directory.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise NoAccountError(
        "PostgreSQL tidak boleh berjalan sebagai root dan tidak ada pengguna «postgres» atau "
        "«nobody»: jalankan sebagai pengguna biasa atau isi DATABASE_URL."
    )


def launch_as(account: Account | None, *paths: Path) -> Launch:
    """How to run a command as `account` so that it reaches every one of `paths`."""
    if account is None:
        return Launch([], {})
    plain = Launch([], {"user": account.uid, "group": account.gid, "extra_groups": []})
    if all(_reaches(plain, path) for path in paths):
        return plain
    setpriv = shutil.which("setpriv")
    for capability, bit in PASSING_CAPABILITIES.items():
        if setpriv and _effective_capabilities() >> bit & 1:
            return Launch([setpriv, *_setpriv_options(account, capability), "--"], {})
    raise NoAccountError(
        f"Pengguna uid {account.uid} yang menjalankan PostgreSQL tidak dapat menjangkau "
        f"{paths[0]}: pindahkan folder ini ke tempat yang terbuka atau isi DATABASE_URL."
    )


def _reaches(launch: Launch, path: Path) -> bool:
    # Execution for a program, passage for a folder.
    command = [shutil.which("test") or "/usr/bin/test", "-x", str(path)]
    result = subprocess.run(command, check=False, cwd="/", **launch.options)  # noqa: S603
    return result.returncode == 0


def _effective_capabilities() -> int:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(lines.get("CapEff", "0"), 16)


def _setpriv_options(account: Account, capability: str) -> list[str]:
    only = f"-all,+{capability}"
    return [
        f"--reuid={account.uid}",
        f"--regid={account.gid}",
        "--clear-groups",
        f"--inh-caps={only}",
        f"--ambient-caps={only}",
        f"--bounding-set={only}",
        # Without it access(2) ignores the capability, and PostgreSQL asks by access(2).
        "--securebits=+no_setuid_fixup",
    ]
