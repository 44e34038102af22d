"""Middleware that stands between signing in and working: sessions that end, factors, sudo."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    suspend_request,
)
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from apps.accounts import typed
from apps.accounts.factors import lacks_factor
from apps.accounts.sessions import is_over, note_use
from apps.accounts.sudo import asks_again

Handler = Callable[[HttpRequest], HttpResponse]
# What somebody without his second factor may open: the way to it, and the way out.
WAY_TO_FACTOR = {
    *("mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
    *("mfa_download_recovery_codes", "account_reauthenticate", "account_logout"),
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "accounts:second_factor"),
    *("healthz", "readyz"),
}


class SessionLimitMiddleware:
    """Ends a session that was idle or has lasted too long, and says where the work goes on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if is_over(request.session):
                return _sign_in_again(request)
            note_use(request)
        response = self.get_response(request)
        if request.session.modified and _was_ended(request):
            request.session.flush()  # by this very request: a new role, for instance
        return response


class SecondFactorMiddleware:
    """Whoever sees personal data sets up a second factor before anything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, *_arguments: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not getattr(view, "login_required", True) or not match:
            return None
        if match.view_name in WAY_TO_FACTOR or not request.user.is_authenticated:
            return None
        if lacks_factor(request.user):
            return HttpResponseRedirect(reverse("accounts:second_factor"))
        return None


class SudoMiddleware:
    """Asks again who is there before what `sudo.NEEDS_SUDO` lists."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, *_arguments: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or not asks_again(request):
            return None
        if not get_adapter().is_reauthentication_required(app="apps.accounts"):
            return None
        return None if did_recently_reauthenticate(request) else _ask_again(request)


def _ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks who is there; what was sent is done afterwards, unless secret."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    page = methods[0]["url"] if methods else reverse("account_login")
    if request.method != "POST" or any("password" in name for name in request.POST):
        return HttpResponseRedirect(f"{page}?{urlencode({'next': _way_back(request)})}")
    suspend_request(request, page)
    return HttpResponseRedirect(f"{page}?{urlencode({'next': request.path})}")


def _was_ended(request: HttpRequest) -> bool:
    key = request.session.session_key
    return key is not None and not request.session.exists(key)


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    back = _way_back(request)
    kept = typed.keep(request, back=back)
    logout(request)
    text = _(
        "You have been signed out: a session ends after 30 minutes without work and after "
        "12 hours. Sign in, and you are back where you were."
    )
    if request.method == "POST":
        text = _(
            "You have been signed out: a session ends after 30 minutes without work and "
            "after 12 hours. What you sent was not saved. Sign in, and you are back at the "
            "form; look whether everything still stands in it."
        )
    if kept:
        text = _(
            "You have been signed out: a session ends after 30 minutes without work and "
            "after 12 hours. What you sent was not saved, but it is kept for 15 minutes: "
            "sign in, and open the form with what you typed."
        )
        back = reverse("accounts:typed")
    messages.warning(request, text)
    page = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):  # a fragment is no place for a sign-in page
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)


def _way_back(request: HttpRequest) -> str:
    """Where somebody can go on: the page itself, or the page that a POST came from."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    came_from = urlsplit(
        request.headers.get("HX-Current-URL", request.META.get("HTTP_REFERER", ""))
    )
    if came_from.netloc != request.get_host():
        return reverse("admin:index")
    try:
        resolve(came_from.path)
    except Resolver404:
        return reverse("admin:index")
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
