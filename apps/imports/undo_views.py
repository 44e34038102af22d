"""Taking a saved import back: first what that would do, then the deed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from apps.accounts.changes import authors_of
from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.businesses.models import Business, Person
from apps.imports import batches, tasks
from apps.imports.models import ImportBatch
from apps.imports.taking_back import Stays, TakingBack, names_of
from apps.imports.undo import ask_to_undo, plan_undo
from apps.imports.views import VIEW, batch_of

PER_PAGE = 50


@dataclass(frozen=True)
class ShownStays:
    """Something that stays: what it is, which fields, who touched it and when, or what leans on it."""

    kind: str
    name: str
    url: str
    fields: str
    who: str
    at: datetime | None
    leaning: str


@require_http_methods(["GET", "POST"])
def undo(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_COMMIT)
    batch = batch_of(request, pk)
    if request.method == "POST":
        with transaction.atomic():
            if ask_to_undo(batch):
                tasks.undo_batch.defer(batch_id=batch.pk, user_id=request.user.pk)
        return redirect(batch)
    if batch.state != ImportBatch.State.COMMITTED:
        return redirect(batch)
    try:
        plan = plan_undo(batch)
    except ValidationError as error:
        context = {"batch": batch, "refusal": " ".join(error.messages)}
        return render(request, "imports/undo.html", context)
    context = {"batch": batch, "plan": plan, "removed": removed(plan)}
    context |= changed_and_kept(request, plan)
    return render(request, "imports/undo.html", context)


def removed(plan: TakingBack) -> list[tuple[str, int]]:
    """How many records of each kind would go, people and businesses first."""
    first = [Business, Person]
    kinds = sorted(
        (model for model, keys in plan.remove.items() if keys),
        key=lambda model: (model not in first, str(model._meta.verbose_name)),
    )
    return [
        (str(model._meta.verbose_name_plural), len(plan.remove[model]))
        for model in kinds
    ]


def changed_and_kept(request: Request, plan: TakingBack) -> dict[str, Any]:
    page = Paginator(plan.stays, PER_PAGE).get_page(request.GET.get("page"))
    authors = authors_of([each.event for each in page if each.event])
    changed = [
        (str(trace.model._meta.verbose_name), str(trace.row), ", ".join(names))
        for trace, columns in plan.put_back[:PER_PAGE]
        if (names := names_of(trace, columns))
    ]
    return {
        "changed": changed,
        "changed_in_all": len(plan.put_back) + len(plan.restore),
        "page": page,
        "stays": [_shown(each, authors) for each in page],
    }


def _shown(stays: Stays, authors: dict[int, str]) -> ShownStays:
    meta = stays.row._meta
    try:
        url = reverse(
            f"admin:{meta.app_label}_{meta.model_name}_change", args=[stays.row.pk]
        )
    except NoReverseMatch:  # a part of another record
        url = ""
    return ShownStays(
        kind=str(meta.verbose_name),
        name=str(stays.row),
        url=url,
        fields=", ".join(stays.fields),
        who=authors.get(stays.event.pgh_id, "") if stays.event else "",
        at=stays.event.pgh_created_at if stays.event else None,
        leaning=stays.leaning,
    )
