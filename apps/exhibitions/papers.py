"""What is printed for an exhibition: lists by booth and by name, sign-in sheets, name boards."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from apps.documents.printing import printable, qr_code, rendered
from apps.exhibitions.models import BoothAssignment, Exhibition

KINDS: dict[str, str | Promise] = {
    "stan": gettext_lazy("List by booth"),
    "nama": gettext_lazy("List by name"),
    "hadir": gettext_lazy("Sign-in sheet"),
    "papan": gettext_lazy("Name boards of the booths"),
}


def paper_of(exhibition: Exhibition, kind: str, day: date) -> bytes:
    """A paper of one of the KINDS as PDF; a sign-in sheet is of one `day`."""
    places = list(
        exhibition.assignments.select_related(
            "booth__zone",
            "participation__business__owner",
            "participation__business__region",
            "participation__recap_group",
        ).order_by("booth__code", "seat", "days")
    )
    if kind == "hadir":
        places = [each for each in places if each.days.lower <= day < each.days.upper]
    if kind == "nama":
        places.sort(key=lambda each: str(each.participation).casefold())
    if kind == "papan":
        return _printed("exhibition-boards-1.typ", exhibition, kind, _boards(places))
    return _printed("exhibition-list-1.typ", exhibition, kind, _list(kind, places, day))


def _printed(
    template: str, exhibition: Exhibition, kind: str, more: dict[str, Any]
) -> bytes:
    today = timezone.localdate()
    first, last = date_format(exhibition.starts_on), date_format(exhibition.ends_on)
    payload = {
        "title": str(KINDS[kind]),
        "language": get_language() or "id",
        "owner": str(exhibition.agency) or settings.SITE_OWNER,
        "exhibition": exhibition.title,
        "about": f"{first} – {last} · {exhibition.venue}",
        "as_of": date_format(today),
        "kind": "attendance" if kind == "hadir" else "list",
    }
    noon = datetime.combine(today, time(12), timezone.get_current_timezone())
    return rendered(template, {**printable(payload), **more}, noon)


def _list(kind: str, places: Iterable[BoothAssignment], day: date) -> dict[str, Any]:
    if kind == "hadir":
        heads = [
            _("Booth"),
            _("Exhibitor"),
            pgettext("at a booth", "Who stands there"),
            _("Signature"),
        ]
        rows = [
            [each.booth.code, str(each.participation), each.participation.stands, ""]
            for each in places
        ]
        said = {"signed_by": _("Noted by the officer on duty,"), "rows": rows}
        about = date_format(day, "DATE_FORMAT")
        return dict(printable({**said, "heads": heads, "about": about}))
    heads = [_("Booth"), _("Exhibitor"), _("Shows"), _("Recap group")]
    rows = [
        [
            each.booth.code,
            str(each.participation),
            each.participation.products,
            str(each.participation.recap_group or "–"),
        ]
        for each in places
    ]
    return dict(printable({"heads": heads, "rows": rows}))


def _boards(places: Iterable[BoothAssignment]) -> dict[str, Any]:
    boards = []
    for each in places:
        business = each.participation.business
        listed = business if business and business.listed_at else None
        address = reverse("public:profile", args=[listed.slug]) if listed else ""
        said = {
            "booth": each.booth.code,
            "zone": str(each.booth.zone or ""),
            "name": str(each.participation),
            "products": each.participation.products,
            "place": str(business.region or "") if business else "",
        }
        code = qr_code(settings.SITE_URL + address) if address else ""
        boards.append({**printable(said), "qr": code})
    return {"boards": boards}
