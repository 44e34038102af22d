"""The list of letters, by what has become of them."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.documents.models import LetterQuerySet

TABS = ("drafts", "issued", "revoked")


def letters_of(visible: LetterQuerySet, tab: str) -> LetterQuerySet:
    rows = getattr(visible, tab)() if tab in TABS else visible
    chosen: LetterQuerySet = rows.select_related("agency", "written_by", "document")
    return chosen


def tabs(visible: LetterQuerySet, current: str) -> list[dict[str, Any]]:
    """Each tab with how many letters stand behind it, in one query."""
    counts = visible.order_by().aggregate(
        all=Count("pk"),
        drafts=Count("pk", filter=Q(document=None)),
        issued=Count("pk", filter=Q(document__isnull=False, document__revoked_at=None)),
        revoked=Count("pk", filter=Q(document__revoked_at__isnull=False)),
    )
    labels = {
        "": pgettext("letters", "All"),
        "drafts": _("Drafts"),
        "issued": pgettext("letters", "Issued"),
        "revoked": pgettext("letters", "Revoked"),
    }
    address = reverse("documents:letters")
    return [
        {
            "label": label,
            "url": f"{address}?tampil={tab}" if tab else address,
            "current": tab == (current if current in TABS else ""),
            "count": counts[tab or "all"],
        }
        for tab, label in labels.items()
    ]
