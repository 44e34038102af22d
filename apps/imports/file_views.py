"""Files that an import hands out: the list as it came, its refused rows, and an empty one."""

import hashlib
import io
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import record_access
from apps.accounts.http import Request
from apps.accounts.models import AccessRecord
from apps.accounts.refusals import need
from apps.imports import batches, files
from apps.imports.blank_list import blank_list
from apps.imports.forms import agencies_of
from apps.imports.models import ImportBatch
from apps.imports.refused_rows import refused_as_xlsx
from apps.imports.views import VIEW, WHOLE, batch_of, may_fetch


@require_POST
def original(request: Request, pk: int) -> HttpResponse | FileResponse:
    """The list as it came: for who sent it, or who may export whole numbers."""
    need(request.user, VIEW)
    batch = batch_of(request, pk)
    if not may_fetch(request, batch):
        need(request.user, WHOLE)
    try:
        content = files.load(batch.stored_as)
    except FileNotFoundError:
        messages.error(request, _("The list is no longer kept."))
        return redirect(batch)
    _write_down(request, batch, content, _("The list of an import as it came"))
    return _download(content, batch.file_name)


@require_POST
def refused(request: Request, pk: int) -> HttpResponse | FileResponse:
    """The refused rows as a file: for who sent the list, or who may export whole numbers."""
    need(request.user, VIEW, batches.MAY_UPLOAD)
    batch = batch_of(request, pk)
    if not may_fetch(request, batch):
        need(request.user, WHOLE)
    try:
        content = refused_as_xlsx(batch)
        why = _("Rows that an import refused, to be put right")
        _write_down(request, batch, content, why)
    except FileNotFoundError:
        messages.error(request, _("The list is no longer kept."))
        return redirect(batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(batch)
    name = f"{Path(batch.file_name).stem} ({_('refused')}).xlsx"
    return _download(content, name)


@require_GET
def blank(request: Request) -> FileResponse:
    """An empty list with the areas and groups of an agency to choose from."""
    need(request.user, VIEW, batches.MAY_UPLOAD)
    agencies = agencies_of(request.user)
    asked = request.GET.get("agency", "")
    agency = agencies.filter(pk=asked).first() if asked.isdecimal() else None
    agency = agency or request.user.agency or agencies.first()
    name = _("Blank list of small industries")
    return _download(blank_list(agency), f"{name}.xlsx")


def _write_down(request: Request, batch: ImportBatch, content: bytes, why: str) -> None:
    record_access(
        AccessRecord.Kind.EXPORT,
        ImportBatch,
        [batch.pk],
        by=request.user,
        agency=batch.agency,
        reason=AccessRecord.Reason.OTHER,
        explanation=why,
        request=request,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _download(content: bytes, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)
