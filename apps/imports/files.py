"""Uploaded files on disk, sealed: a list of people is never there in plain."""

import base64
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ikmportal.encryption import key_mark, seal, unseal

SEALED_FOR = "imports_importbatch.file"


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def store(content: bytes) -> str:
    """Seal a file under a name of our own making; the sender's name is never a path."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{uuid.uuid4()}.sealed"
    path = folder() / name
    path.touch(mode=0o600)
    path.write_bytes(seal(base64.b64encode(content).decode(), SEALED_FOR))
    return name


def load(name: str) -> bytes:
    """What was stored. Raises FileNotFoundError, or ValueError if it was altered."""
    return base64.b64decode(unseal((folder() / name).read_bytes(), SEALED_FOR))


def remove(name: str) -> None:
    if name:
        (folder() / name).unlink(missing_ok=True)


class SealedFiles:
    """The uploaded files, for the rotation of keys."""

    name = "imported files"

    def behind(self) -> int:
        return sum(1 for _path in self._behind())

    def rotate(self, at_once: int = 0) -> Iterator[int]:
        """File by file: each is whole under one key or the other, whenever this is killed."""
        for path in list(self._behind()):
            new = path.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_bytes(seal(unseal(path.read_bytes(), SEALED_FOR), SEALED_FOR))
            with new.open("rb") as written:
                os.fsync(written.fileno())
            if path.exists():  # not discarded meanwhile
                new.replace(path)
                yield 1
            new.unlink(missing_ok=True)

    def _behind(self) -> Iterator[Path]:
        mark = key_mark()
        for path in sorted(folder().glob("*.sealed")):
            with path.open("rb") as file:
                if file.read(len(mark)) != mark:
                    yield path
