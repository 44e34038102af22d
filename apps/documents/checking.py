"""What anybody learns of a paper by its code, and no more."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from apps.documents.models import Document
from apps.documents.seals import is_unbroken


class State(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"
    LIMITED = "limited"


@dataclass(frozen=True)
class Finding:
    """The state of a code. What the paper says is told only while its seal holds."""

    state: State
    code: str
    kind: str = ""
    number: str = ""
    subject: str = ""
    holder: str = ""
    agency: str = ""
    issued_at: datetime | None = None
    revoked_at: datetime | None = None
    reason: str = ""
    replaced_by: str = ""
    limited_until: datetime | None = None

    @property
    def is_known(self) -> bool:
        return self.state in {State.VALID, State.REVOKED, State.REPLACED}


def checked(code: str) -> Finding:
    """Look up a code that `read_code` made out."""
    found = Document.objects.select_related("agency", "replaced_by")
    document = found.filter(verify_code=code).first()
    if document is None:
        return Finding(State.UNKNOWN, code)
    if not is_unbroken(document):
        return Finding(State.ALTERED, code)
    return _told(document)


def _told(document: Document) -> Finding:
    successor = getattr(document, "replaced_by", None)
    state = State.REVOKED if document.is_revoked else State.VALID
    return Finding(
        State.REPLACED if successor else state,
        document.verify_code,
        kind=document.kind_name,
        number=document.number,
        subject=document.subject,
        holder=document.holder,
        agency=document.agency.name,
        issued_at=document.issued_at,
        revoked_at=document.revoked_at,
        reason=document.get_revocation_display(),
        replaced_by=successor.number if successor else "",
    )
