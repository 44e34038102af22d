"""PostgreSQL's programs: the system's of the server's own version, or the embedded ones."""

import contextlib
import subprocess
from pathlib import Path

from ikmportal import embedded

DEBIAN = Path("/usr/lib/postgresql")


class NoProgramsError(Exception):
    """The message says to the operator which programs are missing."""


def programs(version: int, *needed: str) -> Path:
    """A folder that has the `needed` programs of PostgreSQL `version`, or of a newer one.

    The same version first: an archive of a newer pg_dump cannot be read by an older
    pg_restore, which is the one that the server's administrator has.
    """
    for folder in _candidates(version):
        if (
            all((folder / name).exists() for name in needed)
            and _version(folder) >= version
        ):
            return folder
    raise NoProgramsError(
        f"{', '.join(needed)} of PostgreSQL {version} or newer is not installed: "
        f"apt-get install postgresql-{version}."
    )


def _candidates(version: int) -> list[Path]:
    newer = sorted(DEBIAN.glob("*/bin"), key=lambda folder: folder.parent.name)
    found = [DEBIAN / str(version) / "bin"]
    with contextlib.suppress(embedded.EmbeddedPostgresError):
        found.append(embedded.program("postgres").parent)
    return [*found, *newer]


def _version(folder: Path) -> int:
    words = subprocess.check_output([folder / "pg_restore", "-V"], text=True).split()  # noqa: S603
    return int(words[2].split(".")[0])
