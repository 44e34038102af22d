"""Pictures of an exhibition: photos of its days, and what lies under the plan of a hall."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone

from apps.exhibitions.models import Exhibition, ExhibitionPhoto, Hall
from ikmportal.albums import Album

if TYPE_CHECKING:
    from apps.accounts.models import User

SMALL, LARGE = "320", "1600"
ALBUM = Album("exhibitions", {SMALL: (320, 240, "WEBP"), LARGE: (1600, 0, "WEBP")})
A_DAY = timedelta(days=1)  # a file is older than its row by a moment


def add_photo(
    exhibition: Exhibition, content: bytes, *, day: date, caption: str, by: "User"
) -> ExhibitionPhoto:
    """Keep a photo of a day. Raises ValidationError."""
    developed = ALBUM.develop(content)
    photo = ExhibitionPhoto(
        exhibition=exhibition,
        day=day,
        caption=caption.strip(),
        stored_as=ALBUM.keep(developed.parts),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=by,
    )
    try:
        photo.full_clean()
        photo.save()
    except BaseException:
        ALBUM.remove(photo.stored_as)
        raise
    return photo


@transaction.atomic
def remove_photo(photo: ExhibitionPhoto) -> None:
    """Row and files; the files go once the row is surely gone."""
    photo.delete()
    transaction.on_commit(partial(ALBUM.remove, photo.stored_as))


@transaction.atomic
def lay_under(hall: Hall, content: bytes | None) -> None:
    """Lay a picture under the plan of a hall, or take it away. Raises ValidationError."""
    old, hall.background = hall.background, ""
    if content is not None:
        developed = ALBUM.develop(content)
        hall.background = ALBUM.keep(developed.parts)
        hall.background_ratio = developed.height / developed.width
    hall.save()
    if old and not Hall.objects.filter(background=old).exists():  # of a copy
        transaction.on_commit(partial(ALBUM.remove, old))


def content_of(stored_as: str, size: str) -> bytes | None:
    """A file, or nothing if it is not on disk."""
    try:
        return ALBUM.path_of(stored_as, size).read_bytes()
    except FileNotFoundError:
        return None


def picture_file(stored_as: str, size: str) -> HttpResponse:
    """A file as an answer; Http404 if it is not on disk. Whether it may be seen is asked before."""
    content = content_of(stored_as, size)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=ALBUM.media_type(size))
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _known() -> Iterator[str]:
    yield from ExhibitionPhoto.objects.values_list("stored_as", flat=True).iterator()
    halls = Hall.objects.exclude(background="")
    yield from halls.values_list("background", flat=True).iterator()


def _strays() -> list[str]:
    return ALBUM.strays(_known(), (timezone.now() - A_DAY).timestamp())


def count_strays(before: datetime) -> int:
    return len(_strays())


def remove_strays(before: datetime) -> int:
    """Files of exhibitions that were deleted: their rows went with them."""
    found = _strays()
    for name in found:
        ALBUM.remove(name)
    return len(found)
