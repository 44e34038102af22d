import hashlib
import io
from pathlib import Path
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from apps.accounts.access import record_access
from apps.accounts.http import Request
from apps.accounts.models import AccessRecord
from apps.accounts.refusals import need
from apps.imports import batches, correcting, preview, tasks
from apps.imports.forms import TOO_LARGE, CorrectionForm, DecisionForm, UploadForm
from apps.imports.models import ImportBatch, ImportRow
from apps.imports.refused_rows import refused_as_xlsx
from ikmportal import refusing

PER_PAGE = 25
VIEW = "imports.view_importbatch"
WHOLE = "businesses.export_personal_data"


def batch_of(request: Request, pk: int) -> ImportBatch:
    visible = ImportBatch.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("agency", "created_by", "committed_by", "undone_by"),
        pk=pk,
    )


@require_GET
def batch_list(request: Request) -> HttpResponse:
    need(request.user, VIEW)
    visible = ImportBatch.objects.visible_to(request.user).select_related(
        "agency", "created_by"
    )
    page = Paginator(visible, per_page=PER_PAGE).get_page(request.GET.get("page"))
    may_upload = request.user.has_perm(batches.MAY_UPLOAD)
    return render(
        request, "imports/list.html", {"page": page, "may_upload": may_upload}
    )


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if refusal := refusing.reason(request):
        form.add_error(None, refusal)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        with transaction.atomic():
            batch = batches.receive(
                sent["file"].read(),
                name=sent["file"].name,
                agency=sent["agency"],
                by=request.user,
                year=sent["year"],
            )
            tasks.read_batch.defer(batch_id=batch.pk)
        return redirect(batch)
    status = 413 if form.has_error("file", TOO_LARGE) else 200
    return render(request, "imports/upload.html", {"form": form}, status=status)


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW)
    batch = batch_of(request, pk)
    if batch.is_under_way:
        return render(request, "imports/progress.html", {"batch": batch})
    if batch.state == ImportBatch.State.FAILED:
        may_decide = request.user.has_perm(batches.MAY_UPLOAD)
        context = {"batch": batch, "may_decide": may_decide}
        return render(request, "imports/failed.html", context)
    tab = request.GET.get("tampil", "")
    tab = tab if tab in preview.TABS else ""
    rows = preview.rows_of(batch, tab)
    page = Paginator(rows, per_page=PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "tab": tab,
        "query": f"tampil={tab}" if tab else "",
        "tabs": preview.tabs(batch, tab),
        "page": page,
        "rows": preview.shown(list(page), batch, request.user),
        "earlier": batches.earlier_imports(batch).first(),
        "undecided": preview.undecided(batch),
        "may_fetch": batch.stored_as and may_fetch(request, batch),
        "may_save": request.user.has_perm(batches.MAY_COMMIT),
        "may_decide": request.user.has_perm(batches.MAY_UPLOAD),
    }
    return render(request, "imports/detail.html", context)


@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW)
    batch = batch_of(request, pk)
    if not batch.is_under_way and request.htmx:
        return HttpResponseClientRefresh()
    if not batch.is_under_way:
        return redirect(batch)
    return render(request, "imports/_progress.html", {"batch": batch})


@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_COMMIT)
    batch = batch_of(request, pk)
    with transaction.atomic():
        if batches.ask_to_commit(batch):
            tasks.commit_batch.defer(batch_id=batch.pk, user_id=request.user.pk)
    return redirect(batch)


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    try:
        with transaction.atomic():
            if batches.try_again(batch):
                tasks.read_batch.defer(batch_id=batch.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(batch)


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    try:
        batches.discard(batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(batch)
    messages.success(request, _("%(file)s was discarded.") % {"file": batch})
    return redirect("imports:list")


@require_POST
def decide(request: Request, pk: int, position: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    row = get_object_or_404(
        ImportRow.objects.visible_to(request.user), batch=batch, position=position
    )
    form = DecisionForm(request.POST, row=row)
    if batch.state != ImportBatch.State.PLANNED:
        messages.error(request, _("This import is no longer open to decisions."))
    elif form.is_valid():
        batches.decide(row, *form.cleaned_data["choice"])
        messages.success(request, _("Row %(row)d: decided.") % {"row": row.row})
    else:
        messages.error(request, _("Choose what this row is."))
    return redirect(
        f"{reverse('imports:detail', args=[pk])}?tampil=decide#baris-{position}"
    )


@require_POST
def correct(request: Request, pk: int, position: int) -> HttpResponse:
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    row = get_object_or_404(
        ImportRow.objects.visible_to(request.user), batch=batch, position=position
    )
    form = CorrectionForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(
                [str(e) for each in form.errors.values() for e in each]
            )
        sent = form.cleaned_data
        count = correcting.correct(
            batch,
            position,
            sent["letter"],
            sent["text"],
            everywhere=sent["everywhere"],
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
    query = urlencode(
        {key: value for key in ("tampil", "page") if (value := request.POST.get(key))}
    )
    return redirect(f"{reverse('imports:detail', args=[pk])}?{query}#baris-{position}")


def may_fetch(request: Request, batch: ImportBatch) -> bool:
    """Who sent a list has it anyway; others need the right to whole numbers."""
    own = batch.created_by_id == request.user.pk
    return own or request.user.has_perm(WHOLE)


@require_POST
def refused(request: Request, pk: int) -> HttpResponse | FileResponse:
    """The refused rows as a file: for who sent the list, or who may export whole numbers."""
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    if not may_fetch(request, batch):
        need(request.user, WHOLE)
    try:
        content = refused_as_xlsx(batch)
        record_access(
            AccessRecord.Kind.EXPORT,
            ImportBatch,
            [batch.pk],
            by=request.user,
            agency=batch.agency,
            reason=AccessRecord.Reason.OTHER,
            explanation=_("Rows that an import refused, to be put right"),
            request=request,
            sha256=hashlib.sha256(content).hexdigest(),
        )
    except FileNotFoundError:
        messages.error(request, _("The list is no longer kept."))
        return redirect(batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(batch)
    name = f"{Path(batch.file_name).stem} ({_('refused')}).xlsx"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)
