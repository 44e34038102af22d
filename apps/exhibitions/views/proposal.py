"""A proposal as its page shows it: before and after, each with its reason."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.asking import answer, ask, rows_of
from apps.exhibitions.models import BoothProposal, Exhibition
from apps.exhibitions.tabs import frame

State = BoothProposal.State


@require_POST
def ask_for(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    return redirect("exhibitions:proposal", ask(exhibition, by=request.user).pk)


def _found(request: Request, pk: int, *permissions: str) -> BoothProposal:
    rights.need(request.user, rights.VIEW, *permissions)
    rows = Exhibition.objects.visible_to(request.user)
    if permissions:
        rows = Exhibition.objects.kept_by(request.user)
    found: BoothProposal = get_object_or_404(
        BoothProposal.objects.filter(exhibition__in=rows.values("pk")).select_related(
            "exhibition__agency", "asked_by", "decided_by"
        ),
        pk=pk,
    )
    return found


@require_GET
def proposal(request: Request, pk: int) -> HttpResponse:
    asked = _found(request, pk)
    if request.headers.get("HX-Request"):
        if asked.state == State.WAITING:
            return HttpResponse(status=204)
        return HttpResponse(headers={"HX-Refresh": "true"})
    is_his = rights.is_of_his_office(request.user, asked.exhibition)
    rows = rows_of(asked)
    around = frame(asked.exhibition, request.user, "plan")
    may_decide = is_his and request.user.has_perm(rights.DECIDE)
    may_answer = around["keeps"] or (
        may_decide and any(row["decision"] for row in rows)
    )
    context = {
        **around,
        "proposal": asked,
        "report": asked.said,
        "rows": [row for row in rows if row["is_new"]],
        "unchanged": sum(not row["is_new"] for row in rows),
        "is_old": asked.revision != asked.exhibition.plan_revision,
        "needs_decision": any(row["decision"] for row in rows),
        "may_decide": may_decide,
        "may_answer": asked.state == State.READY and may_answer,
    }
    return render(request, "exhibitions/proposal.html", context)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Accept all, the ticked ones, or nothing: the places, and the decisions if one may both."""
    asked = _found(request, pk, rights.RUN)
    return _answered(request, asked, decides=request.user.has_perm(rights.DECIDE))


@require_POST
def decide_people(request: Request, pk: int) -> HttpResponse:
    """The decisions alone: the organiser accepts the places of who is taken then."""
    return _answered(request, _found(request, pk, rights.DECIDE), places=False)


def _answered(
    request: Request, asked: BoothProposal, *, decides: bool = True, places: bool = True
) -> HttpResponse:
    chosen = {rights.pk_of(each) for each in request.POST.getlist("participation")}
    only = None if request.POST.get("deed") == "all" else {key for key in chosen if key}
    if request.POST.get("deed") == "drop":
        only = set()
    try:
        made = answer(asked, by=request.user, only=only, decides=decides, places=places)
    except ValidationError as error:
        rights.say(request, error)
        return redirect("exhibitions:proposal", asked.pk)
    if made:
        messages.success(request, _("%(count)d made so") % {"count": made})
    else:
        messages.info(request, _("Nothing was changed."))
    if places:
        return redirect("exhibitions:plan", asked.exhibition_id)
    return redirect("exhibitions:proposal", asked.pk)
