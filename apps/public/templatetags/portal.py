"""What every template may need: numbers as people write them, and drawn covers."""

import hashlib
import json
import re
from functools import lru_cache
from typing import Any

from django import template
from django.forms import Media
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ikmportal import paging, rendering

register = template.Library()
register.filter("number", rendering.number)
register.filter("percent", rendering.percent)
register.filter("rupiah", rendering.rupiah)
register.filter("counted", paging.counted)

MOTIFS = [
    "kawung",
    "tumpal",
    "parang",
    "ceplok",
    "anyaman",
    "songket",
    "lurik",
    "truntum",
]
PALETTES = ["soga", "indigo", "turmeric", "leaf", "clay", "ivory"]
WEAVES = ["fine", "plain", "bold"]  # how large the motif is drawn
# As json_script: nothing in the data can close its element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
CARDS_KEPT = 2_000  # of some 2 kB, in each process
LEGAL_FORMS = {"ud", "cv", "pt", "pd", "kub", "koperasi"}


@register.filter
def motif(seed: object) -> str:
    """The classes of a cover: always the same cloth for the same seed.

    A number is a place in a row of covers, of which no two among 24 are alike.
    """
    digest = hashlib.blake2b(str(seed).encode(), digest_size=3).digest()
    cloth, colours, weave = (seed,) * 3 if isinstance(seed, int) else digest
    parts = (
        MOTIFS[cloth % len(MOTIFS)],
        PALETTES[colours % len(PALETTES)],
        WEAVES[weave % len(WEAVES)],
    )
    return " ".join(f"cover--{part}" for part in parts)


@register.filter
def initials(name: object) -> str:
    """Two letters for a name: «Dodol Rina» → «DR», «CV Batik» → «BA»."""
    words = [
        word
        for word in re.findall(r"\w+", str(name))
        if word.lower() not in LEGAL_FORMS
    ]
    if not words:
        return "–"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[1][0]
    return letters.upper()


@register.filter
def linked_data(value: dict[str, Any]) -> SafeString:
    """A JSON-LD element: a block of data, which no policy on scripts concerns."""
    data = json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    escaped = mark_safe(data)  # noqa: S308  no character of it can leave the element
    return format_html('<script type="application/ld+json">{}</script>', escaped)


@register.simple_tag
def elided(page: Any) -> list[int | str]:
    """The numbers of a paginator with gaps: 1 2 … 9 10 11 … 49 50."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [item if isinstance(item, int) else "" for item in pages]


@register.simple_tag
def with_filters(media: Any, changelist: Any) -> Any:
    """The scripts and styles of a list of the admin, with those of its filters."""
    for spec in changelist.filter_specs:
        media += getattr(spec, "media", Media())
    return media


@register.simple_tag
def product_card(card: Any, *, eager: bool = False) -> SafeString:
    """A card of the catalogue (`catalogue.ProductCard`); what says the same is drawn once.

    `eager`: whether its picture is the first that is seen.
    """
    return _drawn_card(card, eager, get_language())


@lru_cache(maxsize=CARDS_KEPT)
def _drawn_card(card: Any, eager: bool, _language: str | None) -> SafeString:
    template_of_card = get_template("public/katalog/_card.html")
    drawn = template_of_card.render({"card": card, "eager": eager})
    return mark_safe(drawn)  # noqa: S308  by the engine, which escapes
