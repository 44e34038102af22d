"""Looks at personal data: written down before anything is shown, and counted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from apps.accounts.models import AccessRecord, User
from ikmportal import trace
from ikmportal.client_address import client_address

if TYPE_CHECKING:
    from apps.agencies.models import Agency

Kind = AccessRecord.Kind
HOUR = timedelta(hours=1)


@transaction.atomic
def record_access(  # noqa: PLR0913  who, what, whose, why and from where
    kind: AccessRecord.Kind,
    model: type[models.Model],
    rows: Sequence[int],
    *,
    by: User | None,
    agency: "Agency | None",
    reason: str = "",
    explanation: str = "",
    request: HttpRequest | None = None,
    sha256: str = "",
) -> AccessRecord:
    """Write down a look at these rows, to be called before they are shown.

    If it cannot be written nothing may be shown, so its errors are let through. Raises
    ValidationError if a reason is missing, or this was done too often within the hour.
    """
    if by is not None:
        _stay_within_the_hour(kind, by)
    record = AccessRecord(
        kind=kind,
        model=model._meta.label_lower,
        rows=list(rows),
        count=len(rows),
        user=by,
        agency=agency,
        reason=reason,
        explanation=explanation[:300],
        address=(client_address(request) or None) if request else None,
        request=trace.request_id.get() or "",
        sha256=sha256,
    )
    record.validate_constraints()
    record.save()
    return record


def _stay_within_the_hour(kind: AccessRecord.Kind, user: User) -> None:
    """Raise ValidationError for one too many. Two at once take turns, so both count."""
    limits = {
        Kind.REVEAL: settings.REVEALS_AN_HOUR,
        Kind.EXPORT: settings.EXPORTS_AN_HOUR,
        Kind.SEARCH: settings.SEARCHES_AN_HOUR,
    }
    if kind not in limits:
        return
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    since = timezone.now() - HOUR
    recent = AccessRecord.objects.filter(user=user, kind=kind, at__gt=since)
    if recent.count() < limits[kind]:
        return
    again = recent.earliest("at").at + HOUR
    text = ngettext(
        "You have done this once within the hour, as often as is allowed. You can go on at "
        "%(time)s; your agency's data administrator sees the list.",
        "You have done this %(count)d times within the hour, as often as is allowed. You can "
        "go on at %(time)s; your agency's data administrator sees the list.",
        limits[kind],
    )
    clock = timezone.localtime(again).strftime("%H.%M")
    raise ValidationError(text % {"count": limits[kind], "time": clock})
