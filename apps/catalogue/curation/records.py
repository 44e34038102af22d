"""The record of a curation (berita acara): numbered, with all results and who stands for them."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.catalogue.curation.letters import comma, days_of, outcome_of
from apps.catalogue.curation.locking import locked
from apps.catalogue.models import Candidate, CurationRound
from apps.documents.issuing import Paper, issue
from apps.documents.kinds import Kind
from apps.documents.models import Document, Signatory
from apps.documents.wording import long_date

if TYPE_CHECKING:
    from datetime import datetime

RECORD = Kind(
    code="curation-record",
    name=gettext_lazy("Record of a curation"),
    abbreviation="BA-KUR",
    template="curation-record-1.typ",
)


def record_of(round_: CurationRound) -> Document | None:
    """The one that stands, if it was issued."""
    standing = Document.objects.standing().filter(kind=RECORD.code)
    return standing.filter(occasion=occasion_of(round_)).first()


def occasion_of(round_: CurationRound) -> str:
    return f"{RECORD.code}:{round_.pk}"


@transaction.atomic
def write_record(
    round_: CurationRound,
    *,
    signatory: Signatory,
    by: User,
    at: "datetime | None" = None,
    code: str | None = None,
) -> Document:
    """Issue it for a closed round; issued already, the same paper is returned.

    Revoked, it may be issued anew. Raises ValidationError.
    """
    round_ = locked(round_)
    if round_.state != CurationRound.State.CLOSED:
        raise ValidationError(_("The record is issued once the curation is closed."))
    content = content_of(round_, signatory)
    paper = Paper(
        kind=RECORD,
        agency=round_.agency,
        subject=f"Berita acara kurasi produk: {round_.title}",
        content=content,
        holder=f"{len(content['results'])} produk",
        occasion=occasion_of(round_),
    )
    return issue(paper, by=by, at=at, code=code)


def content_of(round_: CurationRound, signatory: Signatory) -> dict[str, Any]:
    rows = round_.candidates.verified().select_related("product__business__owner")
    results = sorted(rows, key=lambda each: (-(each.mean or 0), each.pk))
    refused = round_.candidates.filter(state=Candidate.State.REFUSED).select_related(
        "product__business__owner"
    )
    deciders = User.objects.filter(
        pk__in=rows.exclude(decided_by=None).values("decided_by")
    )
    with translation.override("id"):
        return {
            "round": round_.title,
            "venue": round_.venue,
            "days": days_of(round_),
            "closed_on": long_date(timezone.localdate(round_.closed_at)),
            "thresholds": round_.thresholds,
            "validity": round_.validity_months,
            "each": round_.curators_each,
            "criteria": [
                {"name": each.name, "weight": each.weight}
                for each in round_.criteria.all()
            ],
            "results": [_line(each) for each in results],
            "refused": [
                {"product": each.product.name, "reason": each.refusal}
                for each in refused
            ],
            "counts": _counts(results),
            "curators": [str(each.user) for each in round_.curators.all()],
            "deciders": [str(each) for each in deciders.order_by("name")],
            "signatory": signatory.printed(),
        }


def _line(candidate: Candidate) -> dict[str, str]:
    return {
        "product": candidate.product.name,
        "business": candidate.product.business.display_name,
        "mean": comma(candidate.mean),
        "outcome": outcome_of(candidate),
        "note": candidate.outcome_reason,
    }


def _counts(candidates: list[Candidate]) -> dict[str, int]:
    names = ("A", "B", "C", "failed", "pending")
    return {name: sum(each.outcome == name for each in candidates) for name in names}
