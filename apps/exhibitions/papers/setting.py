"""What every paper of an exhibition has: its head, its language and the day it was made."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from apps.documents.printing import printable, rendered

if TYPE_CHECKING:
    from apps.exhibitions.papers import Asked


def printed(template: str, asked: "Asked", more: dict[str, Any]) -> bytes:
    """A template of `documents/typst/` with the head of the exhibition and what it needs more.

    Codes under «qr» and «svg» are passed as they are; whatever else has no letter in our fonts
    is printed as «?».
    """
    exhibition, today = asked.exhibition, timezone.localdate()
    first, last = date_format(exhibition.starts_on), date_format(exhibition.ends_on)
    head = {
        "title": asked.title,
        "language": get_language() or "id",
        "owner": str(exhibition.agency) or settings.SITE_OWNER,
        "exhibition": exhibition.title,
        "about": f"{first} – {last} · {exhibition.venue}",
        "as_of": date_format(today),
    }
    noon = datetime.combine(today, time(12), timezone.get_current_timezone())
    return rendered(template, {**printable(head), **more}, noon)
