"""What a product still lacks before a buyer can use its page: for officers to ask next."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Product

Lacks = Callable[[Product], bool]
HINTS: list[tuple[str | Promise, Lacks]] = [
    (_("a photo"), lambda product: not product.photos.all()),
    (_("a description"), lambda product: not product.description),
    (_("a price"), lambda product: product.price is None),
    (_("the materials"), lambda product: not product.materials),
    (_("the lead time"), lambda product: product.lead_time_days is None),
    (_("a minimum order"), lambda product: product.minimum_order is None),
    (_("an English name"), lambda product: not product.name_en),
    (_("an English description"), lambda product: not product.description_en),
    (
        _("a commodity group"),
        lambda product: (
            not (product.commodity_group_id or product.business.commodity_group_id)
        ),
    ),
    (
        _("an HS code"),
        lambda product: product.is_export_ready and not product.hs_code_id,
    ),
]


def missing(product: Product) -> list[str]:
    """In words, the most wanted first; nothing for a product that is told in full."""
    return [str(words) for words, lacks in HINTS if lacks(product)]


def score(product: Product) -> int:
    """How much is told, of a hundred."""
    return 100 - 100 * len(missing(product)) // len(HINTS)
