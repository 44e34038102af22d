"""Who takes part: proposed, looked through, decided; as columns and as a table."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.businesses.models import Business, CoachingRelation
from apps.exhibitions import rights
from apps.exhibitions.eligibility import answers_of, broken, rests
from apps.exhibitions.forms import CommunityForm, DecisionForm, NeedsForm
from apps.exhibitions.models import STANDING, Exhibition, Participation
from apps.exhibitions.recap import UNKNOWN, first_timers_of
from apps.exhibitions.running.own_link import address_of
from apps.exhibitions.selecting import DECIDABLE, NEXT, decide, go_on, propose, withdraw
from apps.exhibitions.tabs import frame
from ikmportal import refusing

PER_PAGE = 50
MOST_IN_COLUMN = 12
MOST_OFFERED = 12
MOST_EVENTS = 12
State = Participation.State
ASKED = ("q", "keadaan", "jalur", "kelompok", "wilayah", "berdiri", "pertama")
FILTERS = {"keadaan": "state", "jalur": "channel"}
COLUMNS = [
    (_each, tuple(_states))
    for _each, _states in [
        ("applied", ["invited", "applied", "eligible", "curated"]),
        ("selected", ["selected"]),
        ("reserve", ["reserve"]),
        ("confirmed", ["confirmed", "attended", "no_show"]),
        ("rejected", ["rejected", "withdrawn"]),
    ]
]


@require_GET
def board(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    rows = _filtered(_seen(request, exhibition), asked)
    if asked["pertama"]:
        rows = rows.filter(pk__in=first_timers_of(exhibition).values("pk"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = dict(
        _seen(request, exhibition)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    may_propose = request.user.has_perm(rights.PROPOSE)
    words = request.GET.get("cari", "").strip()
    offered = _offered(request, exhibition, words) if may_propose else []
    context = {
        **frame(exhibition, request.user, "board"),
        "page": page,
        "asked": asked,
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "states": [(v, label, counts.get(v, 0)) for v, label in State.choices],
        "channels": CoachingRelation.Channel.choices,
        "columns": _columns(_seen(request, exhibition)),
        "overdue": _overdue(exhibition, counts),
        "may_propose": may_propose,
        "words": words,
        "offered": offered[:MOST_OFFERED],
        "offered_are_cut": len(offered) > MOST_OFFERED,
    }
    return render(request, "exhibitions/board.html", context)


def _overdue(exhibition: Exhibition, counts: dict[str, int]) -> int:
    """How many have not confirmed although the day for it has passed."""
    until = exhibition.confirm_until
    return counts.get(State.SELECTED, 0) if until and until < localdate() else 0


def _seen(request: Request, exhibition: Exhibition) -> QuerySet[Participation]:
    rows: QuerySet[Participation] = Participation.objects.visible_to(request.user)
    return rows.filter(exhibition=exhibition).select_related(
        "business__owner", "business__region", "recap_group", "proposed_by"
    )


def _filtered(
    rows: QuerySet[Participation], asked: dict[str, str]
) -> QuerySet[Participation]:
    if asked["berdiri"]:
        rows = rows.filter(state__in=STANDING)
    for name, field in FILTERS.items():
        if asked[name]:
            rows = rows.filter(**{field: asked[name]})
    if asked["kelompok"] == UNKNOWN:
        rows = rows.filter(recap_group=None)
    elif asked["kelompok"]:
        rows = rows.filter(recap_group__code=asked["kelompok"])
    if asked["wilayah"] == UNKNOWN:
        rows = rows.filter(business__region=None)
    elif asked["wilayah"]:
        rows = rows.filter(business__region__code__startswith=asked["wilayah"])
    for word in asked["q"].split()[:5]:
        named = rows.filter(business__name__icontains=word)
        branded = rows.filter(business__brand__icontains=word)
        rows = named | branded | rows.filter(community__icontains=word)
    return rows.order_by("state", "reserve_rank", "pk")


def _columns(rows: QuerySet[Participation]) -> list[dict[str, Any]]:
    found = defaultdict(list)
    for each in rows.order_by("reserve_rank", "pk"):
        found[each.state].append(each)
    labels = {
        "applied": _("Applied"),
        "selected": _("Selected"),
        "reserve": _("Reserve, in order"),
        "confirmed": _("Confirmed"),
        "rejected": _("Not selected"),
    }
    columns = []
    for code, states in COLUMNS:
        inside = [each for state in states for each in found[state]]
        columns.append(
            {
                "code": code,
                "label": labels[code],
                "count": len(inside),
                "rows": inside[:MOST_IN_COLUMN],
                "more": max(len(inside) - MOST_IN_COLUMN, 0),
            }
        )
    return columns


def _offered(request: Request, exhibition: Exhibition, words: str) -> list[Business]:
    """Those of this name, and one more than are shown if there are more."""
    if not words:
        return []
    there = exhibition.participations.filter(business__isnull=False)
    seen = Business.objects.visible_to(request.user).matching(words, by=request.user)
    return list(
        seen.filter(status=Business.Status.ACTIVE)
        .exclude(pk__in=there.values("business"))
        .select_related("owner", "agency")
        .order_by("name", "pk")[: MOST_OFFERED + 1]
    )


@require_POST
def bring(request: Request, pk: int) -> HttpResponse:
    """Propose the chosen businesses through a channel."""
    exhibition = rights.exhibition_for(request, pk, rights.PROPOSE)
    channel = request.POST.get("channel", "")
    if channel not in CoachingRelation.Channel.values:
        channel = CoachingRelation.Channel.AGENCY
    keys = [rights.pk_of(each) for each in request.POST.getlist("business")]
    chosen = Business.objects.visible_to(request.user).filter(pk__in=filter(None, keys))
    for business in chosen.select_related("commodity_group__recap_group"):
        propose(exhibition, business, channel=channel, by=request.user)
    messages.success(request, _("%(count)d proposed.") % {"count": len(chosen)})
    return redirect("exhibitions:board", pk)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def add_community(request: Request, pk: int) -> HttpResponse:
    """Students or others without a business."""
    exhibition = rights.exhibition_for(request, pk, rights.PROPOSE)
    made = Participation(
        exhibition=exhibition,
        kind=Participation.Kind.STUDENTS,
        proposed_by=request.user.agency or exhibition.agency,
    )
    form = CommunityForm(request.POST or None, instance=made)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        form.save()
        messages.success(request, _("«%(what)s» is proposed.") % {"what": made})
        return redirect("exhibitions:participation", made.pk)
    context = {
        "exhibition": exhibition,
        "heading": _("Propose a community"),
        "form": form,
        "back": reverse("exhibitions:board", args=[pk]),
    }
    return render(request, "exhibitions/set_up.html", context)


@require_GET
def participation(request: Request, pk: int) -> HttpResponse:
    return _participation_page(request, rights.participation_for(request, pk))


def _participation_page(
    request: Request, each: Participation, form: DecisionForm | None = None
) -> HttpResponse:
    answers = answers_of(each)
    keeps = rights.keeps(request.user, each.exhibition)
    may_decide = (
        each.state in DECIDABLE
        and request.user.has_perm(rights.DECIDE)
        and rights.is_of_his_office(request.user, each.exhibition)
    )
    context = {
        **frame(each.exhibition, request.user, "board"),
        "participation": each,
        "answers": answers,
        "broken": broken(answers, hard=True),
        "rests": rests(each),
        "places": each.assignments.select_related("booth").order_by("days"),
        "form": form or DecisionForm(),
        "may_decide": may_decide,
        "ways_on": [(to, State(to).label) for to in NEXT.get(State(each.state), ())]
        if keeps
        else [],
        "own_link": address_of(each) if keeps and each.state in STANDING else "",
        "history": _history(each),
    }
    return render(request, "exhibitions/participation.html", context)


def _history(each: Participation) -> list[dict[str, Any]]:
    kept: Any = Participation
    events = kept.pgh_event_model.objects.filter(pgh_obj=each).order_by("-pgh_id")
    return [
        {
            "at": event.pgh_created_at,
            "state": event.get_state_display(),
            "reason": event.reason,
        }
        for event in events[:MOST_EVENTS]
    ]


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def needs(request: Request, pk: int) -> HttpResponse:
    each = rights.participation_for(request, pk, rights.LOOK_THROUGH)
    form = NeedsForm(request.POST or None, instance=each)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        form.save()
        messages.success(request, _("Saved."))
        return redirect("exhibitions:participation", pk)
    context = {
        "exhibition": each.exhibition,
        "heading": str(each),
        "form": form,
        "back": reverse("exhibitions:participation", args=[pk]),
    }
    return render(request, "exhibitions/set_up.html", context)


@refusing.shows_refusal
@require_POST
def decide_one(request: Request, pk: int) -> HttpResponse:
    each = rights.participation_for(request, pk, rights.DECIDE)
    form = DecisionForm(request.POST)
    if not form.is_valid() or refusing.holds_back(request, form):
        return _participation_page(request, each, form)
    asked = form.cleaned_data
    try:
        decide(
            each,
            asked["state"],
            reason=asked["reason"],
            exception=asked["exception"],
            by=request.user,
        )
    except ValidationError as error:
        if hasattr(
            error, "error_dict"
        ):  # of a field: beside it, and what was written stays
            form.add_error(None, error)
            return _participation_page(request, each, form)
        rights.say(request, error)
    else:
        messages.success(request, _("Decided."))
    return redirect("exhibitions:participation", pk)


@require_POST
def go_on_one(request: Request, pk: int) -> HttpResponse:
    """A step that is no decision; who withdraws makes room for the next reserve."""
    each = rights.participation_for(request, pk, rights.LOOK_THROUGH)
    to = request.POST.get("to", "")
    try:
        if to == State.WITHDRAWN:
            following = withdraw(each, by=request.user)
        elif to in State.values:
            following = None
            go_on(each, to, by=request.user)
        else:
            return redirect("exhibitions:participation", pk)
    except ValidationError as error:
        rights.say(request, error)
    else:
        messages.success(request, _("Noted."))
        if following:
            said = _("%(who)s is called up from the reserves.")
            messages.info(request, said % {"who": following})
    return redirect("exhibitions:participation", pk)
