"""Sessions that know whose they are, and end by the clock and by deeds.

SESSION_ENGINE names this module. A session ends after 30 minutes without a request and 12
hours after signing in; all sessions of a user end when his password, roles, agency or
activity changes (a trigger of the database, see models/users.py) and when he signs out.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ikmportal.client_address import client_address

LONGEST_IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)  # so that not every request writes
SIGNED_IN, SEEN, ADDRESS, BROWSER = "signed_in_at", "seen_at", "address", "browser"


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, with columns that tell them apart."""

    @classmethod
    def get_model_class(cls) -> Any:
        from apps.accounts.models import UserSession  # noqa: PLC0415  after the registry

        return UserSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get("_auth_user_id")
        row.signed_in_at = data.get(SIGNED_IN)
        row.seen_at = data.get(SEEN)
        row.address = data.get(ADDRESS, "")
        row.browser = data.get(BROWSER, "")
        return row


def note_use(request: HttpRequest) -> None:
    """Write down that this session is in use, at most once a minute."""
    session, now = request.session, timezone.now()
    if SIGNED_IN not in session:
        session[SIGNED_IN] = now.isoformat()
    seen = _moment(session, SEEN)
    if seen is None or now - seen >= NOTED_EVERY:
        session[SEEN] = now.isoformat()
        session[ADDRESS] = client_address(request)
        session[BROWSER] = request.META.get("HTTP_USER_AGENT", "")[:200]


def is_over(session: SessionBase) -> bool:
    """Whether this session has been idle or has lasted for too long."""
    now = timezone.now()
    signed_in, seen = _moment(session, SIGNED_IN), _moment(session, SEEN)
    idle = seen is not None and now - seen > LONGEST_IDLE
    return idle or (signed_in is not None and now - signed_in > LONGEST)


def _moment(session: SessionBase, name: str) -> datetime | None:
    return parse_datetime(session.get(name) or "")


def end_others(request: HttpRequest) -> int:
    """End every session of the signed-in user but this one. Says how many."""
    others = request.user.sessions.exclude(session_key=request.session.session_key)  # type: ignore[union-attr]
    ended, _rows = others.delete()
    return ended
