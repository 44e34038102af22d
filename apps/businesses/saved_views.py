"""Saving the filters of a list, and forgetting them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.businesses.forms import SavedFilterForm
from apps.businesses.models import SavedFilter
from apps.businesses.saved import LISTS, save_filter


@require_POST
def save(request: Request) -> HttpResponse:
    form = SavedFilterForm(request.POST)
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.warning(
                request, f"{label}: {' '.join(map(str, errors))}".lstrip(": ")
            )
        return redirect(_back(request))
    typed = form.cleaned_data
    need(request.user, typed["list_name"].replace(".", ".view_"))
    try:
        kept = save_filter(by=request.user, **typed)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(_back(request))
    messages.success(request, _("Saved: «%(name)s».") % {"name": kept.name})
    return redirect(f"{reverse(LISTS[kept.list_name])}?{kept.query}")


@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    """One's own alone: what a colleague shares stays his."""
    saved = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    saved.delete()
    messages.success(request, _("No longer saved: «%(name)s».") % {"name": saved.name})
    return redirect(LISTS[saved.list_name])


def _back(request: Request) -> str:
    name = request.POST.get("list_name", "")
    return reverse(LISTS.get(name, "admin:index"))
