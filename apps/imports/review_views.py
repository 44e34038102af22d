"""The rows of an import, put right and decided on: one by one, or many at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.imports import batches, correcting, deciding
from apps.imports.forms import AllForm, CorrectionForm, DecisionForm
from apps.imports.models import ImportBatch, ImportRow
from apps.imports.views import VIEW, batch_of


def row_of(request: Request, batch: ImportBatch, position: int) -> ImportRow:
    rows = ImportRow.objects.visible_to(request.user)
    return get_object_or_404(rows, batch=batch, position=position)


def back(request: Request, pk: int, position: int | None = None) -> HttpResponse:
    """To the tab and page that the form stood on, and to its row."""
    kept = ("tampil", "temuan", "page")
    query = urlencode({key: value for key in kept if (value := request.POST.get(key))})
    place = "" if position is None else f"#baris-{position}"
    url = reverse("imports:detail", args=[pk])
    return redirect(f"{url}{'?' if query else ''}{query}{place}")


@require_POST
def decide(request: Request, pk: int, position: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    row = row_of(request, batch, position)
    form = DecisionForm(request.POST, row=row)
    try:
        if not form.is_valid():
            raise ValidationError(form.problems)
        choice, target = form.cleaned_data["choice"]
        deciding.decide(batch, position, choice, target, seen=form.cleaned_data["seen"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = _("Row %(row)d: decided.") if choice else _("Row %(row)d: open again.")
        messages.success(request, text % {"row": row.row})
    return back(request, pk, position)


@require_POST
def decide_all(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    form = AllForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(form.problems)
        sent = form.cleaned_data
        if sent["choice"]:
            count = deciding.decide_all(batch, sent["choice"], sent["percent"] / 100)
        else:
            count = deciding.undecide_all(batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext(
            "%(count)d row was decided.", "%(count)d rows were decided.", count
        )
        if not sent["choice"]:
            text = ngettext(
                "%(count)d row is open again.", "%(count)d rows are open again.", count
            )
        messages.success(request, text % {"count": count})
    return back(request, pk)


@require_POST
def correct(request: Request, pk: int, position: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    row = row_of(request, batch, position)
    form = CorrectionForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(form.problems)
        sent = form.cleaned_data
        count = correcting.correct(
            batch,
            correcting.Correction(position, sent["letter"], sent["text"]),
            everywhere=sent["everywhere"],
            seen=sent["seen"],
            remembered_by=request.user if sent["remember"] else None,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext(
            "Row %(row)d: %(count)d cell was put right.",
            "Row %(row)d and others: %(count)d cells were put right.",
            count,
        )
        messages.success(request, text % {"row": row.row, "count": count})
    return back(request, pk, position)
