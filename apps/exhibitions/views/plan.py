"""The draft plan: drawn, changed by drag, by keyboard or by form, and published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.http import Request
from apps.exhibitions import placing, rights
from apps.exhibitions.drawing import COLOURED_BY, draw
from apps.exhibitions.models import Booth, Exhibition, Participation, PlanStep
from apps.exhibitions.publishing import latest, moved_since, publish_plan
from apps.exhibitions.seats import all_days, who_is_there
from apps.exhibitions.tabs import frame
from apps.exhibitions.views.telling import occasions_of
from apps.outbox.rights import DRAFT

MOST_STEPS = 8


@require_GET
def plan(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk)
    context = {
        **frame(exhibition, request.user, "plan"),
        **_canvas(request, exhibition),
        **_rest(request, exhibition),
    }
    return render(request, "exhibitions/plan.html", context)


def _rest(request: Request, exhibition: Exhibition) -> dict[str, Any]:
    """What stands below the plan: the form, the table, and what is published."""
    version = latest(exhibition)
    places = list(
        exhibition.assignments.select_related(
            "booth", "participation__business__owner", "participation__recap_group"
        ).order_by("booth__code", "seat", "days")
    )
    return {
        "version": version,
        "moved": moved_since(version, exhibition) if version else [],
        "may_publish": request.user.has_perm(rights.PUBLISH),
        "may_write": request.user.has_perm(DRAFT),
        "occasions": occasions_of(request, exhibition).filter(code__contains="-denah-"),
        "chosen": rights.pk_of(request.GET.get("peserta", "")),
        "places": places,
        "once_each": list({each.participation_id: each for each in places}.values()),
    }


@require_GET
def canvas(request: Request, pk: int) -> HttpResponse:
    """What others have changed: the plan anew, or nothing if it is still as it is shown."""
    exhibition = rights.exhibition_for(request, pk)
    if request.GET.get("seen") == str(exhibition.plan_revision):
        return HttpResponse(status=204)
    step = PlanStep.objects.filter(exhibition=exhibition).order_by("-revision").first()
    said = ""
    if step and step.made_by != request.user:
        said = f"{step.made_by or _('Somebody')}: {step.text}"
    return _shown(request, exhibition, said)


def _canvas(request: Request, exhibition: Exhibition, said: str = "") -> dict[str, Any]:
    asked = request.POST.get("warna") or request.GET.get("warna") or "kelompok"
    by = asked if asked in COLOURED_BY else "kelompok"
    keeps = rights.keeps(request.user, exhibition)
    return {
        "exhibition": exhibition,
        "keeps": keeps,
        "drawing": draw(exhibition, by),
        "coloured_by": [(key, label, key == by) for key, label in COLOURED_BY.items()],
        "by": by,
        "said": said,
        "undoable": keeps and placing.undoable(exhibition, request.user),
        "redoable": keeps and placing.redoable(exhibition, request.user),
        "steps": PlanStep.objects.filter(exhibition=exhibition)
        .select_related("made_by")
        .order_by("-revision")[:MOST_STEPS],
    }


def _shown(request: Request, exhibition: Exhibition, said: str) -> HttpResponse:
    context = _canvas(request, exhibition, said) | _rest(request, exhibition)
    return render(request, "exhibitions/_plan_anew.html", context)


@require_POST
def change(request: Request, pk: int) -> HttpResponse:
    """One deed on the plan. Being refused is answered with the sentence and the plan as it is."""
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    try:
        said = _done(request, exhibition)
    except ValidationError as error:
        said = " ".join(error.messages)
        done = False
    else:
        done = True
    if request.headers.get("HX-Request"):
        exhibition.refresh_from_db()
        return _shown(request, exhibition, said)
    (messages.success if done else messages.warning)(request, said)
    return redirect("exhibitions:plan", pk)


def _done(request: Request, exhibition: Exhibition) -> str:
    deed, user = request.POST.get("deed", ""), request.user
    if deed == "undo":
        return _("Undone: %(what)s") % {"what": placing.undo(exhibition, by=user).text}
    if deed == "redo":
        return _("Done again: %(what)s") % {
            "what": placing.redo(exhibition, by=user).text
        }
    who = _participation(exhibition, request.POST.get("participation", ""))
    seen = rights.pk_of(request.POST.get("seen", ""))
    if deed in {"lock", "unlock"}:
        placing.lock(who, locked=deed == "lock", by=user)
    elif deed == "off":
        placing.take_off(who, by=user, seen=seen)
    elif deed == "swap":
        other = _participation(exhibition, request.POST.get("other", ""))
        placing.swap(who, other, by=user, seen=seen)
    else:
        _place(request, exhibition, who, seen)
    step = PlanStep.objects.filter(exhibition=exhibition, made_by=user)
    return step.order_by("-revision").values_list("text", flat=True)[0]


def _place(
    request: Request, exhibition: Exhibition, who: Participation, seen: int | None
) -> None:
    """On a booth that one other has, two that have places change them."""
    booth = get_object_or_404(
        Booth, exhibition=exhibition, code=request.POST.get("booth", "")
    )
    first = parse_date(request.POST.get("first", "") or "")
    last = parse_date(request.POST.get("last", "") or "")
    if first and last and last < first:
        raise ValidationError(_("The last day lies before the first."))
    days = None
    if first or last:  # one of them alone: from the first day, or until the last
        days = placing.days_between(
            first or exhibition.starts_on, last or exhibition.ends_on
        )
    there = who_is_there(booth, days or all_days(exhibition))
    full = len(there) >= booth.capacity
    if full and days is None and len(there) == 1 and who.assignments.exists():
        placing.swap(who, there[0], by=request.user, seen=seen)
    else:
        placing.place(who, booth, days=days, by=request.user, seen=seen)


def _participation(exhibition: Exhibition, key: str) -> Participation:
    found = exhibition.participations.filter(pk=rights.pk_of(key) or 0)
    chosen: Participation | None = found.select_related("business__owner").first()
    if chosen is None:
        raise ValidationError(_("Choose an exhibitor first."))
    return chosen


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, rights.PUBLISH)
    try:
        version = publish_plan(
            exhibition, by=request.user, note=request.POST.get("note", "")[:250]
        )
    except ValidationError as error:
        rights.say(request, error)
    else:
        messages.success(
            request, _("Version %(number)d is published.") % {"number": version.number}
        )
    return redirect("exhibitions:plan", pk)
