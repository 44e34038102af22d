"""What becomes of a letter: previewed, issued for good, replaced by a corrected one."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.separation import is_alone
from apps.documents.issuing import Paper, issue, payload_of
from apps.documents.kinds import LETTER
from apps.documents.models import Document, Letter
from apps.documents.printing import rendered
from apps.documents.rights import ISSUE
from apps.documents.wording import blocks, lines

NATURES = {"ordinary": "Biasa", "important": "Penting", "urgent": "Segera"}


def paper_of(letter: Letter) -> Paper:
    content: dict[str, Any] = {
        "nature": NATURES[letter.nature],
        "attachments": letter.attachments,
        "recipient": lines(letter.recipient),
        "body": blocks(letter.body),
        "copies": lines(letter.copies),
        "signatory": letter.signatory.printed(),
    }
    return Paper(
        kind=LETTER,
        agency=letter.agency,
        subject=letter.subject,
        content=content,
        replaces=letter.replaces,
    )


def preview_pdf(letter: Letter) -> bytes:
    """The letter as it would be, marked as a draft, without number and code."""
    return rendered(LETTER.template, payload_of(paper_of(letter)), timezone.now())


def would_issue_alone(letter: Letter, *, by: User) -> bool:
    """Whether `by` would issue his own words for want of anybody else. Raises ValidationError."""
    return is_alone(by, [letter.written_by_id], ISSUE, letter.agency)


@transaction.atomic
def issue_letter(
    letter: Letter, *, by: User, at: datetime | None = None, code: str | None = None
) -> Document:
    """Issue a draft; twice gives the same document. Raises ValidationError with the reason.

    Who wrote it does not issue it himself, unless the agency has nobody else who may.
    """
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.document:
        return letter.document
    if (
        not type(letter.signatory)
        .objects.standing(timezone.localdate(at))
        .filter(pk=letter.signatory_id)
    ):
        raise ValidationError(
            _("%(signatory)s is not in office today: choose another who signs.")
            % {"signatory": letter.signatory.name}
        )
    letter.issued_alone = would_issue_alone(letter, by=by)
    letter.document = issue(paper_of(letter), by=by, at=at, code=code)
    letter.save(update_fields=["document", "issued_alone", "changed_at"])
    return letter.document


@transaction.atomic
def correct(document: Document, *, by: User) -> Letter:
    """A draft with the words of an issued letter, which it will replace when it is issued.

    There is one such draft for each letter: asked twice, the same is returned.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    if Document.objects.filter(replaces=document).exists():
        raise ValidationError(_("This letter was replaced already."))
    draft = Letter.objects.drafts().filter(replaces=document).first()
    if draft is None:
        draft = document.letter.copied(by=by)
        draft.replaces = document
        draft.save()
    return draft
