"""What every request carries: who, through which channel, under which reference."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

from ikmportal import trace
from ikmportal.requestlog import channel_of

Handler = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class HistoryContextMiddleware:
    """Writes user, request id and channel on every change that a request makes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        with pghistory.context(
            user=request.user.pk,
            channel=channel_of(request),
            request=trace.request_id.get(),
        ):
            return self.get_response(request)


class NoStoreMiddleware:
    """Pages seen by somebody signed in stay out of every cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response
