"""A proposal as its page shows it: before and after, each with its reason."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.asking import answer, ask
from apps.exhibitions.models import STANDING, BoothProposal, Exhibition, Participation
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
    may_decide = request.user.has_perm(rights.DECIDE)
    rows = _rows(asked)
    context = {
        **frame(asked.exhibition, request.user, "plan"),
        "proposal": asked,
        "report": asked.report,
        "rows": [row for row in rows if row["is_new"]],
        "unchanged": sum(not row["is_new"] for row in rows),
        "is_old": asked.revision != asked.exhibition.plan_revision,
        "needs_decision": any(row["decision"] for row in rows),
        "may_decide": may_decide,
    }
    return render(request, "exhibitions/proposal.html", context)


def _rows(asked: BoothProposal) -> list[dict[str, Any]]:
    """What would become of each: decision and booth, beside what is."""
    report, exhibition = asked.report, asked.exhibition
    if asked.state in {State.WAITING, State.FAILED}:
        return []
    people = Participation.objects.filter(exhibition=exhibition).select_related(
        "business__owner", "recap_group"
    )
    now: dict[int, str] = {}
    for place in exhibition.assignments.select_related("booth").order_by("-days"):
        now[place.participation_id] = place.booth.code
    placed = {line["participation"]: line for line in report["placements"]}
    nowhere = {line["participation"]: line for line in report["unplaced"]}
    decided = {
        line["participation"]: (state, line["why"])
        for name, state in [
            ("selected", Participation.State.SELECTED),
            ("reserve", Participation.State.RESERVE),
            ("rejected", Participation.State.REJECTED),
        ]
        for line in report[name]
    }
    rows = []
    for each in people.order_by("pk"):
        state, why = decided.get(each.pk, ("", ""))
        place = placed.get(each.pk) or nowhere.get(each.pk, {})
        old, new = now.get(each.pk, ""), place.get("booth", "")
        is_decision = bool(state) and each.state not in {state, *STANDING}
        rows.append(
            {
                "participation": each,
                "decision": Participation.State(state).label if is_decision else "",
                "why": why if is_decision else "",
                "old": old,
                "new": new,
                "why_there": place.get("why", ""),
                "is_new": is_decision or (bool(place) and old != new),
            }
        )
    return rows


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Accept all, the ticked ones, or nothing. Who may not decide accepts places alone."""
    asked = _found(request, pk, rights.RUN)
    if any(row["decision"] for row in _rows(asked)):
        rights.need(request.user, rights.DECIDE)
    chosen = {rights.pk_of(each) for each in request.POST.getlist("participation")}
    only = None if request.POST.get("deed") == "all" else {key for key in chosen if key}
    if request.POST.get("deed") == "drop":
        only = set()
    try:
        made = answer(asked, by=request.user, only=only)
    except ValidationError as error:
        rights.say(request, error)
        return redirect("exhibitions:proposal", pk)
    if made:
        messages.success(request, _("%(count)d made so") % {"count": made})
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("exhibitions:plan", asked.exhibition_id)
