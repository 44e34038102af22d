"""Uploaded files on disk, sealed: what concerns people is never there in plain."""

import base64
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ikmportal.encryption import key_mark, seal, unseal


@dataclass(frozen=True)
class SealedFolder:
    """A folder of files that open only as what they were sealed for.

    `name` is what the rotation of keys calls them, `place` the folder's own name.
    """

    name: str
    place: str
    sealed_for: str

    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.place

    def store(self, content: bytes) -> str:
        """Seal a file under a name of our own making; the sender's name is never a path."""
        self.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{uuid.uuid4()}.sealed"
        path = self.folder() / name
        path.touch(mode=0o600)
        path.write_bytes(seal(base64.b64encode(content).decode(), self.sealed_for))
        return name

    def load(self, name: str) -> bytes:
        """What was stored. Raises FileNotFoundError, or ValueError if it was altered."""
        if not name:
            raise FileNotFoundError
        return base64.b64decode(
            unseal((self.folder() / name).read_bytes(), self.sealed_for)
        )

    def remove(self, name: str) -> None:
        if name:
            (self.folder() / name).unlink(missing_ok=True)

    def strays(self, known: Iterable[str], before: float) -> list[str]:
        """Files that no row names, last written before a time (seconds since 1970).

        A row that went with the record above it, or a machine that stopped between the two,
        leaves its file behind.
        """
        found = {path.name: path for path in self.folder().glob("*.sealed")}
        for name in known:
            found.pop(name, None)
        return [name for name, path in found.items() if path.stat().st_mtime < before]

    def behind(self) -> int:
        """How many files are not yet sealed under the first key."""
        return sum(1 for _path in self._behind())

    def rotate(self, at_once: int = 0) -> Iterator[int]:
        """File by file: each is whole under one key or the other, whenever this is killed."""
        for path in list(self._behind()):
            new = path.with_suffix(".new")
            new.touch(mode=0o600)
            opened = unseal(path.read_bytes(), self.sealed_for)
            new.write_bytes(seal(opened, self.sealed_for))
            with new.open("rb") as written:
                os.fsync(written.fileno())
            if path.exists():  # not discarded meanwhile
                new.replace(path)
                yield 1
            new.unlink(missing_ok=True)

    def _behind(self) -> Iterator[Path]:
        mark = key_mark()
        for path in sorted(self.folder().glob("*.sealed")):
            with path.open("rb") as file:
                if file.read(len(mark)) != mark:
                    yield path
