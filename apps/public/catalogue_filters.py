"""The filters of the catalogue as they stand in its addresses: words, so that they can be shared.

Whatever an address holds, only what is known of it asks for anything: an unknown value is
passed over, a page beyond the last is the last.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.businesses import showing
from apps.catalogue.conditions import Asked
from apps.catalogue.models import Product
from apps.catalogue.orders import ORDERS, RELEVANCE
from apps.catalogue.tokens import BANDS, LENGTHS
from apps.sectors.models import CommodityGroup, CreativeSubsector

LONGEST = 200  # characters that are read of a search
# The parameter of each facet, in the order in which the panel has them.
NAMES = {
    "g": "kelompok",
    "s": "subsektor",
    "c": "sertifikat",
    "k": "mutu",
    "x": "ekspor",
    "h": "harga",
}
LABELS: dict[str, Any] = {
    "g": _("What it is"),
    "s": _("Creative subsector"),
    "c": _("Certificates"),
    "k": _("Grade of the curation"),
    "x": _("Export"),
    "h": _("Price"),
}
ORDER_LABELS: dict[str, Any] = {
    RELEVANCE: pgettext_lazy("order", "Best match"),
    "baru": pgettext_lazy("order", "Newest first"),
    "murah": pgettext_lazy("order", "Lowest price"),
    "mahal": pgettext_lazy("order", "Highest price"),
    "nama": _("Name A–Z"),
}
THOUSAND = 1_000


@dataclass(frozen=True)
class Known:
    """Every value that a facet may have, with its label: what is asked beyond is passed over."""

    labels: Mapping[str, Mapping[str, str]]
    has_presence: bool


def known() -> Known:
    return Known(
        labels={
            "g": {each.code: str(each) for each in CommodityGroup.objects.all()},
            "s": {
                each.code: str(each)
                for each in CreativeSubsector.objects.order_by("name")
            },
            "c": dict(showing.schemes()),
            "k": {grade: str(label) for grade, label in Product.Grade.choices},
            "x": {"1": str(_("Ready for export"))},
            "h": {str(band): label for band, label in enumerate(bands(), 1)},
        },
        has_presence=showing.PROVIDERS.present is not None,
    )


def bands() -> list[str]:
    """«up to Rp25 thousand» and so on, by the limits between them."""
    in_thousands = [limit // THOUSAND for limit in BANDS]
    between = [
        _("Rp%(low)d–%(high)d thousand") % {"low": low, "high": high}
        for low, high in itertools.pairwise(in_thousands)
    ]
    return [
        _("below Rp%(high)d thousand") % {"high": in_thousands[0]},
        *between,
        _("from Rp%(low)d thousand") % {"low": in_thousands[-1]},
    ]


def asked_of(query: QueryDict, having: Known, **preset: str) -> Asked:
    """What an address asks for; `preset` is what its path says already."""
    chosen = {
        facet: tuple(
            value
            for value in dict.fromkeys(query.getlist(name) + _preset(preset, name))
            if value in having.labels[facet]
        )
        for facet, name in NAMES.items()
    }
    return Asked(
        q=query.get("q", "").replace("\0", " ").strip()[:LONGEST],
        chosen={facet: values for facet, values in chosen.items() if values},
        area=_area(preset.get("wilayah") or query.get("wilayah", "")),
        present=having.has_presence and query.get("pameran") == "1",
        order=query.get("urut", ""),
        number=_number(query.get("hal", "")),
        since=_number(query.get("sejak", "")) if "sejak" in query else 0,
        after=_key(query.get("dari", ""), query.get("urut", "")),
    )


def _preset(preset: Mapping[str, str], name: str) -> list[str]:
    return [preset[name]] if name in preset else []


def _area(text: str) -> str:
    """A code of a city or district; of a finer one, its district."""
    if not text.isascii() or not text.isdigit():
        return ""
    return next((text[:n] for n in reversed(LENGTHS) if len(text) >= n), "")


def _number(text: str) -> int:
    return max(1, int(text[:6])) if text.isascii() and text.isdigit() else 1


def _key(text: str, order: str) -> tuple[Any, int] | None:
    """Where the page before ended: «value~product». Nothing, if somebody wrote it himself."""
    value, tilde, pk = text.replace("\0", "").rpartition("~")
    if not tilde or not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        return None
    if order == "nama":
        return value[:150], int(pk)
    if order in ("murah", "mahal") and not value:  # without a price: these come last
        return None, int(pk)
    known = _price(value) if order in ("murah", "mahal") else _moment(value)
    return None if known is None else (known, int(pk))


def _price(text: str) -> int | None:
    is_price = text.isascii() and text.isdigit() and len(text) < 18
    return int(text) if is_price else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def written_key(key: tuple[Any, int]) -> str:
    value, pk = key
    if value is None:
        return f"~{pk}"
    return f"{value.isoformat() if hasattr(value, 'isoformat') else value}~{pk}"


def encoded(asked: Asked, **other: Any) -> str:
    """The address of what is asked for, from its first page; `other` replaces parts of it."""
    parts: dict[str, Any] = {"q": asked.q}
    parts |= {name: asked.chosen.get(facet, ()) for facet, name in NAMES.items()}
    parts |= {"wilayah": asked.area, "pameran": "1" if asked.present else ""}
    parts |= {"urut": asked.order if asked.order in ORDERS else ""}
    parts |= other
    return urlencode({key: value for key, value in parts.items() if value}, doseq=True)
