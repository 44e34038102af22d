"""How a list is read: looked at, said otherwise, remembered, and forgotten."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.imports import batches, tasks
from apps.imports.directions import Directions
from apps.imports.forms import ColumnForm
from apps.imports.memories import MappingMemory, SpellingMemory
from apps.imports.models import ImportBatch
from apps.imports.reading_again import directions_of, read_once_more, tell
from apps.imports.reading_forms import SheetForm
from apps.imports.views import VIEW, batch_of

PER_PAGE = 50
MEMORIES = {"susunan": MappingMemory, "ejaan": SpellingMemory}


@require_http_methods(["GET", "POST"])
def reading(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW)
    batch = batch_of(request, pk)
    if batch.is_under_way or batch.state == ImportBatch.State.FAILED:
        return redirect(batch)
    forms = sheet_forms(request, batch)
    if request.method == "POST":
        need(request.user, batches.MAY_UPLOAD)
        if all(form.is_valid() for form in forms):
            told = {form.sheet["name"]: form.directions() for form in forms}
            return _read_so(request, batch, told, "remember" in request.POST)
    open_yet = batch.state == ImportBatch.State.PLANNED and bool(batch.stored_as)
    may_say = open_yet and request.user.has_perm(batches.MAY_UPLOAD)
    context = {"batch": batch, "forms": forms, "may_say": may_say}
    return render(request, "imports/reading.html", context)


def sheet_forms(request: Request, batch: ImportBatch) -> list[SheetForm]:
    """A form for each sheet, in the order of the file."""
    tops = batch.opened_tops
    return [
        SheetForm(
            request.POST or None,
            prefix=f"s{place}",
            sheet=sheet,
            top=tops.get(sheet["name"], []),
        )
        for place, sheet in enumerate(batch.sheets)
    ]


def _read_so(
    request: Request, batch: ImportBatch, told: dict[str, Directions], remember: bool
) -> HttpResponse:
    try:
        with transaction.atomic():
            again = tell(batch, told, by=request.user, remember=remember)
            if again:
                tasks.read_batch.defer(batch_id=batch.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if not again:
            messages.success(request, _("The list stands as it was read."))
    return redirect(batch)


@require_POST
def plan_again(request: Request, pk: int) -> HttpResponse:
    """What becomes of the rows of a corrected list, without waiting until it is saved."""
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    with transaction.atomic():
        if read_once_more(batch):
            tasks.read_batch.defer(batch_id=batch.pk)
    return redirect(batch)


@require_POST
def column(request: Request, pk: int) -> HttpResponse:
    """What a doubtful column tells: products or groups. Asked once per kind of list."""
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    form = ColumnForm(request.POST)
    if not form.is_valid() or form.cleaned_data["sheet"] >= len(batch.sheets):
        messages.error(request, _("This column was not understood."))
        return redirect(batch)
    sent = form.cleaned_data
    name = batch.sheets[sent["sheet"]]["name"]
    told = directions_of(batch)[name].with_column(sent["letter"], sent["field"])
    return _read_so(request, batch, {name: told}, remember=True)


@require_GET
def memory(request: Request) -> HttpResponse:
    """What the agency has decided about lists before."""
    need(request.user, VIEW)
    readings = MappingMemory.objects.visible_to(request.user)
    spellings = SpellingMemory.objects.visible_to(request.user)
    number = request.GET.get("page")
    known = spellings.select_related("agency", "remembered_by")
    context = {
        "readings": readings.select_related("agency", "remembered_by")[:PER_PAGE],
        "page": Paginator(known, PER_PAGE).get_page(number),
        "may_forget": request.user.has_perm(batches.MAY_UPLOAD),
    }
    return render(request, "imports/memory.html", context)


@require_POST
def forget(request: Request, kind: str, pk: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    if kind not in MEMORIES:
        raise Http404
    known: Any = MEMORIES[kind]
    get_object_or_404(known.objects.visible_to(request.user), pk=pk).delete()
    messages.success(request, _("Forgotten: lists are asked about anew."))
    return redirect("imports:memory")
