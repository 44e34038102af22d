"""Many businesses changed at once: asked, shown row by row, then done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.businesses.bulk import BulkPlan, change_many, chosen, plan_change
from apps.businesses.bulk_forms import BulkForm
from apps.businesses.models import Business

CHANGE = "businesses.change_business"
MOST_SHOWN = 100


def ask(request: HttpRequest, ids: list[int]) -> HttpResponse:
    """The first page, for the businesses that were ticked in the list."""
    initial = {"ids": ",".join(map(str, ids))}
    form = BulkForm(initial=initial, user=request.user)
    return render(request, "businesses/bulk.html", {"form": form, "count": len(ids)})


@require_POST
def change(request: Request) -> HttpResponse:
    need(request.user, CHANGE)
    form = BulkForm(request.POST, user=request.user)
    if not form.is_valid():
        count = len(form.cleaned_data.get("ids") or [])
        return render(request, "businesses/bulk.html", {"form": form, "count": count})
    ids, values = form.cleaned_data["ids"], form.values
    seen_at = form.cleaned_data["seen_at"]
    if request.POST.get("deed") == "apply" and seen_at:  # nothing unseen is changed
        plan = change_many(ids, values, by=request.user, seen_at=seen_at)
        _tell(request, plan)
        return redirect("admin:businesses_business_changelist")
    plan = plan_change(chosen(ids, request.user), values)
    context = {
        "form": form,
        "plan": plan,
        "changes": [_shown(each) for each in plan.changes[:MOST_SHOWN]],
        "more": max(0, len(plan.changes) - MOST_SHOWN),
        "left": len(ids) - len(plan.changes) - len(plan.same) - len(plan.refused),
        "seen_at": timezone.now().isoformat(),
    }
    return render(request, "businesses/bulk_preview.html", context)


def _shown(change: Any) -> tuple[Business, list[tuple[str, str, str]]]:
    words = [
        (_label(name), _word(name, old), _word(name, new))
        for name, old, new in change.fields
    ]
    return change.business, words


def _label(name: str) -> str:
    return str(Business._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _word(name: str, value: Any) -> str:
    choices = dict(Business._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return str(choices.get(value, value)) if value else "–"


def _tell(request: Request, plan: BulkPlan) -> None:
    changed = len(plan.changes)
    text = ngettext("%(count)d changed.", "%(count)d changed.", changed)
    messages.success(request, text % {"count": changed})
    if plan.newer:
        names = ", ".join(str(each) for each in plan.newer[:10])
        text = _("Changed by somebody meanwhile, and left as they are: %(names)s.")
        messages.warning(request, text % {"names": names})
    for refusal in plan.refused[:10]:
        messages.warning(request, f"{refusal.business}: {refusal.reason}")
