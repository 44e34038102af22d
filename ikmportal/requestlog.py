"""One log line for each request, under an id that its error page and its history carry too."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from ikmportal import trace

Handler = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
MADE_BY_PROXY = re.compile(r"[0-9a-f]{32}")  # nginx's $request_id
# Arguments of addresses that let their holder in: they stay out of logs.
SECRET_ARGUMENTS = {"key", "secret", "token", "uidb36", "uidb64"}
UNLOGGED = ("/static/", "/healthz")


class RequestLogMiddleware:
    """Gives the request its id and writes its line. Stands first: it sees every answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = trace.request_id.set(_given_id(request) or uuid.uuid4().hex)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = trace.request_id.get()
            _log(request, response, time.perf_counter() - started)
            return response
        finally:
            trace.request_id.reset(token)


def channel_of(request: HttpRequest) -> str:
    """The first part of the address: «admin», «kerja», «akun» …"""
    parts = [part for part in request.path.split("/") if part and part != "en"]
    return parts[0] if parts else "public"


def discreet_path(request: HttpRequest) -> str:
    """The path without its query, and without what opens an account."""
    path = request.path
    match = request.resolver_match
    for name in SECRET_ARGUMENTS & set(match.kwargs if match else ()):
        path = path.replace(str(match.kwargs[name]), "…") if match else path
    return path


def _given_id(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if MADE_BY_PROXY.fullmatch(given) else ""


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    if request.path.startswith(UNLOGGED):
        return
    # Only if somebody asked: reading request.user would ask the database.
    user = getattr(request, "_cached_user", None)
    line = {
        "method": request.method,
        "path": discreet_path(request),
        "status": response.status_code,
        "ms": round(seconds * 1000),
        "user": user.pk if user else None,
        "channel": channel_of(request),
    }
    words = "%(method)s %(path)s %(status)s %(ms)s ms"
    logger.info(words, line, extra=line)
