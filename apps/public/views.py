"""Every page that an anonymous visitor can see: nothing else is `login_not_required`."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from apps.businesses.models import Business
from apps.public import queries
from apps.public.errors import Unlisted
from apps.public.readiness import problems, readiness_page, warnings
from apps.public.showcase import showcase
from apps.public.sitemaps import SITEMAPS, parts
from apps.public.structure import organisation, website
from ikmportal.databases import quick
from ikmportal.rendering import site

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Seen by anybody, and asked for anew each time: a withdrawn consent works at once.

    A page that has not changed costs its visitor a 304. Compressed here, since no page of
    these holds a secret that its length could tell.
    """

    @wraps(view)
    def fresh(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return login_not_required(require_safe(gzip_page(conditional_page(fresh))))


@public_page
@quick
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request, "public/home.html", {"home": queries.home(), "linked": website()}
    )


@public_page
@vary_on_headers("HX-Request")
@quick
def directory(request: HttpRequest) -> HttpResponse:
    found = queries.directory(request.GET)
    fragment = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "public/_results.html" if fragment else "public/directory.html"
    return render(request, template, {"directory": found, "fragment": fragment})


@public_page
@quick
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        business = queries.profile(slug)
    except Business.DoesNotExist as error:
        if moved_to := queries.slug_after_merges(slug):
            return redirect("public:profile", moved_to, permanent=True)
        raise Unlisted(
            _("This business is not in the directory. Perhaps its owner took it out.")
        ) from error
    linked = organisation(business, address=str(site(request)["canonical_url"]))
    return render(
        request, "public/profile.html", {"business": business, "linked": linked}
    )


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, f"public/{get_language()}/about.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, f"public/{get_language()}/privacy.html")


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, f"public/{get_language()}/accessibility.html")


@public_page
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "public/components.html", showcase())


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"}
    )


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """For machines as JSON, for people who open it in a browser as a page."""
    failed, warned = problems(), warnings()
    state = (
        "failed"
        if any(failed.values())
        else "warning"
        if any(warned.values())
        else "ok"
    )
    found = {"status": state, "checks": failed, "warnings": warned}
    code = 503 if state == "failed" else 200
    response: HttpResponse = JsonResponse(found, status=code)
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        response = readiness_page(request, found, code)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept"])
    return response


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    context = {"site_url": settings.SITE_URL}
    return render(request, "public/robots.txt", context, content_type="text/plain")


@login_not_required
@require_safe
@quick
def sitemap(request: HttpRequest) -> HttpResponse:
    found = {"sitemaps": parts()}
    return render(request, "sitemap_index.xml", found, content_type="application/xml")


@login_not_required
@require_safe
@quick
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, SITEMAPS, section=section)
