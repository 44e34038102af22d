"""The sitemap: every page a visitor may find, in both languages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import QuerySet
from django.urls import reverse

from apps.businesses.models import Business


class PortalSitemap(Sitemap):
    i18n = alternates = x_default = True
    limit = 5000

    def get_domain(self, site: object = None) -> str:
        return settings.SITE_URL.split("://", 1)[1]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.split("://", 1)[0]


class Pages(PortalSitemap):
    def items(self) -> list[str]:
        return ["home", "directory", "verify", "about", "privacy", "accessibility"]

    def location(self, item: str) -> str:
        return reverse(f"public:{item}")


class Profiles(PortalSitemap):
    def items(self) -> QuerySet[Business]:
        return Business.objects.listed().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Business) -> datetime:
        return item.updated_at


def parts() -> Iterator[SitemapIndexItem]:
    """The files of the sitemap, under the address that the portal has for everybody."""
    for section, part in SITEMAPS.items():
        address = settings.SITE_URL + reverse("public:sitemap_part", args=[section])
        sitemap = part()
        for page in sitemap.paginator.page_range:
            query = f"?p={page}" if page > 1 else ""
            yield SitemapIndexItem(address + query, sitemap.get_latest_lastmod())


SITEMAPS: dict[str, Any] = {"halaman": Pages, "ikm": Profiles}
