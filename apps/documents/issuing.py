"""Issuing a paper: its number, its code, its seal and the paper itself, or nothing of it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.documents.codes import new_code
from apps.documents.kinds import Kind
from apps.documents.models import Document, NumberSeries
from apps.documents.models.offices import letterhead_of
from apps.documents.printing import printable, rendered
from apps.documents.seals import seal_of
from apps.documents.wording import long_date


@dataclass(frozen=True)
class Paper:
    """What is to be issued, before it has a number.

    `content` is what the template prints beside letterhead, number and date. `holder` is public:
    mask a person's name. With an `occasion`, a second paper for it is never made.
    """

    kind: Kind
    agency: Agency
    subject: str
    content: dict[str, Any]
    holder: str = ""
    region_id: str | None = None
    occasion: str | None = None
    replaces: Document | None = field(default=None)


@transaction.atomic
def issue(
    paper: Paper, *, by: User, at: datetime | None = None, code: str | None = None
) -> Document:
    """Give a paper its number and keep it for good. Returns the standing one of its occasion.

    `at` and `code` are for the demo, whose papers are the same each time.

    The row of the series is locked until the transaction ends, so that a number drawn by one
    that fails is drawn again by the next.
    """
    at = at or timezone.now()
    series = NumberSeries.objects.opened(
        paper.agency, paper.kind, timezone.localdate(at).year
    )
    standing = Document.objects.standing().filter(
        kind=paper.kind.code, occasion=paper.occasion
    )
    if paper.occasion and (earlier := standing.first()):
        return earlier
    if paper.replaces:
        _revoke_replaced(paper.replaces, by=by, at=at)
    document = _numbered(paper, series, by=by, at=at, code=code or new_code())
    pdf = rendered(document.template, document.payload, at)
    document.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    document.seal = seal_of(document)
    document.full_clean()
    document.save()
    return document


def _numbered(
    paper: Paper, series: NumberSeries, *, by: User, at: datetime, code: str
) -> Document:
    sequence = series.draw()
    number = series.written(sequence, timezone.localdate(at))
    return Document(
        agency=paper.agency,
        kind=paper.kind.code,
        series=series,
        sequence=sequence,
        number=number,
        subject=paper.subject,
        holder=paper.holder,
        region_id=paper.region_id,
        occasion=paper.occasion,
        issued_at=at,
        issued_by=by,
        template=paper.kind.template,
        payload=payload_of(paper, number=number, code=code, at=at),
        verify_code=code,
        replaces=paper.replaces,
    )


def payload_of(
    paper: Paper, *, number: str = "", code: str = "", at: datetime | None = None
) -> dict[str, Any]:
    """All that is printed. Without a number and a code it is a draft, and says so."""
    day = timezone.localdate(at or timezone.now())
    payload = {
        **paper.content,
        "subject": paper.subject,
        "letterhead": letterhead_of(paper.agency).printed(),
        "number": number,
        "date": long_date(day),
        "code": code,
        "check_url": f"{settings.SITE_URL}/verifikasi/{code}/" if code else "",
    }
    clean: dict[str, Any] = printable(payload)
    return clean


@transaction.atomic
def revoke(document: Document, reason: str, note: str, *, by: User) -> Document:
    """Declare it void. Raises ValidationError if somebody did so before."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.is_revoked:
        raise ValidationError(
            _("%(document)s was revoked already, on %(day)s.")
            % {
                "document": document,
                "day": long_date(timezone.localdate(document.revoked_at)),
            }
        )
    document.revoke(reason, note, by=by)
    return document


def _revoke_replaced(document: Document, *, by: User, at: datetime) -> None:
    """A paper that is replaced is void; one that was revoked before may be replaced too."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if not document.is_revoked:
        document.revoke(Document.Revocation.REPLACED, "", by=by, at=at)
