"""The page that stands in for the portal while somebody works on it.

It is switched on by a file, so that it needs no database, and by a command:
`manage.py maintenance on`. The proxy shows the same page when no web server answers.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
RETRY_AFTER = 300  # seconds
STILL_THERE = ("/healthz", "/readyz", "/static/")


class MaintenanceMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if switch().exists() and not request.path.startswith(STILL_THERE):
            return HttpResponse(
                page().read_bytes(),
                status=503,
                headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"},
            )
        return self.get_response(request)


def switch() -> Path:
    """The file whose presence closes the portal."""
    return settings.DATA_DIR / "maintenance"


def page() -> Path:
    """In both languages, since it may be shown without Django."""
    return settings.BASE_DIR / "static" / "maintenance.html"
