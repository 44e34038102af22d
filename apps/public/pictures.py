"""Pictures of products, for everybody: photos while they are shown, drawings for ever."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from apps.catalogue import photo_files
from apps.catalogue.drawing import UnknownDrawing, draw, draw_jpeg
from apps.catalogue.models import Assignment, ProductPhoto
from ikmportal.databases import quick

# A picture opened by itself may do nothing at all.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
FOR_EVER = "public, max-age=31536000, immutable"
# Asked for anew each time: a product that is withdrawn takes its photos along at once.
EACH_TIME = "public, no-cache"


@login_not_required
@require_safe
@quick
def photo(request: HttpRequest, name: str) -> HttpResponse:
    """A file of a photo that is shown, or that this officer may see, or is to score."""
    stored_as, _dash, file = name.partition("-")
    size, _dot, ending = file.partition(".")
    if size not in photo_files.SIZES or size == photo_files.ORIGINAL:
        raise Http404
    known_ending, media_type = photo_files.ENDINGS[photo_files.SIZES[size][2]]
    if ending != known_ending or not _may_see(request, stored_as):
        raise Http404
    etag = quote_etag(name)
    answer = get_conditional_response(request, etag=etag) or _file(
        stored_as, size, media_type
    )
    answer["ETag"], answer["Cache-Control"] = etag, EACH_TIME
    return answer


def _may_see(request: HttpRequest, stored_as: str) -> bool:
    photos = ProductPhoto.objects.filter(stored_as=stored_as)
    if photos.shown().exists():
        return True
    user: Any = request.user
    if not user.is_authenticated:
        return False
    if user.has_perm("catalogue.view_productphoto"):
        return photos.visible_to(user).exists()
    scores = Assignment.objects.of_curator(user)
    return scores.filter(candidate__product__photos__in=photos).exists()


def _file(stored_as: str, size: str, media_type: str) -> HttpResponse:
    try:
        content = photo_files.path_of(stored_as, size).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(content, content_type=media_type, headers=HEADERS)


@login_not_required
@require_safe
@gzip_page
def drawing(request: HttpRequest, name: str) -> HttpResponse:
    """A drawing follows from its name alone, so it says nothing of any product."""
    key, _dot, ending = name.rpartition(".")
    makers: dict[str, Any] = {
        "svg": (draw, "image/svg+xml"),
        "jpg": (draw_jpeg, "image/jpeg"),
    }
    if ending not in makers:
        raise Http404
    make, media_type = makers[ending]
    try:
        content = make(key)
    except UnknownDrawing:
        raise Http404 from None
    headers = {**HEADERS, "Cache-Control": FOR_EVER}
    return HttpResponse(content, content_type=media_type, headers=headers)
