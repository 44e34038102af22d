"""The pages of the product catalogue."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.catalogue import indexing
from apps.catalogue.models import Product
from apps.public import catalogue_filters as filters
from apps.public.catalogue import catalogue, product_page
from apps.public.errors import Unlisted
from apps.public.kept_pages import kept
from apps.public.structure import product as product_linked
from apps.public.structure import trail
from apps.public.views import public_page
from apps.regions.models import Region
from ikmportal.databases import quick
from ikmportal.rendering import site


@login_not_required
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """The catalogue, searched and narrowed."""
    return _listed(request)


@login_not_required
@require_safe
def of_subsector(request: HttpRequest, code: str) -> HttpResponse:
    labels = filters.known().labels["s"]
    if code not in labels:
        raise Unlisted(_("There is no such subsector."))
    title = _("Products: %(subsector)s") % {"subsector": labels[code]}
    return _listed(request, title=title, subsektor=code)


@login_not_required
@require_safe
def of_area(request: HttpRequest, code: int) -> HttpResponse:
    region = Region.objects.filter(code=str(code), level__in=(2, 3)).first()
    if region is None:
        raise Unlisted(_("There is no such area."))
    title = _("Products from %(place)s") % {"place": region}
    return _listed(request, title=title, wilayah=str(code))


def _listed(request: HttpRequest, title: str = "", **preset: str) -> HttpResponse:
    """A list for everybody from memory; for who is signed in, drawn for him."""

    @quick
    def draw(request: HttpRequest = request) -> HttpResponse:
        having = filters.known()
        fragment = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
        part = "_more" if request.htmx.target == "more" else "_results"  # type: ignore[attr-defined]
        asked = replace(
            filters.asked_of(request.GET, having, **preset),
            is_more=fragment and part == "_more",
        )
        context: dict[str, Any] = {
            "catalogue": catalogue(asked, having),
            "fragment": fragment,
            "title": title,
        }
        template = (
            f"public/katalog/{part}.html" if fragment else "public/katalog/list.html"
        )
        return render(request, template, context)

    if request.user.is_authenticated:
        return draw(request)
    return kept(request, indexing.version(), lambda: draw(request))


@public_page
@quick
def product(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        page = product_page(slug)
    except Product.DoesNotExist as error:
        raise Unlisted(
            _("This product is not in the catalogue. Perhaps its maker took it out.")
        ) from error
    address = str(site(request)["canonical_url"])
    context = {
        "product": page,
        "site_url": settings.SITE_URL,
        "linked": [product_linked(page, address), trail(page)],
    }
    return render(request, "public/katalog/product.html", context)
