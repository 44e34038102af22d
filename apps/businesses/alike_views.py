"""Records that may be the one that somebody is typing now: shown beside, and blocking nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.businesses.counter import typed_in
from apps.businesses.doubles import likely_doubles
from apps.businesses.models import Person, RegistrationDraft
from apps.regions.fields import find_place

VIEW = "businesses.view_business"
COMPARED = ("owner_name", "nik", "phone", "business_name", "brand", "products", "nib")
LONGEST = 300


@sensitive_post_parameters()
@require_POST
def alike(request: Request) -> HttpResponse:
    need(request.user, VIEW)
    typed = _begun(request) | _owner(request)
    for name in COMPARED:
        if text := request.POST.get(name, "").replace("\x00", "")[:LONGEST].strip():
            typed[name] = text
    typed["region"] = _region(request.POST.get("region", "")[:LONGEST])
    likely = likely_doubles(typed, by=request.user) if _tells(typed) else []
    context = {"likely": likely, "aside": True}
    return render(request, "businesses/_likely.html", context)


def _tells(typed: dict[str, Any]) -> bool:
    return any(typed.get(name) for name in COMPARED if name != "products")


def _begun(request: Request) -> dict[str, Any]:
    """What was typed on the steps before, of the officer's own draft."""
    key = request.POST.get("draft", "")
    drafts = RegistrationDraft.objects.filter(officer=request.user)
    try:
        draft = drafts.filter(key=key).first() if key else None
    except ValidationError:  # no key at all
        draft = None
    known = typed_in(draft) if draft else {}
    return {name: known[name] for name in COMPARED if known.get(name)}


def _owner(request: Request) -> dict[str, Any]:
    """The owner who was chosen from the list of people, as far as the officer sees him."""
    pk = request.POST.get("owner", "")
    people = Person.objects.visible_to(request.user)
    owner = people.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    return {"owner_name": owner.name, "owner": owner} if owner else {}


def _region(text: str) -> str:
    """The code of a place that is clear; what is not yet clear is asked for by its own field."""
    try:
        return find_place(text.replace("\x00", "")).code if text.strip() else ""
    except ValidationError:
        return ""
