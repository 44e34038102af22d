"""What somebody had typed when his session ended: kept for him alone, a quarter of an hour.

Sealed like personal data, and found only by whoever signs in as the same user. Nothing of it
is saved by itself: its owner opens the form again, looks, and saves. Passwords and files are
never kept.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, resolve

from ikmportal import refusing
from ikmportal.encryption import seal, unseal

if TYPE_CHECKING:
    from apps.accounts.models import User

LOOK = (
    "look_first"  # a field that asks to be shown a form as it was typed, not to save it
)
KEPT = 15 * 60  # seconds
MOST = 200_000  # characters
SEALED_FOR = "accounts.typed_form"
SECRET = ("password", "credential", "secret")
UNREADABLE = (SuspiciousOperation, UnreadablePostError, MultiPartParserError)
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class TypedForm:
    """A form: where it was to be sent, its fields, and whether files were chosen in it."""

    address: str
    back: str  # the page that it stood on
    fields: Fields
    has_files: bool


def keep(request: HttpRequest, *, back: str) -> bool:
    """Keep the form that an ended session sent, if it may be kept. Says whether it is."""
    user: Any = request.user
    fields = _fields(request)
    if not fields or not _may_be_kept(request, fields):
        return False
    typed = [request.get_full_path(), back, fields, bool(request.FILES)]
    text = json.dumps(typed)
    if len(text) > MOST:
        return False
    cache.set(_key(user), seal(text, SEALED_FOR), KEPT)
    return True


def kept_for(user: "User") -> TypedForm | None:
    """The form that this user had typed, while it is kept."""
    sealed = cache.get(_key(user))
    if sealed is None:
        return None
    return TypedForm(*json.loads(unseal(bytes(sealed), SEALED_FOR)))


def _key(user: "User") -> str:
    return f"typed-{user.pk}"


def _fields(request: HttpRequest) -> Fields:
    if request.method != "POST" or request.headers.get("HX-Request"):
        return []  # a fragment has no page to come back to
    try:
        lists = list(request.POST.lists())
    except UNREADABLE:
        return []
    left_out = {"csrfmiddlewaretoken", LOOK}
    return [(name, v) for name, vs in lists if name not in left_out for v in vs]


def _may_be_kept(request: HttpRequest, fields: Fields) -> bool:
    """Only what its page can show again, no secret, and not what another site has sent."""
    if any(mark in name for name, _value in fields for mark in SECRET):
        return False
    try:
        view: Any = resolve(request.path).func
    except Resolver404:
        return False
    if not refusing.shown_by(view):
        return False
    token = CsrfViewMiddleware(lambda _request: HttpResponse())
    return token.process_view(request, view, (), {}) is None
