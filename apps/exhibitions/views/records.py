"""What an exhibition prints and issues: papers, the record of its selection, certificates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from apps.accounts.http import Request
from apps.documents.forms import SignedByForm
from apps.documents.rights import ISSUE
from apps.documents.rights import VIEW as SEE_PAPERS
from apps.exhibitions import rights, tasks
from apps.exhibitions.models import Exhibition
from apps.exhibitions.papers import papers_for
from apps.exhibitions.records import (
    certificates_of,
    certified,
    is_over,
    record_of,
    write_record,
)
from apps.exhibitions.tabs import frame


@require_GET
def records(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk)
    keeps = rights.keeps(request.user, exhibition)
    issued = certificates_of(exhibition)
    context = {
        **frame(exhibition, request.user, "records"),
        "papers": papers_for(exhibition, keeps=keeps),
        "record": record_of(exhibition),
        "rows": [(each, issued.get(each.pk)) for each in certified(exhibition)],
        "is_over": is_over(exhibition),
        "form": SignedByForm(agency=exhibition.agency),
        "may_issue": request.user.has_perm(ISSUE)
        and rights.is_of_his_office(request.user, exhibition),
        "may_open": request.user.has_perm(SEE_PAPERS),
        "writing": "menulis" in request.GET,
        **_progress(exhibition),
    }
    return render(request, "exhibitions/records.html", context)


def _progress(exhibition: Exhibition) -> dict[str, Any]:
    return {
        "written": len(certificates_of(exhibition)),
        "wanted": certified(exhibition).count(),
    }


@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    """How far the certificates are; asked by the page while they are written."""
    exhibition = rights.exhibition_for(request, pk)
    found = _progress(exhibition)
    if request.htmx and found["written"] >= found["wanted"]:
        return HttpResponseClientRefresh()
    context = {"exhibition": exhibition, **found}
    return render(request, "exhibitions/_writing.html", context)


@require_POST
def issue_record(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, ISSUE)
    form = SignedByForm(request.POST, agency=exhibition.agency)
    if not form.is_valid():
        messages.warning(request, _("Choose who signs it."))
        return redirect("exhibitions:records", pk)
    try:
        document = write_record(
            exhibition, signatory=form.cleaned_data["signatory"], by=request.user
        )
    except ValidationError as error:
        rights.say(request, error)
        return redirect("exhibitions:records", pk)
    messages.success(request, _("%(document)s is issued.") % {"document": document})
    return redirect("exhibitions:records", pk)


@require_POST
def issue_certificates(request: Request, pk: int) -> HttpResponse:
    """Let the worker issue the certificates that are missing."""
    exhibition = rights.exhibition_for(request, pk, ISSUE)
    form = SignedByForm(request.POST, agency=exhibition.agency)
    if not form.is_valid() or not is_over(exhibition):
        messages.warning(
            request,
            _("Certificates are issued from the last day on, by who signs them."),
        )
        return redirect("exhibitions:records", pk)
    tasks.certify.defer(
        exhibition_id=exhibition.pk,
        signatory_id=form.cleaned_data["signatory"].pk,
        user_id=request.user.pk,
    )
    response: Any = redirect("exhibitions:records", pk)
    response["Location"] += "?menulis=1"
    return response
