"""Pages of the catalogue as they were drawn last, in the memory of each process.

A page is kept under the version of the catalogue, which changes in the transaction that hides
or changes something: an old page is never found again. Only what everybody sees is kept; who
is signed in has his pages drawn for him.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import get_language

MOST_KEPT = 300  # pages, of some 60 kB with their compressed form
MOST_BYTES = 200_000


@dataclass(frozen=True)
class Kept:
    content: bytes
    compressed: bytes
    etag: str


_pages: OrderedDict[tuple, Kept] = OrderedDict()
_lock = Lock()


def kept(
    request: HttpRequest, version: str, draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page of this address in this version: from memory, or drawn and remembered."""
    key = (
        *(version, localdate(), get_language(), request.get_full_path()),
        *(request.headers.get("HX-Request"), request.headers.get("HX-Target")),
        *(
            request.headers.get("HX-History-Restore-Request"),
            settings.SITE_NAME,
            settings.SITE_URL,
        ),
    )
    page = _remembered(key)
    if page is None:
        response = draw()
        if response.status_code != 200:
            return response
        page = _remember(key, response.content)
    return _answer(request, page)


def forget_all() -> None:
    with _lock:
        _pages.clear()


def _remembered(key: tuple) -> Kept | None:
    with _lock:
        page = _pages.get(key)
        if page:
            _pages.move_to_end(key)
        return page


def _remember(key: tuple, content: bytes) -> Kept:
    digest = hashlib.blake2b(content, digest_size=12).hexdigest()
    page = Kept(content, gzip.compress(content, 6, mtime=0), f'W/"{digest}"')
    if len(content) <= MOST_BYTES:
        with _lock:
            _pages[key] = page
            while len(_pages) > MOST_KEPT:
                _pages.popitem(last=False)
    return page


def _answer(request: HttpRequest, page: Kept) -> HttpResponse:
    if page.etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.compressed, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(page.content)
    response["ETag"] = page.etag
    patch_vary_headers(
        response, ["Accept-Encoding", "HX-Request", "HX-Target", "Cookie"]
    )
    patch_cache_control(response, public=True, no_cache=True)
    return response
