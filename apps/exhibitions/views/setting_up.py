"""Halls, zones and booths of a plan."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.forms import BoothForm, BoothRowForm, HallForm, ZoneForm
from apps.exhibitions.laying_out import lay_row
from apps.exhibitions.models import Booth, Exhibition, Hall
from apps.exhibitions.plan_changes import said_by
from ikmportal import refusing


def _page(
    request: Request, exhibition: Exhibition, heading: str, form: Any
) -> HttpResponse:
    context = {"exhibition": exhibition, "heading": heading, "form": form}
    return render(request, "exhibitions/set_up.html", context)


def _saved(form: Any) -> bool:
    """Save it; what only the database can tell stands on the form."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError as error:
        form.add_error(None, said_by(error, form._meta.model))
        return False
    return True


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def add_hall(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    form = HallForm(request.POST or None, instance=Hall(exhibition=exhibition))
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form) and _saved(form):
        return redirect("exhibitions:add_row", pk)
    return _page(request, exhibition, _("Add a hall"), form)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def add_zone(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    form = ZoneForm(request.POST or None, exhibition=exhibition)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form) and _saved(form):
        return redirect("exhibitions:add_row", pk)
    return _page(request, exhibition, _("Add a zone"), form)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def add_row(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    if not exhibition.halls.exists():
        return redirect("exhibitions:add_hall", pk)
    form = BoothRowForm(request.POST or None, exhibition=exhibition)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        try:
            made = lay_row(form.cleaned_data["hall"], form.cleaned_data["row"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("%(count)d booths added: %(first)s to %(last)s.") % {
                "count": len(made),
                "first": made[0],
                "last": made[-1],
            }
            messages.success(request, said)
            return redirect("exhibitions:plan", pk)
    return _page(request, exhibition, _("Add a row of booths"), form)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def booth(request: Request, pk: int) -> HttpResponse:
    """Change a booth, or take it away while nobody has it."""
    rights.need(request.user, rights.VIEW, rights.RUN)
    kept = Exhibition.objects.kept_by(request.user)
    found = get_object_or_404(
        Booth.objects.filter(exhibition__in=kept.values("pk")), pk=pk
    )
    form = BoothForm(request.POST or None, instance=found)
    if request.method == "POST" and "remove" in request.POST:
        if not found.assignments.exists():
            found.delete()
            messages.success(request, _("Booth %(booth)s is gone.") % {"booth": found})
            return redirect("exhibitions:plan", found.exhibition_id)
        messages.warning(request, _("Exhibitors have these seats: move them first."))
    elif (
        request.method == "POST"
        and form.is_valid()
        and not refusing.holds_back(request, form)
        and _saved(form)
    ):
        messages.success(request, _("Saved."))
        return redirect("exhibitions:plan", found.exhibition_id)
    heading = _("Booth %(booth)s") % {"booth": found.code}
    context = {
        "exhibition": found.exhibition,
        "heading": heading,
        "form": form,
        "booth": found,
    }
    return render(request, "exhibitions/set_up.html", context)
