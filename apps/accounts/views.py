"""One's own account: what protects it, and where it is signed in."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import typed
from apps.accounts.factors import has_factor, needs_factor
from apps.accounts.http import Request
from apps.accounts.sessions import end_others


@require_GET
def security(request: Request) -> HttpResponse:
    kept = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    codes = [row for row in kept if row.type == Authenticator.Type.RECOVERY_CODES]
    context = {
        "app": next((row for row in kept if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [row for row in kept if row.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "required": needs_factor(request.user),
        "sessions": request.user.sessions.living().order_by("-seen_at"),
        "here": request.session.session_key,
    }
    return render(request, "accounts/security.html", context)


@require_GET
def second_factor(request: Request) -> HttpResponse:
    """Where somebody is sent who has to set up a second factor before he can work."""
    if has_factor(request.user):
        return redirect("mfa_index")
    required = needs_factor(request.user)
    return render(request, "accounts/second_factor.html", {"required": required})


@require_GET
def typed_form(request: Request) -> HttpResponse:
    """Where somebody is led after signing in again who had sent a form too late."""
    form = typed.kept_for(request.user)
    if form is None:
        messages.info(request, _("Nothing that you typed is kept any more."))
        return redirect("admin:index")
    return render(request, "accounts/typed.html", {"typed": form, "look": typed.LOOK})


@require_POST
def end_sessions(request: Request) -> HttpResponse:
    ended = end_others(request)
    text = ngettext(
        "%(count)s other session was ended.",
        "%(count)s other sessions were ended.",
        ended,
    )
    messages.success(
        request, text % {"count": ended} if ended else _("You are signed in only here.")
    )
    return redirect("mfa_index")
