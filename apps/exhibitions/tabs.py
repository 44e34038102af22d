"""The pages of one exhibition, side by side."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.accounts.models import User
from apps.exhibitions import rights
from apps.exhibitions.models import Exhibition


def frame(exhibition: Exhibition, user: User, current: str) -> dict[str, Any]:
    """What every page of an exhibition shows above its own content."""
    return {
        "exhibition": exhibition,
        "tabs": tabs_of(exhibition, current),
        "keeps": rights.keeps(user, exhibition),
    }


def tabs_of(exhibition: Exhibition, current: str) -> list[dict[str, Any]]:
    pages = [
        ("exhibition", _("Overview"), None),
        ("terms", _("Terms"), None),
        ("board", _("Exhibitors"), exhibition.participations.count()),
        ("plan", pgettext("of booths", "Plan"), exhibition.booths.count()),
        ("day", pgettext("of an exhibition", "Days"), None),
        ("sales", pgettext("of an exhibition", "Sales"), None),
        ("records", pgettext("of an exhibition", "Papers"), None),
    ]
    return [
        {
            "label": label,
            "url": reverse(f"exhibitions:{name}", args=[exhibition.pk]),
            "current": name == current,
            "count": count,
        }
        for name, label, count in pages
    ]
