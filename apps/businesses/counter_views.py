"""The counter: /kerja/daftar/, made for a phone, a queue of people and a bad connection."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.http import Request
from apps.accounts.idempotency import remember_made
from apps.accounts.refusals import need
from apps.businesses.coaching import ticket_of
from apps.businesses.counter import (
    BUSINESS,
    CHECK,
    PERSON,
    STEPS,
    begin,
    keep,
    register,
    typed_in,
)
from apps.businesses.counter_forms import BusinessStep, PersonStep
from apps.businesses.doubles import known_elsewhere, likely_doubles
from apps.businesses.life_views import page_of
from apps.businesses.models import RegistrationDraft

ADD = ("businesses.add_business", "businesses.add_person")
MOST_TYPED = 5_000
FORMS: dict[str, Any] = {PERSON: PersonStep, BUSINESS: BusinessStep}


@require_http_methods(["GET", "POST"])
def counter(request: Request) -> HttpResponse:
    need(request.user, *ADD)
    if request.method == "POST":
        return redirect("businesses:counter_step", begin(request.user).key, PERSON)
    drafts = RegistrationDraft.objects.filter(officer=request.user)
    return render(request, "businesses/counter.html", {"drafts": drafts[:20]})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def step(request: Request, key: UUID, step: str) -> HttpResponse:
    need(request.user, *ADD)
    draft = get_object_or_404(RegistrationDraft, officer=request.user, key=key)
    if step == CHECK:
        return _check(request, draft)
    data = typed_in(draft)
    if request.method == "POST":
        data = _typed(request, FORMS[step])
        keep(draft, data, step)
    shown = request.method == "POST" or _was_typed(data, FORMS[step])
    form = FORMS[step](data if shown else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        following = STEPS[STEPS.index(step) + 1]
        return redirect("businesses:counter_step", draft.key, following)
    context = {"draft": draft, "form": form, "step": step, "steps": STEPS}
    return render(request, "businesses/counter_step.html", context)


def _typed(request: Request, form: type[forms.Form]) -> dict[str, str]:
    return {name: _plain(request.POST.get(name, "")) for name in form.base_fields}


def _plain(text: str) -> str:
    """Without NULs, which no database keeps; a page of text at the most."""
    return text.replace("\x00", "")[:MOST_TYPED]


def _was_typed(data: dict[str, str], form: type[forms.Form]) -> bool:
    return any(data.get(name) for name in form.base_fields)


def _check(request: Request, draft: RegistrationDraft) -> HttpResponse:
    """All of it once more, with the records that may be the same; then it is registered."""
    data = typed_in(draft)
    steps = {name: form(data, user=request.user) for name, form in FORMS.items()}
    wrong = next((name for name, form in steps.items() if not form.is_valid()), "")
    if wrong:
        return redirect("businesses:counter_step", draft.key, wrong)
    person, business = (steps[name].cleaned_data for name in (PERSON, BUSINESS))
    if request.method == "POST":
        try:
            made = register(draft, person, business, by=request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            remember_made(request, page_of(made.business))
            messages.success(
                request, _("Registered: %(business)s.") % {"business": made.business}
            )
            return redirect("businesses:receipt", made.business.pk)
    likely = _compared(person, business)
    context = {
        "draft": draft,
        "step": CHECK,
        "steps": STEPS,
        "forms": steps.values(),
        "doubles": likely_doubles(likely, by=request.user),
        "elsewhere": [
            (hint.agency, ticket_of(hint))
            for hint in known_elsewhere(likely, by=request.user)
        ],
    }
    return render(request, "businesses/counter_check.html", context)


def _compared(person: dict[str, Any], business: dict[str, Any]) -> dict[str, Any]:
    region = business["region"]
    return {**person, **business, "region": region.code if region else ""}


@sensitive_post_parameters()
@require_POST
def autosave(request: Request, key: UUID) -> HttpResponse:
    """What stands in the form now, sealed; asked by the page each time a field is left."""
    need(request.user, *ADD)
    draft = get_object_or_404(RegistrationDraft, officer=request.user, key=key)
    known = {name for form in FORMS.values() for name in form.base_fields}
    keep(
        draft, {name: _plain(request.POST[name]) for name in known & set(request.POST)}
    )
    return HttpResponse(status=204)


@require_POST
def discard(request: Request, key: UUID) -> HttpResponse:
    need(request.user, *ADD)
    get_object_or_404(RegistrationDraft, officer=request.user, key=key).delete()
    messages.success(request, _("The begun registration is deleted."))
    return redirect("businesses:counter")
