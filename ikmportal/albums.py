"""The files of photos: painted anew in every size by a child process, under no name to guess.

They lie in plain under MEDIA_ROOT: what they show is meant for many eyes. Who may see which is
for the view.
"""

import json
import os
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ikmportal.confined import ConfinedError, confined

MOST_BYTES = 20 * 2**20
ENDINGS = {"WEBP": ("webp", "image/webp"), "JPEG": ("jpg", "image/jpeg")}
REFUSALS: dict[str, Any] = {
    "empty": _("The file is empty."),
    "too_large": _("The photo is too large: at most 20 MB."),
    "heic": _(
        "This is a photo in Apple's own format (HEIC), which browsers cannot show. On the "
        "iPhone, choose Settings, Camera, Formats, «Most compatible»; or send the photo "
        "to yourself first, which makes a JPEG of it."
    ),
    "not_picture": _("This is not a photo: a JPEG, PNG or WebP is."),
    "truncated": _("The photo is not whole: copy it from the phone again."),
    "too_many_pixels": _("The photo has too many pixels: at most 50 million."),
    "too_small": _("The photo is too small: at least 200 by 200 pixels."),
    "unreadable": _(
        "The photo could not be opened. Open it on the phone, save it anew and send that."
    ),
}


@dataclass(frozen=True)
class Developed:
    """A photo painted anew: its size, its crop in thousandths, a file for each size."""

    width: int
    height: int
    crop: tuple[int, int, int]
    parts: dict[str, bytes]


@dataclass(frozen=True)
class Album:
    """Photos of one kind.

    `sizes`: width, height (0: the whole photo, no side longer than the width) and format of
    each file. `ratio`: of the cut that all sizes with a height share.
    """

    name: str
    sizes: Mapping[str, tuple[int, int, str]]
    ratio: float = 4 / 3

    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.name

    def path_of(self, stored_as: str, size: str) -> Path:
        ending = ENDINGS[self.sizes[size][2]][0]
        return self.folder() / stored_as[:2] / f"{stored_as}-{size}.{ending}"

    def media_type(self, size: str) -> str:
        return ENDINGS[self.sizes[size][2]][1]

    def develop(
        self,
        content: bytes,
        crop: tuple[int, int, int] | None = None,
        *,
        member: str = "",
    ) -> Developed:
        """Every size of a photo, by a child process alone. Raises ValidationError.

        With `member`, the content is a ZIP and the photo is the file of this name in it.
        """
        if not member and (refusal := _refused_unopened(content)):
            raise _refusal(refusal)
        asked = {
            "wanted": dict(self.sizes),
            "crop": crop,
            "ratio": self.ratio,
            "member": member,
        }
        try:
            with confined(
                "photo", json.dumps(asked).encode() + b"\n" + content
            ) as said:
                about = json.loads(said.readline())
                if "refused" in about:
                    raise _refusal(about["refused"])
                parts = {
                    name: said.read(length) for name, length in about["parts"].items()
                }
        except ConfinedError:
            raise _refusal("unreadable") from None
        return Developed(about["width"], about["height"], tuple(about["crop"]), parts)

    def keep(self, parts: Mapping[str, bytes]) -> str:
        """Write the files of a photo. Returns what names them."""
        stored_as = uuid.uuid4().hex
        folder = self.folder() / stored_as[:2]
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        for size, part in parts.items():
            self.path_of(stored_as, size).write_bytes(part)
        return stored_as

    def remove(self, stored_as: str) -> None:
        for size in self.sizes:
            self.path_of(stored_as, size).unlink(missing_ok=True)

    def strays(self, known: Iterable[str], before: float) -> list[str]:
        """Photos on disk that no row names, last written before a time (seconds since 1970)."""
        found: dict[str, float] = {}
        for path in self.folder().glob("*/*"):
            name = path.name.partition("-")[0]
            found[name] = max(found.get(name, 0), os.path.getmtime(path))  # noqa: PTH204  one call
        for name in known:
            found.pop(name, None)
        return [name for name, written in found.items() if written < before]


def _refused_unopened(content: bytes) -> str:
    if not content:
        return "empty"
    if len(content) > MOST_BYTES:
        return "too_large"
    is_heic = content[4:8] == b"ftyp" and content[8:11] in {b"hei", b"hev", b"mif"}
    return "heic" if is_heic else ""


def _refusal(code: str) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code)
