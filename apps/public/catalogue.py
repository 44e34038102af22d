"""What the public catalogue shows: products of businesses that are listed now, and no row itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.businesses import showing
from apps.businesses.showing import Certificate, MeetingPoint
from apps.catalogue.conditions import Asked
from apps.catalogue.finding import PER_PAGE, Found, find
from apps.catalogue.models import Product
from apps.catalogue.orders import RELEVANCE
from apps.catalogue.pictures import Picture, picture_of, pictures_of
from apps.catalogue.tallies import MOST_COUNTED
from apps.public import catalogue_filters as filters
from apps.public.queries import Chip, ancestry, whatsapp_address
from apps.regions.models import Region

OLDEST_NEW = 30  # days for which a product is called new
MOST_RELATED = 4
# What a card and its picture need: of whole rows a page spends a tenth of its time on columns.
OF_A_CARD = [
    *("slug", "name", "name_en", "price", "unit", "grade", "grade_until"),
    *("is_export_ready", "published_at", "commodity_group__code", "subsector__code"),
    *("business__name", "business__brand", "business__approved_at"),
    *("business__region", "business__commodity_group__code"),
]


@dataclass(frozen=True)
class ProductCard:
    """A product as a list shows it."""

    slug: str
    name: str
    maker: str
    place: str
    price: int | None
    unit: str
    grade: str
    is_export_ready: bool
    is_new: bool
    is_verified: bool
    picture: Picture
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True)
class ProductPage(ProductCard):
    pk: int
    description: str
    maker_slug: str
    group: str
    group_code: str
    subsector: str
    path: tuple[Region, ...]
    minimum_order: int | None
    lead_time_days: int | None
    capacity: int | None
    materials: str
    hs_code: str
    pictures: tuple[Picture, ...]
    share_picture: Picture
    whatsapp: str
    points: tuple[MeetingPoint, ...]
    related: tuple[ProductCard, ...]

    @property
    def address(self) -> str:
        return settings.SITE_URL + reverse("public:product", args=[self.slug])

    @property
    def whatsapp_text(self) -> str:
        """The chat with its first sentence written already."""
        said = _(
            "Hello, I saw «%(product)s» in %(site)s and would like to ask: %(url)s"
        )
        words = {"product": self.name, "site": settings.SITE_NAME, "url": self.address}
        return f"{self.whatsapp}?text={quote(said % words)}"


@dataclass(frozen=True)
class Choice:
    """A value of a filter, and how many products it would leave; None if that is not known."""

    value: str
    label: str
    count: int
    is_bounded: bool
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def is_chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Order:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class PageLink:
    """`onward`: the address of who scrolls on, under which all pages so far come back."""

    number: int
    query: str
    onward: str = ""


@dataclass(frozen=True)
class Catalogue:
    """A page of the catalogue with all that stands beside it."""

    asked: Asked
    found: Found
    cards: tuple[ProductCard, ...]
    facets: tuple[Facet, ...]
    area_path: tuple[Region, ...]
    area_choices: tuple[Choice, ...]
    has_presence: bool
    chips: tuple[Chip, ...]
    orders: tuple[Order, ...]
    previous: PageLink | None
    next: PageLink | None
    pages: int
    query: str
    beside_query: str
    suggestion_query: str

    @property
    def is_empty(self) -> bool:
        return not self.cards

    @property
    def has_certificates(self) -> bool:
        return any(facet.name == filters.NAMES["c"] for facet in self.facets)

    @property
    def first_place(self) -> int:
        return (self.found.first - 1) * PER_PAGE + 1


def catalogue(asked: Asked, having: filters.Known) -> Catalogue:
    """A page of what is asked for, in the same number of queries however much there is."""
    found = find(asked)
    path, inside = _areas(asked, found)
    return Catalogue(
        asked=asked,
        found=found,
        cards=tuple(cards_of(found.ids)),
        facets=tuple(_facets(asked, found, having)),
        area_path=path,
        area_choices=inside,
        has_presence=having.has_presence,
        chips=tuple(_chips(asked, having, path)),
        orders=tuple(_orders(asked, found)),
        **_links(asked, found),
        query=filters.encoded(asked),
        beside_query=filters.encoded(Asked(q=asked.q)),
        suggestion_query=filters.encoded(asked, q=found.suggestion),
    )


def cards_of(ids: Iterable[int]) -> Iterable[ProductCard]:
    """Cards in the order of these keys; what was hidden in this moment is left out."""
    keys = list(ids)
    found = Product.objects.shown().with_picture().only(*OF_A_CARD).filter(pk__in=keys)
    rows = {row.pk: row for row in found.order_by()}
    today = localdate()
    held = showing.certificates_of({row.business_id for row in rows.values()}, today)
    above = _above({row.business.region_id for row in rows.values()})
    for key in keys:
        if row := rows.get(key):
            path = above[row.business.region_id]
            yield ProductCard(**_said(row, path, held.get(row.business_id, []), today))


def _above(codes: Iterable[str | None]) -> dict[str | None, tuple[Region, ...]]:
    """The way down to each region from its province, as far as a card names it: one query."""
    steps = {code: [code[:n] for n in (2, 4, 6)] if code else [] for code in codes}
    regions = Region.objects.only("name", "short_name").in_bulk(
        {step for way in steps.values() for step in way}
    )
    return {
        code: tuple(regions[step] for step in dict.fromkeys(way) if step in regions)
        for code, way in steps.items()
    }


def _said(
    product: Product,
    path: tuple[Region, ...],
    held: Iterable[Certificate],
    today: date,
) -> dict[str, Any]:
    business = product.business
    published = product.published_at
    return {
        "slug": product.slug or "",
        "name": str(product),
        "maker": business.public_name,
        "place": _short_place(path),
        "price": product.price,
        "unit": str(Product.Unit(product.unit).label) if product.unit else "",
        "grade": product.valid_grade,
        "is_export_ready": product.is_export_ready,
        "is_new": bool(published and (today - published.date()).days <= OLDEST_NEW),
        "is_verified": business.is_approved,
        "picture": picture_of(product, "card"),
        "certificates": tuple(
            each for each in held if each.product_id in (None, product.pk)
        ),
    }


def _short_place(path: tuple[Region, ...]) -> str:
    """«Kebayoran Baru, Jakarta Selatan»: a card has room for two."""
    return ", ".join(str(each) for each in reversed(path[1:3] or path))


def _facets(asked: Asked, found: Found, having: filters.Known) -> Iterable[Facet]:
    for facet, name in filters.NAMES.items():
        counts = found.facets.get(facet, {})
        chosen = asked.chosen.get(facet, ())
        choices = tuple(
            Choice(
                value,
                label,
                min(counts.get(value, 0), MOST_COUNTED)
                if facet in found.bounded_facets
                else counts.get(value, 0),
                facet in found.bounded_facets,
                value in chosen,
            )
            for value, label in having.labels[facet].items()
            if counts.get(value) or value in chosen
        )
        if choices:
            yield Facet(name, str(filters.LABELS[facet]), choices)


def _areas(asked: Asked, found: Found) -> tuple[tuple[Region, ...], tuple[Choice, ...]]:
    """The way down to the area asked for, and the areas inside with what lies in each."""
    counts = found.facets.get("a", {})
    above = [asked.area[:n] for n in (4, 6) if 0 < n <= len(asked.area)]
    regions = Region.objects.defer("boundary").in_bulk({*above, *counts})
    inside = sorted(
        (
            (code, count)
            for code, count in counts.items()
            if code in regions and code not in above and code.startswith(asked.area)
        ),
        key=lambda each: -each[1],
    )
    bounded = "a" in found.bounded_facets
    choices = tuple(
        Choice(code, str(regions[code]), count, bounded, False)
        for code, count in inside
        if len(asked.area) < len(code)
    )
    return tuple(regions[code] for code in above if code in regions), choices


def _chips(
    asked: Asked, having: filters.Known, path: tuple[Region, ...]
) -> Iterable[Chip]:
    """What narrows the list now, each with the address of the list without it."""
    if asked.q:
        yield Chip(f"«{asked.q}»", filters.encoded(asked, q=""))
    for facet, chosen in asked.chosen.items():
        name = filters.NAMES[facet]
        for value in chosen:
            rest = [other for other in chosen if other != value]
            label = having.labels[facet][value]
            yield Chip(
                _("Grade %(grade)s") % {"grade": label} if facet == "k" else label,
                filters.encoded(asked, **{name: rest}),
            )
    if asked.area:
        label = str(path[-1]) if path else asked.area
        yield Chip(label, filters.encoded(asked, wilayah=""))
    if asked.present:
        yield Chip(_("at an exhibition now"), filters.encoded(asked, pameran=""))


def _orders(asked: Asked, found: Found) -> Iterable[Order]:
    """What a list is sorted by of itself has no value: a search typed into it is by best match."""
    by_itself = RELEVANCE if asked.q else "baru"
    for value, label in filters.ORDER_LABELS.items():
        if value == RELEVANCE and (not asked.q or found.order == "baru"):
            continue
        chosen = value == found.order
        yield Order("" if value == by_itself else value, str(label), chosen)


def _links(asked: Asked, found: Found) -> dict[str, Any]:
    """Pages by their numbers; far down a long list, the next begins by its key."""
    pages = max(1, -(-found.count // PER_PAGE))
    has_next = found.next_key is not None or (
        found.number < pages and len(found.ids) >= PER_PAGE
    )
    key = filters.written_key(found.next_key) if found.next_key else ""
    number = found.number + 1
    return {
        "pages": pages,
        "previous": PageLink(
            found.first - 1, filters.encoded(asked, hal=_not_first(found.first - 1))
        )
        if found.first > 1
        else None,
        "next": PageLink(
            number,
            filters.encoded(asked, hal=number, dari=key),
            filters.encoded(
                asked, hal=number, dari=key, sejak=asked.since or found.first
            ),
        )
        if has_next
        else None,
    }


def _not_first(number: int) -> str:
    return str(number) if number > 1 else ""


def product_page(slug: str) -> ProductPage:
    """A product that is shown, or Product.DoesNotExist in the moment that it no longer is."""
    product = (
        Product.objects.shown()
        .with_picture()
        .select_related("hs_code", "business__owner")
        .select_related("business__region__parent__parent__parent")
        .get(slug=slug)
    )
    today = localdate()
    business = product.business
    held = showing.certificates_of({business.pk}, today).get(business.pk, [])
    points = showing.meeting_points_of({business.pk}, today).get(business.pk, [])
    group = product.commodity_group or business.commodity_group
    english = get_language() == "en"
    path = ancestry(business.region)
    return ProductPage(
        **_said(product, path, held, today),
        pk=product.pk,
        description=(product.description_en if english else "") or product.description,
        maker_slug=business.slug or "",
        group=str(group or ""),
        group_code=group.code if group else "",
        subsector=str(product.subsector or ""),
        path=path,
        minimum_order=product.minimum_order,
        lead_time_days=product.lead_time_days,
        capacity=product.capacity,
        materials=product.materials,
        hs_code=str(product.hs_code or ""),
        pictures=tuple(pictures_of(product, "gallery")),
        share_picture=picture_of(product, "og"),
        whatsapp=whatsapp_address(business),
        points=tuple(each for each in points if each.until >= today),
        related=tuple(_related(product, group.code if group else "")),
    )


def _related(product: Product, group: str) -> Iterable[ProductCard]:
    """Others of the same maker, then the newest of the same kind."""
    own = Product.objects.shown().filter(business=product.business_id)
    own = own.exclude(pk=product.pk)
    keys = list(
        own.order_by("-published_at").values_list("pk", flat=True)[:MOST_RELATED]
    )
    if len(keys) < MOST_RELATED and group:
        alike = find(Asked(chosen={"g": (group,)})).ids
        keys += [key for key in alike if key != product.pk and key not in keys]
    return cards_of(keys[:MOST_RELATED])
