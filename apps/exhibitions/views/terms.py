"""The terms of an exhibition on one page: each kind with its list and a form for one more."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.models import Exhibition
from apps.exhibitions.tabs import frame
from apps.exhibitions.terms_forms import FORMS
from ikmportal import refusing


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def terms(request: Request, pk: int) -> HttpResponse:
    """A form adds a line of its kind; a button beside a line takes it out."""
    writing = request.method == "POST"
    exhibition = rights.exhibition_for(request, pk, *([rights.RUN] if writing else []))
    kind = request.POST.get("kind", "")
    if writing and "remove" in request.POST and kind in FORMS:
        _rows(exhibition, kind).filter(
            pk=rights.pk_of(request.POST["remove"]) or 0
        ).delete()
        messages.success(request, _("Taken out."))
        return redirect("exhibitions:terms", pk)
    forms = {
        name: form(
            request.POST if writing and name == kind else None,
            exhibition=exhibition,
            prefix=name,
        )
        for name, form in FORMS.items()
    }
    valid = writing and kind in forms and forms[kind].is_valid()
    if valid and not refusing.holds_back(request, forms[kind]):
        forms[kind].save()
        messages.success(request, _("Saved."))
        return redirect("exhibitions:terms", pk)
    context = {
        **frame(exhibition, request.user, "terms"),
        "sections": _sections(exhibition, forms),
    }
    return render(request, "exhibitions/terms.html", context)


def _rows(exhibition: Exhibition, kind: str) -> Any:
    rows: dict[str, Any] = {
        "rule": exhibition.rules.select_related("recap_group"),
        "quota": exhibition.quotas.select_related("recap_group", "region"),
        "invitation": exhibition.invitations.select_related("agency"),
        "wish": exhibition.wishes.select_related(
            "first__business__owner", "second__business__owner"
        ),
    }
    return rows[kind]


def _sections(exhibition: Exhibition, forms: dict[str, Any]) -> list[dict[str, Any]]:
    said = {
        "rule": (
            _("Rules of admission"),
            _("What nobody knows yet is shown so and decides nothing."),
        ),
        "quota": (
            _("Quotas"),
            _("Of a channel, or of a recap group, or of an area: one of the three."),
        ),
        "invitation": (
            _("Who is asked for exhibitors"),
            _("These agencies see the exhibition and propose their businesses."),
        ),
        "wish": (
            _("Wishes of two exhibitors"),
            _("Kept by the proposal as far as they do not contradict each other."),
        ),
    }
    return [
        {
            "kind": kind,
            "title": title,
            "about": about,
            "rows": _rows(exhibition, kind),
            "form": forms[kind],
        }
        for kind, (title, about) in said.items()
    ]
