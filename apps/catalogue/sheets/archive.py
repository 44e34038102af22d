"""The photos of a list: a ZIP that a child process leafs through, each named by its product."""

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.catalogue.photo_files import REFUSALS as OF_A_PHOTO
from ikmportal.confined import ConfinedError, confined

REFUSALS: dict[str, Any] = {
    "not_zip": _("The file with the photos is no ZIP."),
    "damaged": _("The ZIP is damaged or incomplete: make it again and send that."),
    "password": _("The ZIP is protected by a password: make it again without one."),
    "too_many_files": _("The ZIP holds more than 1,000 files: send it in parts."),
    "bomb": _(
        "The ZIP expands to far more than photos do, or a photo in it has more than 20 MB."
    ),
}
NO_PHOTO: dict[str, Any] = {
    "page": _("This is a web page and no photo, whatever its name says."),
    "archive": _(
        "This is an archive within the archive: photos lie in the ZIP itself."
    ),
    "heic": OF_A_PHOTO["heic"],
}
# «KRP-01-2», «KRP-01_2», «KRP-01 (2)»: the second photo of KRP-01.
NUMBERED = re.compile(r"^(?P<code>.+?)[-_ ]*\(?(?P<number>\d{1,2})\)?$")


@dataclass(frozen=True)
class Member:
    """A file of the ZIP. `folder` may name the business; `problem` says why it is no photo."""

    name: str
    sha256: str
    problem: str = ""

    @property
    def folder(self) -> str:
        return PurePosixPath(self.name.replace("\\", "/")).parent.name

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name.replace("\\", "/")).stem.strip()

    def place_for(self, code: str) -> int | None:
        """The place of this photo among those of the code; None if it is of another."""
        stem, wanted = self.stem.casefold(), code.casefold()
        if stem == wanted:
            return 0
        found = NUMBERED.match(stem)
        if found and found["code"] == wanted:
            return int(found["number"])
        return None


def leaf_through(content: bytes) -> list[Member]:
    """Every file of a ZIP, by a child process. Raises ValidationError."""
    members: list[Member] = []
    try:
        with confined("archive", content) as answer:
            for line in answer:
                about = json.loads(line)
                if "refused" in about:
                    raise ValidationError(REFUSALS[about["refused"]])
                members.append(_member(about))
    except ConfinedError:
        raise ValidationError(REFUSALS["bomb"]) from None
    return members


def _member(about: dict[str, Any]) -> Member:
    problem = ""
    if about["kind"] != "photo":
        problem = str(NO_PHOTO.get(about["kind"], OF_A_PHOTO["not_picture"]))
    return Member(about["name"], about["sha256"], problem)
