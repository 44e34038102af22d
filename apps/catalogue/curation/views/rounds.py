"""Rounds: their list, one of them, and its steps from preparation to its end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.catalogue.curation import rights
from apps.catalogue.curation.curators import conflicts_of
from apps.catalogue.curation.forms import NewRoundForm, RoundForm
from apps.catalogue.curation.rounds import BACK, NEXT, move, prepare
from apps.catalogue.curation.scoring import unfinished_sheets
from apps.catalogue.curation.tabs import frame, way_on
from apps.catalogue.models import Assignment, CurationRound
from ikmportal import refusing

PER_PAGE = 25
State = CurationRound.State


@require_GET
def list_of_rounds(request: Request) -> HttpResponse:
    need(request.user, rights.VIEW)
    rounds = CurationRound.objects.visible_to(request.user).select_related("agency")
    counted = rounds.annotate(
        products=Count("candidates", filter=Q(candidates__state="verified")),
        graded=Count("candidates", filter=Q(candidates__outcome__in=["A", "B", "C"])),
    )
    context = {
        "page": Paginator(counted, PER_PAGE).get_page(request.GET.get("page")),
        "may_prepare": request.user.has_perm(rights.PREPARE),
    }
    return render(request, "catalogue/curation/list.html", context)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def prepare_round(request: Request) -> HttpResponse:
    need(request.user, rights.VIEW, rights.PREPARE)
    form = NewRoundForm(request.POST or None, user=request.user)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        round_ = form.save(commit=False)
        prepare(round_, criteria=form.cleaned_data["criteria"], by=request.user)
        messages.success(request, _("«%(round)s» is prepared.") % {"round": round_})
        return redirect(round_)
    return render(request, "catalogue/curation/edit.html", {"form": form})


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk, rights.LEAD)
    if round_.state == State.CLOSED:
        messages.info(request, _("A closed curation is not changed."))
        return redirect(round_)
    form = RoundForm(request.POST or None, instance=round_)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        form.save()
        messages.success(request, _("Saved."))
        return redirect(round_)
    context = {"form": form, "round": round_}
    return render(request, "catalogue/curation/edit.html", context)


@require_GET
def overview(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk)
    sheets = Assignment.objects.filter(candidate__round=round_)
    left = unfinished_sheets(round_) if round_.state == State.SCORING else []
    context = {
        **frame(round_, request.user, "round"),
        **way_on(round_),
        "counts": round_.candidates.aggregate(
            all=Count("pk"),
            applied=Count("pk", filter=Q(state="applied")),
            verified=Count("pk", filter=Q(state="verified")),
            refused=Count("pk", filter=Q(state="refused")),
            pending=Count("pk", filter=Q(outcome="pending")),
            graded=Count("pk", filter=Q(outcome__in=["A", "B", "C"])),
            failed=Count("pk", filter=Q(outcome="failed")),
        ),
        "sheets": sheets.count(),
        "sheets_done": sheets.count() - len(left),
        "conflicts": len(conflicts_of(round_)) if round_.may_be_set_up else None,
    }
    return render(request, "catalogue/curation/round.html", context)


@require_POST
def go_on(request: Request, pk: int) -> HttpResponse:
    """One step on or back, as the pressed button says; closing has a right of its own."""
    round_ = rights.round_for(request, pk, rights.LEAD)
    to = request.POST.get("to", "")
    allowed = {*NEXT.values(), *BACK.values()} - {State.CLOSED}
    if to in allowed:
        try:
            round_ = move(round_, to, by=request.user)
        except ValidationError as error:
            rights.say(request, error)
        else:
            said = _("The curation is now %(state)s.")
            messages.success(request, said % {"state": round_.get_state_display()})
    return redirect(round_)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk, rights.DECIDE)
    try:
        move(round_, State.CLOSED, by=request.user)
    except ValidationError as error:
        rights.say(request, error)
        return redirect("curation:board", round_.pk)
    messages.success(request, _("The curation is closed. Its papers can be issued."))
    return redirect("curation:papers", round_.pk)
