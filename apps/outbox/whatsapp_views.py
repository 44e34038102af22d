from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.http import Request
from apps.outbox import whatsapp
from apps.outbox.rights import SEND, message_for, need, occasion_for


@require_GET
def run(request: Request, pk: int) -> HttpResponse:
    need(request, SEND)
    occasion = occasion_for(request, pk)
    context = {
        "occasion": occasion,
        "message": whatsapp.in_hand(occasion, request.user),
        "total": occasion.count_sent
        + occasion.count_failed
        + occasion.count_approved
        + occasion.count_sending,
        "done": occasion.count_sent + occasion.count_failed,
    }
    return render(request, "outbox/run.html", context)


@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    need(request, SEND)
    occasion = occasion_for(request, pk)
    if not whatsapp.take_next(occasion, request.user, request):
        notes.info(request, _("Nothing is left to send here."))
    return redirect("outbox:run", pk=pk)


@require_POST
def tick(request: Request, pk: int) -> HttpResponse:
    need(request, SEND)
    message = message_for(request, pk)
    outcome = request.POST.get("outcome", "")
    try:
        whatsapp.tick(message, outcome, by=request.user)
    except ValidationError as error:
        notes.error(request, " ".join(error.messages))
    if outcome != "later":
        whatsapp.take_next(message.occasion, request.user, request)
    return redirect("outbox:run", pk=message.occasion_id)
