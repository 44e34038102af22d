"""Who looks at personal data most: a list for the auditor to ask questions by."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.accounts.models import AccessRecord

if TYPE_CHECKING:
    from apps.accounts.models import User

DAYS = 30
MOST = 50
Kind = AccessRecord.Kind


def most_looks(user: "User") -> list[dict[str, Any]]:
    """Of the last days, each user's looks that `user` may see: the busiest first."""
    since = timezone.now() - timedelta(days=DAYS)
    visible = AccessRecord.objects.visible_to(user).filter(at__gt=since)
    whole = visible.exclude(kind__in=[Kind.MASKED_EXPORT, Kind.CONTACT])
    shown = whole.filter(user__isnull=False)
    counted: Any = shown.values("user", "user__name", "user__email").annotate(
        reveals=Count("pk", filter=Q(kind=Kind.REVEAL)),
        searches=Count("pk", filter=Q(kind=Kind.SEARCH)),
        exported=Coalesce(Sum("count", filter=Q(kind=Kind.EXPORT)), 0),
        others=Count("pk", filter=Q(reason=AccessRecord.Reason.OTHER)),
        last=Max("at"),
    )
    return list(counted.order_by("-reveals", "-exported", "-searches")[:MOST])
