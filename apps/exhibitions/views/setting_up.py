"""Halls, zones and booths of a plan."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.forms import BoothForm, BoothRowForm, HallForm, ZoneForm
from apps.exhibitions.laying_out import lay_row
from apps.exhibitions.models import Booth, Exhibition, Hall, Zone
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
    except ValidationError as error:  # of a picture
        form.add_error("picture", error)
        return False
    return True


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def add_hall(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    form = HallForm(
        request.POST or None,
        request.FILES or None,
        instance=Hall(exhibition=exhibition),
    )
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
def hall(request: Request, pk: int) -> HttpResponse:
    """Change a hall and the picture under its plan, or take it away while it has no booth."""
    found = _kept(request, Hall, pk)
    form = HallForm(request.POST or None, request.FILES or None, instance=found)
    return _changed(
        request, found, form, _("Its booths are in it: take them away first.")
    )


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def zone(request: Request, pk: int) -> HttpResponse:
    """Change a zone, or take it away: its booths stay."""
    found = _kept(request, Zone, pk)
    form = ZoneForm(
        request.POST or None, instance=found, exhibition=found.hall.exhibition
    )
    return _changed(request, found, form, "")


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def booth(request: Request, pk: int) -> HttpResponse:
    """Change a booth, or take it away while nobody has it."""
    found = _kept(request, Booth, pk)
    form = BoothForm(request.POST or None, instance=found)
    return _changed(
        request, found, form, _("Exhibitors have these seats: move them first.")
    )


def _kept(request: Request, model: Any, pk: int) -> Any:
    rights.need(request.user, rights.VIEW, rights.RUN)
    return get_object_or_404(model.objects.kept_by(request.user), pk=pk)


def _changed(request: Request, found: Any, form: Any, taken: str) -> HttpResponse:
    """Save or take away what is sent. `taken`: what to say if something still hangs on it."""
    exhibition = (
        found.exhibition if hasattr(found, "exhibition") else found.hall.exhibition
    )
    if request.method == "POST" and "remove" in request.POST:
        try:
            _take_away(found, taken)
        except ValidationError as error:
            rights.say(request, error)
        else:
            messages.success(request, _("«%(what)s» is gone.") % {"what": found})
            return redirect("exhibitions:plan", exhibition.pk)
    elif (
        request.method == "POST"
        and form.is_valid()
        and not refusing.holds_back(request, form)
        and _saved(form)
    ):
        messages.success(request, _("Saved."))
        return redirect("exhibitions:plan", exhibition.pk)
    context = {
        "exhibition": exhibition,
        "heading": capfirst(f"{found._meta.verbose_name} {found}"),
        "form": form,
        "removable": found,
    }
    return render(request, "exhibitions/set_up.html", context)


@transaction.atomic
def _take_away(found: Any, taken: str) -> None:
    hangs_on = {Hall: "booths", Booth: "assignments"}.get(type(found))
    held = type(found).objects.select_for_update(of=["self"]).get(pk=found.pk)
    if hangs_on and getattr(held, hangs_on).exists():
        raise ValidationError(taken)
    held.delete()
