"""What accounts keeps of people who sign in and of who looked, and for how long."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import AccessRecord, AttemptCount, UserSession
from apps.accounts.retention import Category
from ikmportal.history import without_trace

YEARS = timedelta(days=365)
EXPIRY = timedelta()  # a session carries its own


def _sessions(before: datetime) -> Any:
    return UserSession.objects.filter(expire_date__lt=before)


def _attempts(before: datetime) -> Any:
    return AttemptCount.objects.filter(ends_at__lt=before)


def _looks(before: datetime) -> Any:
    return AccessRecord.objects.filter(at__lt=before)


def _purge_looks(before: datetime) -> int:
    with without_trace(AccessRecord):
        return _looks(before).delete()[0]


CATEGORIES = [
    Category(
        "sessions",
        _("Sessions that have ended"),
        _("security of the service (Law 27/2022, art. 39)"),
        EXPIRY,
        "",
        lambda before: _sessions(before).count(),
        lambda before: _sessions(before).delete()[0],
    ),
    Category(
        "attempts",
        _("Counts of attempts to sign in"),
        _("security of the service (Law 27/2022, art. 39)"),
        EXPIRY,
        "",
        lambda before: _attempts(before).count(),
        lambda before: _attempts(before).delete()[0],
    ),
    Category(
        "looks",
        _("Log of looks at personal data"),
        _("proof of processing (Law 27/2022, art. 31); archives, five years"),
        5 * YEARS,
        AccessRecord._meta.db_table,
        lambda before: _looks(before).count(),
        _purge_looks,
    ),
]
