"""Decisions: the table of all results, and one product with all that was said of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.http import Request
from apps.catalogue.curation import rights
from apps.catalogue.curation.deciding import (
    decide,
    decide_as_proposed,
    is_lowering,
    take_back,
)
from apps.catalogue.curation.forms import DecisionForm, RefusalForm
from apps.catalogue.curation.results import Result, improvement, result_of, results_of
from apps.catalogue.curation.tabs import frame, way_on
from apps.catalogue.models import Candidate, CurationRound

State = CurationRound.State
PENDING = Candidate.Outcome.PENDING


@require_GET
def board(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk)
    sees = rights.sees_scores(request.user, round_)
    results = results_of(round_, _verified(request, round_)) if sees else []
    results.sort(key=lambda each: (-(each.mean or 0), each.candidate.pk))
    context = {
        **frame(round_, request.user, "board"),
        **way_on(round_),
        "sees": sees,
        "criteria": list(round_.criteria.all()),
        "results": results,
        "pending": [each for each in results if each.candidate.outcome == PENDING],
        "undecided": sum(not each.candidate.outcome for each in results),
        "deciding": round_.state == State.DECIDING,
        "is_curator": round_.curators.filter(user=request.user).exists(),
    }
    return render(request, "catalogue/curation/board.html", context)


def _verified(request: Request, round_: CurationRound) -> QuerySet[Candidate]:
    visible: QuerySet[Candidate] = Candidate.objects.visible_to(request.user)
    related = ("product__business__owner", "decided_by", "former")
    return visible.filter(round=round_, state="verified").select_related(*related)


@require_GET
def candidate(request: Request, pk: int) -> HttpResponse:
    found = rights.candidate_for(request, pk)
    return _page(request, found, None)


def _page(
    request: Request, found: Candidate, form: DecisionForm | None, status: int = 200
) -> HttpResponse:
    round_ = found.round
    sees = rights.sees_scores(request.user, round_)
    result = result_of(found)
    deciding = round_.state == State.DECIDING and found.state == "verified"
    decides = (
        deciding
        and request.user.has_perm(rights.DECIDE)
        and not round_.curators.filter(user=request.user).exists()
    )
    sheets = found.assignments.with_progress().select_related("curator__user")
    context = {
        **frame(round_, request.user, "board"),
        "candidate": found,
        "product": found.product,
        "result": result if sees else None,
        "steps_since": improvement(result) if sees else [],
        "sheets": [(each, each.scored == len(result.criteria)) for each in sheets],
        "may_release": round_.state == State.SCORING,
        "may_check": round_.state == State.OPEN
        and found.state == Candidate.State.APPLIED
        and request.user.has_perm(rights.CHECK),
        "refusal_form": RefusalForm(),
        "form": form or _decision(result) if decides and not found.is_final else None,
        "may_take_back": decides and found.outcome != "",
        "lowers": is_lowering(found.product, result.proposed)
        if result.proposed
        else "",
    }
    return render(request, "catalogue/curation/candidate.html", context, status=status)


def _decision(result: Result) -> DecisionForm:
    return DecisionForm(initial={"outcome": result.proposed or PENDING})


@require_POST
def decide_one(request: Request, pk: int) -> HttpResponse:
    found = rights.candidate_for(request, pk, rights.DECIDE)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        decided = decide(found, **form.cleaned_data, by=request.user)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return _page(request, found, form, status=422)
    said = {"product": decided, "outcome": decided.get_outcome_display()}
    messages.success(request, _("«%(product)s»: %(outcome)s.") % said)
    return redirect("curation:board", decided.round_id)


@require_POST
def decide_all(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk, rights.DECIDE)
    if round_.state == State.DECIDING:
        own = _verified(request, round_)
        done, left = decide_as_proposed(round_, by=request.user, candidates=own)
        text = ngettext(
            "%(count)d product decided as the scores say.",
            "%(count)d products decided as the scores say.",
            done,
        )
        messages.success(request, text % {"count": done})
        if left:
            names = ", ".join(f"«{each.product}»" for each in left[:5])
            said = ngettext(
                "%(count)d is left to be decided singly: %(names)s.",
                "%(count)d are left to be decided singly: %(names)s.",
                len(left),
            )
            messages.warning(request, said % {"count": len(left), "names": names})
    return redirect("curation:board", round_.pk)


@require_POST
def undecide(request: Request, pk: int) -> HttpResponse:
    found = rights.candidate_for(request, pk, rights.DECIDE)
    try:
        take_back(found, reason=request.POST.get("reason", "")[:300], by=request.user)
    except ValidationError as error:
        rights.say(request, error)
    else:
        messages.success(request, _("The decision is taken back."))
    return redirect(found)
