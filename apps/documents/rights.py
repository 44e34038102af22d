"""The rights of these pages, and the words in which they are refused."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.http import Request

VIEW = "documents.view_document"
WRITE = "documents.add_document"
ISSUE = "documents.issue_document"
REVOKE = "documents.revoke_document"
RIGHTS = {
    VIEW: gettext_lazy("see documents"),
    WRITE: gettext_lazy("write letters and give receipts"),
    ISSUE: gettext_lazy("issue letters"),
    REVOKE: gettext_lazy("revoke documents"),
}


def need(request: Request, *permissions: str) -> None:
    """Refuse with the name of the right that is missing and who can grant it."""
    for permission in permissions:
        if not request.user.has_perm(permission):
            message = _(
                "You need the right «%(right)s». The data administrator of your agency can "
                "grant it."
            )
            raise PermissionDenied(message % {"right": RIGHTS[permission]})
