"""A list of products as a lookbook: pages to print, a QR code beside each product."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.catalogue import photo_files
from apps.catalogue.drawing import draw
from apps.catalogue.finding import find
from apps.catalogue.pictures import Picture
from apps.documents.printing import printable, qr_code, rendered
from apps.public.catalogue import Catalogue, ProductCard, cards_of
from ikmportal.rendering import number, rupiah

MOST = 48  # products: eight pages, and about a second of work


def lookbook_pdf(listed: Catalogue) -> bytes:
    """The first products of what is asked for, as they are sorted there."""
    ids = list(listed.found.ids)
    if listed.next and len(ids) < MOST:
        ids += find(replace(listed.asked, number=listed.found.number + 1)).ids
    cards = list(cards_of(ids[:MOST]))
    today = timezone.localdate()
    payload = {
        "title": _("Product catalogue"),
        "language": get_language() or "id",
        "owner": settings.SITE_OWNER,
        "site": settings.SITE_URL + reverse("public:catalogue"),
        "narrowed": " · ".join(chip.label for chip in listed.chips),
        "count": _("%(shown)s of %(all)s products")
        % {"shown": number(len(cards)), "all": _all(listed)},
        "as_of": today.strftime("%d.%m.%Y"),
        "products": [_entry(card) for card in cards],
    }
    noon = datetime.combine(today, time(12), timezone.get_current_timezone())
    return rendered("lookbook-1.typ", payload, noon)


def _all(listed: Catalogue) -> str:
    count = number(listed.found.count)
    return f"{count}+" if listed.found.is_bounded else count


def _entry(card: ProductCard) -> dict[str, Any]:
    address = settings.SITE_URL + reverse("public:product", args=[card.slug])
    price = _("Price on request")
    if card.price is not None:
        price = f"{rupiah(card.price)} / {card.unit}"
    badges = [each.label for each in card.certificates]
    if card.grade:
        badges.append(_("Grade %(grade)s") % {"grade": card.grade})
    said = {
        "name": card.name,
        "maker": card.maker,
        "place": card.place,
        "price": price,
        "badges": " · ".join(badges),
    }
    return {**printable(said), "qr": qr_code(address), **_picture(card.picture)}


def _picture(picture: Picture) -> dict[str, Any]:
    """Its bytes for typst: a drawing as SVG, a photo as the small WebP of it."""
    name = picture.url.rsplit("/", 1)[-1]
    if name.endswith(".svg"):
        return {"svg": draw(name.removesuffix(".svg"))}
    stored_as = name.partition("-")[0]
    try:
        content = photo_files.path_of(stored_as, "320").read_bytes()
    except FileNotFoundError:
        return {}
    return {"photo": list(content)}
