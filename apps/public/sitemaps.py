"""The sitemap: every page a visitor may find, in both languages."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.core.paginator import Page, Paginator
from django.db.models import Max, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import translation

from apps.businesses.models import Business
from apps.catalogue.models import CatalogueEntry


class PortalSitemap(Sitemap):
    i18n = alternates = x_default = True
    limit = 5000

    def get_domain(self, site: object = None) -> str:
        return settings.SITE_URL.split("://", 1)[1]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.split("://", 1)[0]


class Pages(PortalSitemap):
    def items(self) -> list[str]:
        return [
            "home",
            "catalogue",
            "directory",
            "exhibitions",
            "verify",
            "about",
            "privacy",
            "accessibility",
        ]

    def location(self, item: str) -> str:
        return reverse(f"public:{item}")


class Profiles(PortalSitemap):
    def items(self) -> QuerySet[Business]:
        return Business.objects.listed().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Business) -> datetime:
        return item.updated_at


class ProductPages(Paginator):
    """Parts by ranges of keys: the last of two hundred costs what the first does."""

    def __init__(self, entries: QuerySet[CatalogueEntry], per_page: int) -> None:
        super().__init__(entries, per_page)
        newest = entries.aggregate(newest=Max("pk"))["newest"]
        self.newest: int = newest or 0

    @property
    def num_pages(self) -> int:
        return self.newest // self.per_page + 1

    def page(self, number: Any) -> Page:
        first = (self.validate_number(number) - 1) * self.per_page
        some: Any = self.object_list
        entries = some.filter(pk__gte=first, pk__lt=first + self.per_page)
        every = [
            (entry, code) for entry in entries for code, _name in settings.LANGUAGES
        ]
        return Page(every, number, self)


class Products(PortalSitemap):
    limit = 2000

    def items(self) -> QuerySet[CatalogueEntry]:
        entries = CatalogueEntry.objects.select_related("product")
        return entries.only("product__slug", "product__updated_at").order_by("pk")

    @property
    def paginator(self) -> Paginator:
        return ProductPages(self.items(), self.limit)

    @cached_property
    def places(self) -> dict[str, str]:
        """The address of a product in each language: asked of the router once, not for each."""
        found = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found[code] = reverse("public:product", args=["-slug-"])
        return found

    def _location(
        self, item: tuple[CatalogueEntry, str], force_lang_code: str | None = None
    ) -> str:
        entry, code = item
        place = self.places[force_lang_code or code]
        return place.replace("-slug-", entry.product.slug or "")

    def lastmod(self, item: CatalogueEntry) -> datetime:
        return item.product.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Of a million, not asked for."""
        return None


class ProductLists(PortalSitemap):
    """The lists of products that have a title of their own: by subsector and by city."""

    def items(self) -> list[str]:
        subsectors = (
            CatalogueEntry.objects.exclude(subsector="")
            .values_list("subsector", flat=True)
            .distinct()
            .order_by("subsector")
        )
        areas = (
            CatalogueEntry.objects.exclude(area="")
            .annotate(city=Left("area", 4))
            .values_list("city", flat=True)
            .distinct()
            .order_by("city")
        )
        return [
            *(
                reverse("public:catalogue_of_subsector", args=[code])
                for code in subsectors
            ),
            *(reverse("public:catalogue_of_area", args=[code]) for code in areas),
        ]

    def location(self, item: str) -> str:
        return item


def parts() -> Iterator[SitemapIndexItem]:
    """The files of the sitemap, under the address that the portal has for everybody."""
    for section, part in SITEMAPS.items():
        address = settings.SITE_URL + reverse("public:sitemap_part", args=[section])
        sitemap = part()
        for page in sitemap.paginator.page_range:
            query = f"?p={page}" if page > 1 else ""
            yield SitemapIndexItem(address + query, sitemap.get_latest_lastmod())


SITEMAPS: dict[str, Any] = {
    "halaman": Pages,
    "ikm": Profiles,
    "katalog": Products,
    "daftar-produk": ProductLists,
}
