"""Lists by booth and by name, sign-in sheets, name boards, cards, slips with links."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.documents.printing import printable, qr_code
from apps.exhibitions.models import BoothAssignment, Participation
from apps.exhibitions.papers.setting import printed
from apps.exhibitions.running.own_link import address_of

if TYPE_CHECKING:
    from apps.exhibitions.papers import Asked

LIST = "exhibition-list-1.typ"
CARDS_EACH = 2


def by_booth(asked: "Asked") -> bytes:
    return printed(LIST, asked, _list(asked.places()))


def by_name(asked: "Asked") -> bytes:
    places = sorted(asked.places(), key=lambda each: str(each.participation).casefold())
    return printed(LIST, asked, _list(places))


def _list(places: Iterable[BoothAssignment]) -> dict[str, Any]:
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
    said = {"heads": heads, "rows": rows, "widths": [16, "1.3", "1", 32]}
    return dict(printable({**said, "is_signed": False}))


def sign_in(asked: "Asked") -> bytes:
    """Who is expected on one day, with room to sign."""
    heads = [
        _("Booth"),
        _("Exhibitor"),
        pgettext("at a booth", "Who stands there"),
        _("Signature"),
    ]
    rows = [
        [each.booth.code, str(each.participation), each.participation.stands, ""]
        for each in asked.places()
        if each.days.lower <= asked.day < each.days.upper
    ]
    said = {
        "signed_by": _("Noted by the officer on duty,"),
        "rows": rows,
        "heads": heads,
        "about": date_format(asked.day, "DATE_FORMAT"),
        "widths": [16, "1", 42, 42],
        "is_signed": True,
    }
    return printed(LIST, asked, dict(printable(said)))


def boards(asked: "Asked") -> bytes:
    """One for each place, with a code that leads to the page of its maker."""
    found = []
    for each in asked.places():
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
        found.append({**printable(said), "qr": code})
    return printed("exhibition-boards-1.typ", asked, {"boards": found})


def cards(asked: "Asked") -> bytes:
    """Two for each exhibitor, eight on a page; the code leads to its booth on the plan."""
    own = settings.SITE_URL + asked.exhibition.get_absolute_url()
    found = []
    for each, codes in _booths_of(asked.places()).items():
        said = {
            "name": each.stands or (each.business.owner.name if each.business else ""),
            "exhibitor": str(each),
            "booth": ", ".join(codes),
            "role": pgettext("on a card", "Exhibitor"),
        }
        code = qr_code(f"{own}?stan={codes[0]}")
        found += [{**printable(said), "qr": code}] * CARDS_EACH
    return printed("exhibition-cards-1.typ", asked, {"cards": found})


def slips(asked: "Asked") -> bytes:
    """One for each exhibitor, with the code of its own link: handed over, not hung up."""
    booths = _booths_of(asked.places())
    standing = asked.exhibition.participations.standing().select_related(
        "business__owner"
    )
    found = [
        {
            **printable(
                {"exhibitor": str(each), "booth": ", ".join(booths.get(each, []))}
            ),
            "qr": qr_code(address_of(each)),
        }
        for each in sorted(
            standing,
            key=lambda each: (each not in booths, booths.get(each, []), str(each)),
        )
    ]
    text = _(
        "Scan this code each evening and write what was sold, be it nothing. It is yours "
        "alone: no account, no password."
    )
    return printed("exhibition-slips-1.typ", asked, {"slips": found, "text": text})


def _booths_of(places: Iterable[BoothAssignment]) -> dict[Participation, list[str]]:
    found: dict[Participation, list[str]] = {}
    for each in places:
        codes = found.setdefault(each.participation, [])
        if each.booth.code not in codes:
            codes.append(each.booth.code)
    return found
