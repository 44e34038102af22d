"""Exhibitions as visitors find them: which there are, who stands where, and when."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.exhibitions.models import Exhibition, Hall
from apps.exhibitions.pictures import LARGE, picture_file
from apps.exhibitions.showing import calendar_of, shown
from apps.public.errors import Unlisted
from apps.public.views import public_page
from ikmportal.databases import quick
from ikmportal.rendering import site

MOST_PAST = 60


@public_page
@quick
def exhibitions(request: HttpRequest) -> HttpResponse:
    today = localdate()
    rows = Exhibition.objects.public().select_related("agency")
    context = {
        "running": rows.running().order_by("ends_on"),
        "coming": rows.filter(starts_on__gt=today).order_by("starts_on"),
        "past": rows.filter(ends_on__lt=today).order_by("-starts_on")[:MOST_PAST],
    }
    return render(request, "public/exhibitions.html", context)


def _found(slug: str) -> Exhibition:
    found: Exhibition | None = (
        Exhibition.objects.public().select_related("agency").filter(slug=slug).first()
    )
    if found is None:
        raise Unlisted(_("There is no such exhibition, or it is not public yet."))
    return found


@public_page
@quick
def exhibition(request: HttpRequest, slug: str) -> HttpResponse:
    page = shown(
        _found(slug),
        words=request.GET.get("q", "")[:100],
        booth=request.GET.get("stan", ""),
    )
    return render(request, "public/exhibition.html", {"page": page})


@login_not_required
@require_safe
def floor(request: HttpRequest, stored_as: str) -> HttpResponse:
    """The picture under a plan, while its exhibition is public."""
    public = Exhibition.objects.public().values("pk")
    if not Hall.objects.filter(exhibition__in=public, background=stored_as).exists():
        raise Http404
    response = picture_file(stored_as, LARGE)
    response["Cache-Control"] = "public, max-age=3600"
    return response


@public_page
@quick
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(slug)
    origin = (
        str(site(request)["canonical_url"]).split("/pameran/")[0].removesuffix("/en")
    )
    address = origin + reverse("public:exhibition", args=[slug])
    answer = HttpResponse(
        calendar_of(found, address), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return answer
