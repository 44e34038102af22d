"""Counting what may be tried only so often: sign-ins, codes, letters with a link.

The counts are rows of the database and change by one statement each, so they are right
under any number of processes. Whoever needs a limit names it below and calls `count`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from apps.accounts.models import AttemptCount
from ikmportal.encryption import blind_index


@dataclass(frozen=True)
class Limit:
    """So many attempts within a window; then none until the window has passed again."""

    kind: str
    most: int
    window: timedelta


# A sign-in is counted under the first line that fits; docs/decisions/0010 says why.
BY_DEVICE = Limit("sign-in-device", 10, timedelta(minutes=15))
BY_PAIR = Limit("sign-in-pair", 10, timedelta(minutes=15))
BY_ADDRESS = Limit("sign-in-address", 20, timedelta(hours=1))
BY_ACCOUNT = Limit("sign-in-account", 60, timedelta(hours=1))
BY_FACTOR = Limit("second-factor", 10, timedelta(minutes=10))
SPENT_CODES = Limit("spent-code", 1, timedelta(minutes=5))
LETTERS_TO = Limit("letter-to", 5, timedelta(hours=1))
LETTERS_FROM = Limit("letter-from", 20, timedelta(hours=1))
LINKS_FROM = Limit("link-from", 60, timedelta(hours=1))
CODES_FROM = Limit("document-code-from", 30, timedelta(minutes=10))
INQUIRIES_FROM = Limit("inquiry-from", 5, timedelta(hours=1))
INQUIRIES_ABOUT = Limit("inquiry-about", 20, timedelta(days=1))
SALES_OF = Limit(
    "sales-of", 60, timedelta(hours=1)
)  # by one link: a hall shares a network
LOOKBOOKS_FROM = Limit("lookbook-from", 10, timedelta(minutes=10))


@dataclass(frozen=True)
class Attempt:
    """One counted attempt. `refused_until` is None when it may go ahead."""

    limit: Limit
    subject: str
    place: str
    refused_until: datetime | None


def key(text: str) -> str:
    """How a person, address or device stands in the counts: by a keyed hash."""
    return blind_index(text.strip().lower(), "accounts.attempts")


def count(limit: Limit, subject: str, place: str = "") -> Attempt:
    """Count one attempt, before the work that it guards."""
    counted = AttemptCount.objects.count_one(
        limit.kind,
        key(subject),
        key(place) if place else "",
        most=limit.most,
        window=limit.window,
    )
    refused = counted.ends_at if counted.count > limit.most else None
    return Attempt(limit, counted.subject, counted.place, refused)


def give_back(attempt: Attempt) -> None:
    """Take back the count of an attempt that turned out to be rightful."""
    _row(attempt).filter(count__gt=0).update(count=F("count") - 1)


def start_anew(attempt: Attempt) -> None:
    """Forget every attempt under the same limit, subject and place."""
    _row(attempt).delete()


def _row(attempt: Attempt) -> QuerySet[AttemptCount]:
    return AttemptCount.objects.filter(
        kind=attempt.limit.kind, subject=attempt.subject, place=attempt.place
    )


def forget(subject: str, *limits: Limit) -> int:
    """Drop every count of this subject under these limits, whatever the place."""
    kinds = [limit.kind for limit in limits]
    deleted, _rows = AttemptCount.objects.filter(
        subject=key(subject), kind__in=kinds
    ).delete()
    return deleted
