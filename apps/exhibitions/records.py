"""Numbered papers of an exhibition: the record of its selection, certificates of taking part."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import User
from apps.businesses.receipts import holder_of, place_of
from apps.documents.issuing import Paper, issue
from apps.documents.kinds import Kind
from apps.documents.models import Document, Signatory
from apps.documents.wording import long_date
from apps.exhibitions.models import Exhibition, Participation, Quota
from apps.exhibitions.selecting import BEFORE

State = Participation.State
RECORD = Kind(
    code="selection-record",
    name=gettext_lazy("Record of a selection"),
    abbreviation="BA-SEL",
    template="selection-record-1.typ",
)
CERTIFICATE = Kind(
    code="participation-certificate",
    name=gettext_lazy("Certificate of participation"),
    abbreviation="SRT-PMR",
    template="participation-certificate-1.typ",
)
TAKEN = (State.SELECTED, State.CONFIRMED, State.ATTENDED, State.NO_SHOW)


def record_of(exhibition: Exhibition) -> Document | None:
    """The record that stands, if it was issued."""
    standing = Document.objects.standing().filter(kind=RECORD.code)
    return standing.filter(occasion=f"{RECORD.code}:{exhibition.pk}").first()


@transaction.atomic
def write_record(exhibition: Exhibition, *, signatory: Signatory, by: User) -> Document:
    """Issue it once everybody who applied is decided; issued already, the same is returned.

    Revoked, it may be issued anew. Raises ValidationError.
    """
    Exhibition.objects.select_for_update().get(pk=exhibition.pk)
    waiting = exhibition.participations.filter(state__in=BEFORE)
    open_still = waiting.exclude(state=State.INVITED).count()
    if open_still:
        text = ngettext(
            "%(count)d applicant is not decided yet: the record names all of them.",
            "%(count)d applicants are not decided yet: the record names all of them.",
            open_still,
        )
        raise ValidationError(text % {"count": open_still})
    content = selection_of(exhibition, signatory)
    paper = Paper(
        kind=RECORD,
        agency=exhibition.agency,
        subject=f"Berita acara seleksi peserta: {exhibition.title}"[:300],
        content=content,
        holder=f"{len(content['selected'])} peserta",
        occasion=f"{RECORD.code}:{exhibition.pk}",
    )
    return issue(paper, by=by)


def selection_of(exhibition: Exhibition, signatory: Signatory) -> dict[str, Any]:
    """Who was taken, who waits and who was not, each with its reason; in Indonesian."""
    rows = exhibition.participations.select_related("business__owner", "recap_group")
    decided = rows.exclude(decided_by=None)
    deciders = User.objects.filter(pk__in=decided.values("decided_by"))
    with translation.override("id"):
        return {
            **_about(exhibition),
            "places": exhibition.places,
            "rules": [
                {"words": rule.words, "hard": rule.is_hard}
                for rule in exhibition.rules.all()
            ],
            "quotas": [_quota(each) for each in exhibition.quotas.all()],
            "selected": [
                _line(each) for each in rows.filter(state__in=TAKEN).order_by("pk")
            ],
            "reserve": [
                _line(each)
                for each in rows.filter(state=State.RESERVE).order_by("reserve_rank")
            ],
            "rejected": [
                _line(each) for each in rows.filter(state=State.REJECTED).order_by("pk")
            ],
            "withdrawn": [
                _line(each)
                for each in rows.filter(state=State.WITHDRAWN).order_by("pk")
            ],
            "deciders": [str(each) for each in deciders.order_by("name")],
            "signatory": signatory.printed(),
        }


def _about(exhibition: Exhibition) -> dict[str, str]:
    first, last = long_date(exhibition.starts_on), long_date(exhibition.ends_on)
    return {
        "exhibition": exhibition.title,
        "theme": exhibition.theme,
        "days": first if first == last else f"{first} – {last}",
        "venue": exhibition.venue,
    }


def _quota(quota: Quota) -> str:
    label = str(quota).rsplit(":", 1)[0]
    parts = [
        f"{word} {value}"
        for word, value in [
            ("paling sedikit", quota.least),
            ("paling banyak", quota.most),
        ]
        if value is not None
    ]
    return f"{label}: {', '.join(parts)}"


def _line(each: Participation) -> dict[str, str]:
    return {
        "name": str(each),
        "group": str(each.recap_group or "–"),
        "channel": str(each.get_channel_display()),
        "reason": each.reason,
        "exception": each.exception_reason,
    }


def certified(exhibition: Exhibition) -> QuerySet[Participation]:
    """Who gets a certificate: all that came."""
    came = exhibition.participations.filter(state=State.ATTENDED)
    return came.select_related("business__owner", "business__region__parent__parent")


def certificates_of(exhibition: Exhibition) -> dict[int, Document]:
    """The standing certificate of each exhibitor that has one, by its key."""
    keys = {
        _occasion(pk): pk for pk in certified(exhibition).values_list("pk", flat=True)
    }
    standing = Document.objects.standing().filter(
        kind=CERTIFICATE.code, occasion__in=keys
    )
    return {keys[str(paper.occasion)]: paper for paper in standing}


def _occasion(pk: int) -> str:
    return f"{CERTIFICATE.code}:{pk}"


def write_certificates(
    exhibition: Exhibition, *, signatory: Signatory, by: User
) -> int:
    """Issue what is missing, each in its own transaction. Returns how many were.

    Begun again after it was interrupted, it goes on where it stopped.
    """
    there = certificates_of(exhibition)
    missing = [
        each for each in certified(exhibition).order_by("pk") if each.pk not in there
    ]
    for each in missing:
        write_certificate(each, signatory=signatory, by=by)
    return len(missing)


def write_certificate(
    each: Participation, *, signatory: Signatory, by: User
) -> Document:
    business = each.business
    with translation.override("id"):
        content = {
            **_about(each.exhibition),
            "name": str(each),
            "owner": business.owner.name if business else "",
            "place": place_of(business.region) if business else "",
            "products": each.products,
            "signatory": signatory.printed(),
        }
    paper = Paper(
        kind=CERTIFICATE,
        agency=each.exhibition.agency,
        subject=f"Sertifikat keikutsertaan: {each.exhibition.title}"[:300],
        content=content,
        holder=holder_of(business) if business else each.community,
        region_id=business.region_id if business else None,
        occasion=_occasion(each.pk),
    )
    return issue(paper, by=by)


def is_over(exhibition: Exhibition) -> bool:
    """Whether certificates may be issued: from the last day on."""
    return exhibition.ends_on <= timezone.localdate()
