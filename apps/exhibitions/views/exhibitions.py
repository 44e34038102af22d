"""Exhibitions: their list, one of them with its recap, and what is said of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.exhibitions import rights
from apps.exhibitions.copying import next_edition
from apps.exhibitions.forms import ExhibitionForm
from apps.exhibitions.meeting import tell
from apps.exhibitions.models import STANDING, Exhibition
from apps.exhibitions.recap import recap_of
from apps.exhibitions.running.selling import odd_values
from apps.exhibitions.tabs import frame
from ikmportal import refusing

PER_PAGE = 25
State = Exhibition.State
# Where an exhibition can go from each state.
NEXT = {
    State.PREPARING: [State.CALLING, State.CANCELLED],
    State.CALLING: [State.SELECTING, State.CANCELLED],
    State.SELECTING: [State.CONFIRMED, State.CALLING, State.CANCELLED],
    State.CONFIRMED: [State.CLOSED, State.SELECTING, State.CANCELLED],
    State.CLOSED: [State.CONFIRMED],
    State.CANCELLED: [State.PREPARING],
}


@require_GET
def list_of_exhibitions(request: Request) -> HttpResponse:
    need(request.user, rights.VIEW)
    rows = Exhibition.objects.visible_to(request.user).select_related("agency")
    counted = rows.annotate(
        applied=Count("participations", distinct=True),
        standing=Count(
            "participations",
            filter=Q(participations__state__in=STANDING),
            distinct=True,
        ),
    ).order_by("-starts_on", "-pk")
    context = {
        "page": Paginator(counted, PER_PAGE).get_page(request.GET.get("page")),
        "may_open": request.user.has_perm(rights.OPEN),
    }
    return render(request, "exhibitions/list.html", context)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    need(request.user, rights.VIEW, rights.OPEN)
    form = ExhibitionForm(request.POST or None, user=request.user)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        made = form.save()
        messages.success(request, _("«%(what)s» is prepared.") % {"what": made})
        return redirect("exhibitions:exhibition", made.pk)
    return render(request, "exhibitions/edit.html", {"form": form})


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    form = ExhibitionForm(request.POST or None, instance=exhibition, user=request.user)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        with transaction.atomic():
            form.save()
            tell(exhibition)
        messages.success(request, _("Saved."))
        return redirect("exhibitions:exhibition", pk)
    context = {"form": form, "exhibition": exhibition}
    return render(request, "exhibitions/edit.html", context)


@require_GET
def overview(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk)
    ways_on = NEXT.get(State(exhibition.state), [])
    context = {
        **frame(exhibition, request.user, "exhibition"),
        "recap": recap_of(exhibition),
        "odd": len(odd_values(exhibition)),
        "ways_on": [(to, State(to).label) for to in ways_on],
        "may_cancel": State.CANCELLED in ways_on,
    }
    return render(request, "exhibitions/exhibition.html", context)


@require_POST
def go_on(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    to = request.POST.get("to", "")
    if to in NEXT.get(State(exhibition.state), []):
        with transaction.atomic():
            exhibition.state = to
            exhibition.save(update_fields=["state", "updated_at"])
            tell(exhibition)
        said = _("The exhibition is now: %(state)s.")
        messages.success(request, said % {"state": exhibition.get_state_display()})
    else:
        messages.warning(request, _("Somebody has gone on already: look at the state."))
    return redirect("exhibitions:exhibition", pk)


@require_POST
def copy(request: Request, pk: int) -> HttpResponse:
    """The next edition, with the hall, the booths, the quotas and the rules of this one."""
    need(request.user, rights.OPEN)
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    try:
        made = next_edition(exhibition)
    except ValidationError as error:
        rights.say(request, error)
        return redirect("exhibitions:exhibition", pk)
    messages.success(
        request, _("Copied without its exhibitors: now say when it takes place.")
    )
    return redirect("exhibitions:edit", made.pk)
