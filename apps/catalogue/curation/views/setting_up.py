"""What a round is scored by, and by whom: criteria, curators, conflicts of interest."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.http import Request
from apps.catalogue.curation import rights
from apps.catalogue.curation.curators import (
    add_curator,
    conflicts_of,
    deal,
    declare_conflict,
    possible_curators,
    release,
    remove_curator,
)
from apps.catalogue.curation.forms import ConflictForm, CriteriaForms, CuratorForm
from apps.catalogue.curation.locking import locked
from apps.catalogue.curation.tabs import frame
from apps.catalogue.models import (
    Assignment,
    CurationRound,
    Curator,
    CuratorConflict,
)

State = CurationRound.State


@require_http_methods(["GET", "POST"])
def criteria(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk, rights.LEAD)
    forms = CriteriaForms(request.POST or None, instance=round_)
    if request.method == "POST":
        try:
            if _saved(forms, round_):
                messages.success(request, _("The criteria are saved."))
                return redirect("curation:criteria", round_.pk)
        except ValidationError as error:
            rights.say(request, error)
            return redirect("curation:criteria", round_.pk)
    context = frame(round_, request.user, "criteria") | {"forms": forms}
    context["total"] = sum(round_.criteria.values_list("weight", flat=True))
    return render(request, "catalogue/curation/criteria.html", context)


@transaction.atomic
def _saved(forms: Any, round_: CurationRound) -> bool:
    locked(round_, State.PREPARING, State.OPEN)
    if not forms.is_valid():
        return False
    for position, form in enumerate(forms.forms):
        form.instance.position = position
    forms.save()
    return True


@require_http_methods(["GET", "POST"])
def curators(request: Request, pk: int) -> HttpResponse:
    """Who scores, how much each has, and who may not score what."""
    round_ = rights.round_for(request, pk, rights.LEAD)
    possible = possible_curators(round_, request.user)
    form = CuratorForm(
        request.POST if "users" in request.POST else None, possible=possible
    )
    conflict = ConflictForm(
        request.POST if "curator" in request.POST else None, round_=round_
    )
    if request.method == "POST" and _changed(request, round_, form, conflict):
        return redirect("curation:curators", round_.pk)
    found = conflicts_of(round_) if round_.state != State.CLOSED else {}
    rows = round_.curators.select_related("user__agency")
    context = frame(round_, request.user, "curators") | {
        "rows": [
            (row, row.assignments.count(), sum(one == row.pk for _c, one in found))
            for row in rows
        ],
        "declared": CuratorConflict.objects.filter(
            curator__round=round_
        ).select_related("curator__user", "business__owner", "declared_by"),
        "form": form if possible else None,
        "conflict_form": conflict,
        "may_change": round_.state in {State.PREPARING, State.OPEN, State.SCORING},
    }
    return render(request, "catalogue/curation/curators.html", context)


def _changed(request: Request, round_: CurationRound, form: Any, conflict: Any) -> bool:
    """Add curators, or note a conflict: which of the two the form says."""
    try:
        if form.is_bound and form.is_valid():
            for user in form.cleaned_data["users"]:
                add_curator(round_, user)
            return True
        if conflict.is_bound and conflict.is_valid():
            declare_conflict(**conflict.cleaned_data, by=request.user)
            return True
    except ValidationError as error:
        rights.say(request, error)
        return True
    return False


@require_POST
def take_out(request: Request, pk: int) -> HttpResponse:
    """A curator who has not scored leaves the round."""
    round_ = rights.round_for(request, pk, rights.LEAD)
    rows = Curator.objects.filter(round=round_).select_related("user", "round")
    curator = rows.filter(pk=rights.pk_of(request, "curator")).first()
    try:
        if curator:
            remove_curator(curator)
            said = _("%(curator)s is no curator of it any more.")
            messages.success(request, said % {"curator": curator})
    except ValidationError as error:
        rights.say(request, error)
    return redirect("curation:curators", round_.pk)


@require_POST
def deal_again(request: Request, pk: int) -> HttpResponse:
    """After a new curator or a conflict: what nobody has begun is dealt out anew."""
    round_ = rights.round_for(request, pk, rights.LEAD)
    try:
        with transaction.atomic():
            plan = deal(locked(round_, State.SCORING))
    except ValidationError as error:
        rights.say(request, error)
    else:
        if plan.is_possible:
            messages.success(request, _("The products are dealt out anew."))
        else:
            text = _("Some products have too few curators without a conflict.")
            messages.warning(request, text)
    return redirect("curation:curators", round_.pk)


@require_POST
def take_away(request: Request, pk: int) -> HttpResponse:
    """A product from a curator who cannot score it."""
    rights.need(request.user, rights.VIEW, rights.LEAD)
    rows = Assignment.objects.visible_to(request.user)
    related = rows.select_related("candidate__round", "curator__user")
    assignment = get_object_or_404(related, pk=pk)
    try:
        release(assignment)
    except ValidationError as error:
        rights.say(request, error)
    else:
        messages.success(request, _("The others' sheets decide about it."))
    return redirect(assignment.candidate)
