"""The pages of who is not in yet: an invitation, and the doors that stay closed."""

from functools import partial
from typing import Any, NoReturn

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts import invitations
from apps.accounts.attempts import LINKS_FROM, count
from apps.accounts.refusal_pages import too_many
from ikmportal.client_address import client_address, network_of


class ChosenPasswordForm(SetPasswordForm):
    """Django's form without its saving: the deed sets the password and uses up the link."""

    save = None  # type: ignore[assignment]


@login_not_required
@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking does not use the link up: programs of mail servers look at every link."""
    counted = count(LINKS_FROM, network_of(client_address(request)) or "nowhere")
    if counted.refused_until:
        return too_many(request, counted.refused_until)
    found = invitations.find(secret)
    if found is None:
        return render(request, "accounts/invitation_ended.html", status=410)
    if request.user.is_authenticated and request.user != found.user:
        raise PermissionDenied(
            _(
                "This link is for %(user)s, and you are signed in here yourself. Hand it over, "
                "or sign out first if this is his computer."
            )
            % {"user": found.user}
        )
    form = ChosenPasswordForm(found.user, request.POST or None)
    if form.is_valid():
        user = invitations.accept(secret, form.cleaned_data["new_password1"])
        if user is None:
            return render(request, "accounts/invitation_ended.html", status=410)
        tell = partial(invitations.tell_of_use, user, client_address(request))
        transaction.on_commit(tell, robust=True)
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("account_login")
    context = {"form": form, "invited": found.user, "invitation": found}
    return render(request, "accounts/invitation.html", context)


@login_not_required
def closed(request: HttpRequest, **_arguments: Any) -> NoReturn:
    """A page that allauth knows and this portal does not offer."""
    raise Http404
