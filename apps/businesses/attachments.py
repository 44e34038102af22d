"""Papers and pictures of a business: looked at as what they are, painted anew, kept sealed."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.businesses.models import Attachment, Business
from ikmportal.confined import ConfinedError, confined
from ikmportal.sealed_files import SealedFolder

if TYPE_CHECKING:
    from apps.accounts.models import User

FILES = SealedFolder("attachments", "attachments", "businesses_attachment.file")
MOST_BYTES = 10 * 2**20
IDENTITY_KEPT = timedelta(
    days=365
)  # no longer than it may be needed (Law 27/2022, art. 16)
A_DAY = timedelta(days=1)  # a file is older than its row by a moment
PDF, PICTURE = "application/pdf", "image/webp"


def read_upload(content: bytes) -> tuple[bytes, str]:
    """What is kept of an upload, and its media type. Raises ValidationError for what is neither.

    By its content, whatever its name says: a PDF stays as it is, a picture is painted anew
    by a child process, so that no script, no place and no second file comes along.
    """
    if not content:
        raise ValidationError(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("The file is too large: at most %(most)d MB.")
            % {"most": MOST_BYTES >> 20}
        )
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return content, PDF
    try:
        with confined("picture", content) as answer:
            return answer.read(), PICTURE
    except ConfinedError:
        raise ValidationError(
            _(
                "This is neither a picture (JPEG, PNG, WebP) nor a PDF. Take a photo of the "
                "paper, or save it as a PDF."
            )
        ) from None


def attach(  # noqa: PLR0913  what is known of a file
    business: Business,
    content: bytes,
    *,
    kind: str,
    title: str,
    expires_on: date | None = None,
    by: "User",
) -> Attachment:
    """Keep a file with a business. Raises ValidationError."""
    kept, media_type = read_upload(content)
    if kind == Attachment.Kind.IDENTITY:
        latest = localdate() + IDENTITY_KEPT
        expires_on = min(expires_on or latest, latest)
    made = Attachment(
        business=business,
        kind=kind,
        title=title,
        media_type=media_type,
        size=len(kept),
        sha256=hashlib.sha256(kept).hexdigest(),
        expires_on=expires_on,
        added_by=by,
    )
    made.full_clean(exclude=["stored_as"])
    made.stored_as = FILES.store(kept)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # two clicks at once
        FILES.remove(made.stored_as)
        raise ValidationError(_("This file is attached already.")) from None
    return made


@transaction.atomic
def remove(attachments: Iterable[Attachment]) -> int:
    """Take rows and files away; a file goes once its row is surely gone. Returns how many."""
    removed = 0
    for attachment in attachments:
        attachment.delete()
        transaction.on_commit(partial(FILES.remove, attachment.stored_as))
        removed += 1
    return removed


def count_ended(before: datetime) -> int:
    return _ended().count() + len(_strays())


def remove_ended(before: datetime) -> int:
    strays = _strays()
    for name in strays:
        FILES.remove(name)
    return remove(_ended()) + len(strays)


def _strays() -> list[str]:
    """Files of businesses that were deleted: their rows went with them."""
    known = Attachment.objects.values_list("stored_as", flat=True)
    return FILES.strays(known, (timezone.now() - A_DAY).timestamp())


def _ended() -> QuerySet[Attachment]:
    """Those past the day that each of them names for itself."""
    return Attachment.objects.filter(expires_on__lt=localdate())
