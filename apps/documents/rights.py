"""The rights that these pages ask for; what they mean in words is declared in `apps.py`."""

from apps.accounts import refusals
from apps.accounts.http import Request

VIEW = "documents.view_document"
WRITE = "documents.add_document"
ISSUE = "documents.issue_document"
REVOKE = "documents.revoke_document"


def need(request: Request, *permissions: str) -> None:
    """Refuse with the name of the right that is missing and who can grant it."""
    refusals.need(request.user, *permissions)
