"""The work of a curator: his products, one sheet each, made for a tablet. He sees no others."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.catalogue.curation import rights
from apps.catalogue.curation.curators import declare_conflict
from apps.catalogue.curation.forms import OwnConflictForm, ScoreForm
from apps.catalogue.curation.scoring import Line, give_score, progress_of, sheet_of
from apps.catalogue.models import (
    Assignment,
    Criterion,
    CurationRound,
    Curator,
    ProductPhoto,
)

State = CurationRound.State
SHOWN = [State.SCORING, State.DECIDING, State.CLOSED]
SCALE = range(1, 6)


@require_GET
def mine(request: Request) -> HttpResponse:
    """All that is to be scored by whoever asks, round by round."""
    need(request.user, rights.SCORE)
    curatorships = Curator.objects.filter(user=request.user, round__state__in=SHOWN)
    rounds = [each.round for each in curatorships.select_related("round__agency")]
    rounds.sort(key=lambda each: (each.state != State.SCORING, -each.pk))
    shown = [
        (each, progress_of(request.user, each), _own(request, each)) for each in rounds
    ]
    return render(request, "catalogue/curation/mine.html", {"rounds": shown})


def _own(request: Request, round_: CurationRound) -> list[tuple[Assignment, bool]]:
    """His assignments of a round, in the order of the sheets, and whether each is whole."""
    rows = Assignment.objects.of_curator(request.user).filter(candidate__round=round_)
    criteria = round_.criteria.count()
    related = ("candidate__product__commodity_group", "candidate__product__business")
    ordered = rows.with_progress().select_related(*related).order_by("candidate")
    return [(row, row.scored == criteria) for row in ordered]


def _assignment(request: Request, pk: int) -> Assignment:
    need(request.user, rights.SCORE)
    own = Assignment.objects.of_curator(request.user)
    related = (
        *("curator__round__agency", "candidate__round__agency"),
        *("candidate__product__business__owner", "candidate__product__commodity_group"),
    )
    shown = own.filter(candidate__round__state__in=SHOWN)
    found: Assignment = get_object_or_404(shown.select_related(*related), pk=pk)
    return found


@require_http_methods(["GET", "POST"])
def sheet(request: Request, pk: int) -> HttpResponse:
    assignment = _assignment(request, pk)
    own = [row for row, _whole in _own(request, assignment.candidate.round)]
    place = own.index(assignment)
    following = own[place + 1] if place + 1 < len(own) else None
    problems: list[str] = []
    lines = sheet_of(assignment)
    if request.method == "POST":
        lines, problems = _kept(request, assignment, lines)
        if not problems:
            if following and request.POST.get("go") == "next":
                return redirect("curation:sheet", following.pk)
            return redirect("curation:sheet", pk)
    context = {
        "assignment": assignment,
        "product": assignment.candidate.product,
        "round": assignment.candidate.round,
        "lines": lines,
        "problems": problems,
        "scale": SCALE,
        "place": place + 1,
        "total": len(own),
        "previous": own[place - 1] if place else None,
        "following": following,
        "is_open": _is_open(assignment),
        "progress": progress_of(request.user, assignment.candidate.round),
        "conflict_form": OwnConflictForm(),
        "photos": ProductPhoto.objects.filter(product=assignment.candidate.product),
    }
    status = 422 if problems else 200
    return render(request, "catalogue/curation/sheet.html", context, status=status)


def _is_open(assignment: Assignment) -> bool:
    scoring = assignment.candidate.round.state == State.SCORING
    return scoring and not assignment.candidate.is_final


def _kept(
    request: Request, assignment: Assignment, lines: list[Line]
) -> tuple[list[Line], list[str]]:
    """Keep all that the sheet says. What cannot be kept is shown as it was typed, with why."""
    shown, problems = [], []
    for line in lines:
        form = _typed(request, line.criterion)
        try:
            _keep(assignment, line.criterion, form, request)
        except ValidationError as error:
            problems += error.messages
        score, remark = form["score"].value(), form["remark"].value() or ""
        shown.append(
            Line(
                line.criterion,
                int(score) if str(score) in set("12345") else None,
                remark,
                line.others,
            )
        )
    return shown, list(dict.fromkeys(problems))


def _typed(request: Request, criterion: Criterion) -> ScoreForm:
    """The fields of one criterion, whose names end in its key."""
    typed: dict[str, Any] = {
        name: request.POST.get(f"{name}-{criterion.pk}", "").replace("\x00", "")
        for name in ("score", "remark")
    }
    return ScoreForm(typed)


def _keep(
    assignment: Assignment, criterion: Criterion, form: ScoreForm, request: Request
) -> None:
    if not form.is_valid():
        raise ValidationError(
            [each for errors in form.errors.values() for each in errors]
        )
    give_score(assignment, criterion, **form.cleaned_data, by=request.user)


@require_POST
def keep_one(request: Request, pk: int, criterion: int) -> HttpResponse:
    """One criterion, as soon as it is touched: what htmx sends. Answers whether it is kept."""
    assignment = _assignment(request, pk)
    criteria = Criterion.objects.filter(round=assignment.candidate.round)
    found = get_object_or_404(criteria, pk=criterion)
    problem = ""
    try:
        _keep(assignment, found, _typed(request, found), request)
    except ValidationError as error:
        problem = " ".join(error.messages)
    context = {
        "criterion": found,
        "problem": problem,
        "kept": not problem,
        "progress": progress_of(request.user, assignment.candidate.round),
    }
    return render(request, "catalogue/curation/_kept.html", context)


@require_POST
def step_aside(request: Request, pk: int) -> HttpResponse:
    """A curator says that he is not free to judge this product: it goes to another."""
    assignment = _assignment(request, pk)
    form = OwnConflictForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Say why you do not score it."))
        declare_conflict(
            assignment.curator,
            assignment.candidate.product.business,
            **form.cleaned_data,
            by=request.user,
        )
    except ValidationError as error:
        rights.say(request, error)
        return redirect("curation:sheet", pk)
    messages.success(request, _("Thank you. It goes to another curator."))
    return redirect("curation:mine")
