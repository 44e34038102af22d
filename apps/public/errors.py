"""The pages of what went wrong, each with a reference that stands in the log too."""

import logging
import sys
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from psycopg import errors

from apps.accounts import refusals
from ikmportal import trace
from ikmportal.requestlog import discreet_path

logger = logging.getLogger(__name__)

# What the page says of it; of all else, that the database does not answer.
BUSY: dict[type[object], str] = {
    errors.QueryCanceled: "503_slow.html",
    errors.LockNotAvailable: "503_locked.html",
    errors.DeadlockDetected: "503_locked.html",
}


class Unlisted(Http404):
    """What is not here any more, with a sentence for visitors that says so."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say which right is missing and who can give it, to somebody who is signed in."""
    user: Any = request.user
    permission = refusals.permission_of(request, exception)
    known = user.is_authenticated and permission
    explained = refusals.explain(user, permission) if known else None
    return _page(request, exception, "403.html", 403, explained=explained)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, exception, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return _busy(request, error)
    return _bare(request, "500.html", 500)


def _busy(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database said «not now»: nothing is broken, and trying again helps."""
    said = BUSY.get(type(error.__cause__), "503.html")
    response = _bare(request, said, 503)
    response["Retry-After"] = "5"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW: the form came from elsewhere, or from before the sign-in."""
    return _bare(request, "403_csrf.html", 403)


def _page(
    request: HttpRequest,
    exception: Exception,
    template: str,
    status: int,
    **context: Any,
) -> HttpResponse:
    # What Django raises names models and addresses: only our own words are for people.
    said = exception.args[0] if exception.args and _is_ours(exception) else ""
    context |= {"reason": said, "reference": _reference(request, status)}
    return render(request, template, context, status=status)


def _is_ours(exception: Exception) -> bool:
    return isinstance(exception, Unlisted | PermissionDenied)


def _bare(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # Without context processors: they ask the database, which may be what failed.
    context = {"reference": _reference(request, status), "site_name": _("IKM portal")}
    return HttpResponse(loader.render_to_string(template, context), status=status)


def _reference(request: HttpRequest, status: int) -> str:
    reference = trace.reference()
    path = discreet_path(request)
    logger.warning("%s %s at %r", reference, status, path, extra={"status": status})
    return reference
