from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import handover as deeds
from apps.accounts.handover_forms import GiverForm, HandoverForm
from apps.accounts.http import Request
from apps.accounts.models import Handover
from apps.accounts.refusals import need
from apps.accounts.rights import rights_of

HAND_OVER = "accounts.hand_over"
LATEST = 20


@require_GET
def my_rights(request: Request) -> HttpResponse:
    rights = rights_of(request.user)
    return render(request, "accounts/my_rights.html", {"rights": rights})


@require_http_methods(["GET", "POST"])
def hand_over(request: Request) -> HttpResponse:
    """Choose a colleague, look at what he owns, and give it to others."""
    need(request.user, HAND_OVER)
    chosen = GiverForm(request.GET or None, by=request.user)
    earlier = Handover.objects.visible_to(request.user)
    earlier = earlier.select_related("giver", "receiver", "done_by")[:LATEST]
    context = {"chosen": chosen, "earlier": earlier}
    if not chosen.is_valid():
        return render(request, "accounts/hand_over.html", context)
    giver = chosen.cleaned_data["dari"]
    owned = deeds.owned_by(giver)
    form = HandoverForm(request.POST or None, giver=giver, owned=owned)
    if request.method == "POST" and form.is_valid() and _done(request, giver, form):
        return redirect("rights:hand_over")
    context |= {"giver": giver, "owned": owned, "form": form}
    return render(request, "accounts/hand_over.html", context)


def _done(request: Request, giver: deeds.User, form: HandoverForm) -> bool:
    asked = form.cleaned_data
    try:
        deeds.hand_over(
            giver,
            form.receivers(),
            by=request.user,
            looked_at=asked["looked_at"],
            reason=asked["reason"],
            deactivate=asked["deactivate"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    text = _("The work of %(giver)s is handed over.") % {"giver": giver}
    messages.success(request, text)
    return True


@require_POST
def give_back(request: Request, pk: int) -> HttpResponse:
    need(request.user, HAND_OVER)
    visible = Handover.objects.visible_to(request.user)
    handover = get_object_or_404(visible, pk=pk)
    try:
        count = deeds.give_back(handover, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(count)d given back.") % {"count": count})
    return redirect("rights:hand_over")
