"""Uploaded files on disk, sealed: a list of people is never there in plain."""

import base64
import uuid
from pathlib import Path

from django.conf import settings

from ikmportal.encryption import seal, unseal

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
