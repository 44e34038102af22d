"""Feedback to the makers: a numbered letter for each product, and a message that says the same.

Curators are not named. Letters are issued when the round is closed; whoever gets one sees his
product criterion by criterion, and what became better since the last time.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.businesses.models import Business
from apps.businesses.receipts import holder_of, place_of
from apps.businesses.writing import Text, tell_owners
from apps.catalogue.curation.results import Result, improvement, results_of
from apps.catalogue.models import Candidate, CurationRound
from apps.documents.issuing import Paper, issue
from apps.documents.kinds import Kind
from apps.documents.models import Document, Signatory
from apps.documents.wording import long_date
from apps.outbox.models import Occasion

if TYPE_CHECKING:
    from datetime import datetime

    from apps.accounts.models import User

FEEDBACK = Kind(
    code="curation-feedback",
    name=gettext_lazy("Feedback of a curation"),
    abbreviation="UB-KUR",
    template="curation-letter-1.typ",
)
SUBJECT = "Umpan balik kurasi produk"
OUTCOMES = {"failed": "Belum lolos", "pending": "Ditangguhkan"}
MESSAGE = {
    "subject": "Hasil kurasi produk {usaha}",
    "body": (
        "Yth. {nama},\n\nTerima kasih telah mengikutkan produk {usaha} dalam kurasi kami. "
        "Hasilnya:\n\n{rincian}\n\nBila ada yang ingin ditanyakan atau diperbaiki, silakan "
        "menghubungi kami.\n\nHormat kami,\n{dinas}"
    ),
}


def occasion_of(candidate: Candidate) -> str:
    return f"{FEEDBACK.code}:{candidate.pk}"


def letters_of(round_: CurationRound) -> dict[int, Document]:
    """The standing letter of each candidate that has one."""
    keys = {
        occasion_of(candidate): candidate.pk for candidate in round_.candidates.all()
    }
    standing = Document.objects.standing().filter(kind=FEEDBACK.code, occasion__in=keys)
    return {keys[str(letter.occasion)]: letter for letter in standing}


def answered(round_: CurationRound) -> Any:
    """Whose makers get an answer: all that were verified and decided, put off or not."""
    found = round_.candidates.verified().exclude(outcome="")
    return found.select_related(
        "product__business__owner",
        "product__business__region__parent__parent",
        "former__round",
    )


@transaction.atomic
def write_letter(
    result: Result,
    *,
    signatory: Signatory,
    by: "User",
    at: "datetime | None" = None,
    code: str | None = None,
) -> Document:
    """Issue the feedback of one product; issued already, the same paper is returned."""
    candidate = result.candidate
    round_ = candidate.round
    if round_.state != CurationRound.State.CLOSED:
        raise ValidationError(_("Letters are issued once the curation is closed."))
    business = candidate.product.business
    paper = Paper(
        kind=FEEDBACK,
        agency=round_.agency,
        subject=SUBJECT,
        content=content_of(result, signatory),
        holder=holder_of(business),
        region_id=business.region_id,
        occasion=occasion_of(candidate),
    )
    return issue(paper, by=by, at=at, code=code)


def write_letters(round_: CurationRound, *, signatory: Signatory, by: "User") -> int:
    """Issue what is still missing, each in its own transaction. Returns how many were.

    Begun again after it was interrupted, it goes on where it stopped.
    """
    there = letters_of(round_)
    missing = [each for each in answered(round_) if each.pk not in there]
    for result in results_of(round_, missing):
        write_letter(result, signatory=signatory, by=by)
    return len(missing)


def content_of(result: Result, signatory: Signatory) -> dict[str, Any]:
    """What the template prints, in Indonesian, whoever issues it."""
    candidate = result.candidate
    round_, product = candidate.round, candidate.product
    business = product.business
    before = {step.criterion.pk: step.before for step in improvement(result)}
    with translation.override("id"):
        return {
            "business": business.display_name,
            "owner": business.owner.name,
            "place": place_of(business.region),
            "product": product.name,
            "round": round_.title,
            "venue": round_.venue,
            "days": days_of(round_),
            "outcome": outcome_of(candidate),
            "is_graded": candidate.outcome in {"A", "B", "C"},
            "mean": comma(candidate.mean),
            "until": long_date(product.grade_until)
            if candidate.outcome == product.grade and product.grade_until
            else "",
            "reason": candidate.outcome_reason,
            "thresholds": round_.thresholds,
            "lines": [
                {
                    "name": criterion.name,
                    "weight": criterion.weight,
                    "mean": comma(tally.mean),
                    "bar": float(tally.mean or 0) / 5,
                    "before": comma(before.get(criterion.pk)),
                    "remarks": list(dict.fromkeys(remarks)),
                }
                for criterion, tally, remarks in result.lines
            ],
            "former": former_of(candidate),
            "curators": result.whole,
            "signatory": signatory.printed(),
        }


def former_of(candidate: Candidate) -> dict[str, str] | None:
    if (former := candidate.former) is None:
        return None
    return {
        "round": former.round.title,
        "outcome": outcome_of(former),
        "mean": comma(former.mean),
    }


def outcome_of(candidate: Candidate) -> str:
    return OUTCOMES.get(candidate.outcome, candidate.outcome)


def comma(value: Decimal | None) -> str:
    """«81,4», as Indonesian papers write it; nothing for nothing."""
    return "" if value is None else f"{value:.1f}".replace(".", ",")


def days_of(round_: CurationRound) -> str:
    return f"{long_date(round_.opens_on)} – {long_date(round_.scoring_until)}"


@transaction.atomic
def write_to_makers(round_: CurationRound, *, by: "User") -> list[tuple[Occasion, int]]:
    """Draft a message to each maker with a letter: by e-mail, else by WhatsApp.

    Returns the occasions with how many drafts are new. Nobody is written to twice.
    """
    letters = letters_of(round_)
    results = [
        each
        for each in results_of(round_, answered(round_))
        if each.candidate.pk in letters
    ]
    if not results:
        raise ValidationError(_("Issue the letters first: the message names them."))
    details: dict[int, list[str]] = {}
    for result in results:
        owner = result.candidate.product.business.owner_id
        letter = letters[result.candidate.pk]
        details.setdefault(owner, []).append(in_words(result, letter))
    makers = Business.objects.filter(
        pk__in=[result.candidate.product.business_id for result in results]
    )
    told = {owner: "\n\n".join(lines) for owner, lines in details.items()}
    text = Text(round_.agency, f"kurasi-{round_.pk}", **MESSAGE)
    return tell_owners(makers, told, text, by=by)


def in_words(result: Result, letter: Document) -> str:
    """A letter as a message says it: the result, each criterion with its remarks, the code."""
    candidate, product = result.candidate, result.candidate.product
    mean = f" (nilai {comma(candidate.mean)})" if candidate.mean is not None else ""
    grade = outcome_of(candidate)
    head = f"Kelas {grade}" if candidate.outcome in {"A", "B", "C"} else grade
    lines = [f"{product.name}: {head}{mean}"]
    if candidate.outcome_reason:
        lines.append(f"Catatan: {candidate.outcome_reason}")
    for criterion, tally, remarks in result.lines:
        said = f" – {'; '.join(remarks)}" if remarks else ""
        lines.append(f"• {criterion.name}: {comma(tally.mean) or '–'} dari 5{said}")
    issued = long_date(timezone.localdate(letter.issued_at))
    lines.append(f"Surat Nomor {letter.number}, {issued}; kode {letter.verify_code}")
    return "\n".join(lines)
