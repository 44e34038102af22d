"""Goods on their way: when each may unload, what is carried, and who handed over what."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.documents.printing import printable
from apps.exhibitions.models import BoothAssignment, Exhibition, Participation
from apps.exhibitions.papers.setting import printed

if TYPE_CHECKING:
    from apps.exhibitions.papers import Asked

LIST = "exhibition-list-1.typ"
BLANK_LINES = 12


def goods_of(exhibition: Exhibition) -> QuerySet[Participation]:
    """Whose goods the organiser carries: all for another city, else those without their maker."""
    standing = exhibition.participations.standing().select_related(
        "business__owner", "business__region"
    )
    if exhibition.place == Exhibition.Place.AWAY:
        return standing
    return standing.filter(comes=Participation.Comes.GOODS)


def loading(asked: "Asked") -> bytes:
    """So many at once, in the order of booths; they leave in the other order."""
    slots = slots_of(asked.exhibition, asked.places())
    heads = [_("Time"), _("Exhibitor"), _("Booth"), _("Vehicle, signature")]
    rows = [
        [_moment(start), str(each.participation), each.booth.code, ""]
        for start, places in slots
        for each in places
    ]
    said = {"heads": heads, "rows": rows, "widths": [44, "1", 18, 46]}
    return printed(LIST, asked, dict(printable({**said, "is_signed": True})))


def slots_of(
    exhibition: Exhibition, places: list[BoothAssignment]
) -> list[tuple[datetime, tuple[BoothAssignment, ...]]]:
    """Who unloads from when: each exhibitor once, `loading_at_once` of them at a time."""
    if exhibition.loading_at is None:
        return []
    first = timezone.localtime(exhibition.loading_at)
    once = {each.participation_id: each for each in reversed(places)}
    order = sorted(once.values(), key=lambda each: (each.booth.code, each.seat))
    step = timedelta(minutes=exhibition.loading_minutes)
    groups = [
        tuple(order[start : start + exhibition.loading_at_once])
        for start in range(0, len(order), exhibition.loading_at_once)
    ]
    return [(first + step * number, group) for number, group in enumerate(groups)]


def _moment(moment: datetime) -> str:
    return f"{date_format(moment, 'DATE_FORMAT')} {moment:%H.%M}"


def transport(asked: "Asked") -> bytes:
    heads = [_("No."), _("Exhibitor"), _("Goods"), _("Packages, signature")]
    rows = [
        [str(number), f"{each}\n{_address(each)}", each.products, ""]
        for number, each in enumerate(_in_order(asked.exhibition), start=1)
    ]
    said = {"heads": heads, "rows": rows, "widths": [10, "1", "1", 46]}
    return printed(LIST, asked, dict(printable({**said, "is_signed": True})))


def handover(asked: "Asked") -> bytes:
    """A page for each: what was handed over, and what came back, both signed."""
    receipts = [
        {
            "exhibitor": str(each),
            "owner": each.business.owner.name if each.business else "",
            "address": _address(each),
            "goods": each.products,
        }
        for each in _in_order(asked.exhibition)
    ]
    said: dict[str, Any] = {
        "receipts": receipts,
        "lines": BLANK_LINES,
        "heads": [
            *(_("No."), _("Goods"), _("Number"), _("Price (Rp)")),
            *(_("Sold"), _("Returned")),
        ],
        "words": {
            "from": _("Handed over by"),
            "to": _("Received by"),
            "out": _("Handed over on ……………"),
            "back": _("Returned on ……………"),
            "brings": _("Said beforehand:"),
        },
    }
    return printed("exhibition-handover-1.typ", asked, dict(printable(said)))


def _in_order(exhibition: Exhibition) -> list[Participation]:
    return sorted(goods_of(exhibition), key=lambda each: str(each).casefold())


def _address(each: Participation) -> str:
    business = each.business
    if business is None:
        return ""
    parts = [business.address, str(business.region or "")]
    return ", ".join(part for part in parts if part)
