"""The queue of possible doubles: put to an officer, decided, merged, taken apart again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.changes import shown
from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.businesses.doubles import AGAINST, EVIDENCE, in_words, keep_apart
from apps.businesses.merging import choices_between, merge, preview, take_apart
from apps.businesses.models import DuplicateCandidate, Merge

VIEW = "businesses.view_duplicatecandidate"
DECIDE = "businesses.change_duplicatecandidate"
MERGE = "businesses.merge_business"
PER_PAGE = 25


@require_GET
def queue(request: Request) -> HttpResponse:
    need(request.user, VIEW)
    waiting = DuplicateCandidate.objects.kept_by(request.user).waiting()
    rows = waiting.select_related(
        *("first_business__owner", "first_business__region"),
        *("second_business__owner", "second_business__region"),
        *("first_person", "second_person"),
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))
    merges = Merge.objects.visible_to(request.user).select_related("merged_by")[:10]
    context = {"page": page, "merges": merges}
    pairs = [(pair, words_of(pair), words_against(pair)) for pair in page]
    return render(request, "businesses/doubles.html", context | {"pairs": pairs})


def words_of(pair: DuplicateCandidate) -> list[str]:
    """What agrees, in words."""
    return in_words(EVIDENCE, pair.evidence.get("agrees", []))


def words_against(pair: DuplicateCandidate) -> list[str]:
    """What speaks against it, in words."""
    return in_words(AGAINST, pair.evidence.get("against", []))


@require_http_methods(["GET", "POST"])
def decide(request: Request, pk: int) -> HttpResponse:
    """Two records side by side: which field from which, what moves; or «not the same»."""
    need(request.user, VIEW, DECIDE)
    kept = DuplicateCandidate.objects.kept_by(request.user).waiting()
    pair = get_object_or_404(kept, pk=pk)
    first: Any = pair.first_business or pair.first_person
    second: Any = pair.second_business or pair.second_person
    swapped = (request.POST or request.GET).get("tetap") == "kedua"
    if swapped:
        first, second = second, first
    if request.method == "POST":
        return _decided(request, pair, first, second)
    context = {
        "pair": pair,
        "swapped": swapped,
        "first": first,
        "second": second,
        "words": words_of(pair),
        "against": words_against(pair),
        "fields": [
            (
                column,
                shown(column, getattr(first, column.attname)),
                shown(column, getattr(second, column.attname)),
            )
            for column in choices_between(first, second)
        ],
        "preview": preview(first, second),
        "may_merge": request.user.has_perm(MERGE),
    }
    return render(request, "businesses/double.html", context)


def _decided(
    request: Request, pair: DuplicateCandidate, first: Any, second: Any
) -> HttpResponse:
    reason = request.POST.get("reason", "")[:300]
    if request.POST.get("deed") == "different":
        keep_apart([pair], by=request.user, reason=reason)
        messages.success(request, _("Noted: they are not the same."))
        return redirect("businesses:doubles")
    need(request.user, MERGE)
    fields = {column.name for column in choices_between(first, second)}
    choices = {
        name: request.POST[f"take_{name}"]
        for name in fields
        if request.POST.get(f"take_{name}") in {"kept", "absorbed"}
    }
    try:
        merge(
            *(first, second),
            choices=choices,
            by=request.user,
            reason=reason,
            candidate=pair,
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _("Merged into %(record)s. It can be taken apart.") % {"record": first},
        )
    return redirect("businesses:doubles")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    need(request.user, MERGE)
    merged = get_object_or_404(Merge.objects.visible_to(request.user), pk=pk)
    try:
        stays = take_apart(merged, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Taken apart: both records stand again."))
        if stays:
            text = _("Changed by somebody since, and left as it is: %(fields)s.")
            messages.warning(request, text % {"fields": ", ".join(stays)})
    return redirect("businesses:doubles")
