from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.imports import approving, batches, preview, tasks
from apps.imports.forms import TOO_LARGE, UploadForm
from apps.imports.listing import PER_PAGE, page_of
from apps.imports.models import ImportBatch
from ikmportal import refusing

VIEW = "imports.view_importbatch"
WHOLE = "businesses.export_personal_data"


def batch_of(request: Request, pk: int) -> ImportBatch:
    visible = ImportBatch.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related(
            "agency", "created_by", "committed_by", "undone_by", "ready_by"
        ),
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
    return render(request, "imports/detail.html", _review(request, batch))


def _review(request: Request, batch: ImportBatch) -> dict[str, Any]:
    """What the page of the review shows: one tab, or one kind of finding."""
    tab, kind = request.GET.get("tampil", ""), request.GET.get("temuan", "")
    kind = kind if kind in batch.kinds else ""
    tab = tab if tab in preview.TABS and not kind else ""
    asked = {"tampil": tab, "temuan": kind}
    page = page_of(batch, tab, kind, request.GET.get("page"))
    may_save = request.user.has_perm(batches.MAY_COMMIT)
    return {
        "batch": batch,
        "tab": tab,
        "kind": kind,
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "tabs": preview.tabs(batch, None if kind else tab),
        "kinds": preview.kinds(batch, kind),
        "page": page,
        "place": asked | {"page": page.number},
        "rows": preview.shown(list(page), batch, request.user),
        "asked": preview.asked(batch),
        "earlier": batches.earlier_imports(batch).first(),
        "undecided": preview.undecided(batch),
        "may_fetch": batch.stored_as and may_fetch(request, batch),
        "may_save": may_save and batch.ready_by_id != request.user.pk,
        "may_open": may_save,
        "may_decide": request.user.has_perm(batches.MAY_UPLOAD),
    }


def may_fetch(request: Request, batch: ImportBatch) -> bool:
    """Who sent a list has it anyway; others need the right to whole numbers."""
    own = batch.created_by_id == request.user.pk
    return own or request.user.has_perm(WHOLE)


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
    try:
        with transaction.atomic():
            if approving.ask_to_commit(batch, request.user):
                tasks.commit_batch.defer(batch_id=batch.pk, user_id=request.user.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(batch)


@require_POST
def ready(request: Request, pk: int) -> HttpResponse:
    """Close the review, so that a second person may save it."""
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    approving.declare_ready(batch, request.user)
    return redirect(batch)


@require_POST
def open_again(request: Request, pk: int) -> HttpResponse:
    """Back to the review, instead of saving it."""
    need(request.user, VIEW, batches.MAY_COMMIT)
    batch = batch_of(request, pk)
    approving.open_again(batch)
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
