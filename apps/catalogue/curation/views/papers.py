"""What a closed round issues: its record, a letter for each product, messages to the makers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from apps.accounts.http import Request
from apps.catalogue.curation import rights, tasks
from apps.catalogue.curation.letters import answered, letters_of, write_to_makers
from apps.catalogue.curation.records import record_of, write_record
from apps.catalogue.curation.tabs import frame
from apps.catalogue.models import CurationRound
from apps.documents.forms import SignedByForm
from apps.documents.rights import ISSUE
from apps.documents.rights import VIEW as SEE_PAPERS
from apps.outbox.models import Occasion
from apps.outbox.rights import DRAFT

State = CurationRound.State


@require_GET
def papers(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk)
    letters = letters_of(round_)
    visible = answered(round_).visible_to(request.user)
    context = frame(round_, request.user, "papers") | {
        "is_closed": round_.state == State.CLOSED,
        "record": record_of(round_),
        "rows": [(each, letters.get(each.pk)) for each in visible],
        "occasions": Occasion.objects.visible_to(request.user)
        .filter(agency=round_.agency, code__startswith=f"kurasi-{round_.pk}-")
        .with_counts(request.user),
        "form": SignedByForm(agency=round_.agency),
        "may_issue": request.user.has_perm(ISSUE),
        "may_open": request.user.has_perm(SEE_PAPERS),
        "may_write": request.user.has_perm(DRAFT),
        "writing": "menulis" in request.GET,
        **_progress(round_),
    }
    return render(request, "catalogue/curation/papers.html", context)


def _progress(round_: CurationRound) -> dict[str, Any]:
    return {"written": len(letters_of(round_)), "wanted": answered(round_).count()}


@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    """How far the letters are; asked by the page while they are written."""
    round_ = rights.round_for(request, pk)
    found = _progress(round_)
    if request.htmx and found["written"] >= found["wanted"]:
        return HttpResponseClientRefresh()
    context = {"round": round_, **found}
    return render(request, "catalogue/curation/_writing.html", context)


@require_POST
def issue_record(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk, ISSUE)
    form = SignedByForm(request.POST, agency=round_.agency)
    if not form.is_valid():
        messages.warning(request, _("Choose who signs it."))
        return redirect("curation:papers", pk)
    try:
        signatory = form.cleaned_data["signatory"]
        document = write_record(round_, signatory=signatory, by=request.user)
    except ValidationError as error:
        rights.say(request, error)
        return redirect("curation:papers", pk)
    messages.success(request, _("%(document)s is issued.") % {"document": document})
    return redirect(document)


@require_POST
def issue_letters(request: Request, pk: int) -> HttpResponse:
    """Let the worker issue the letters that are missing."""
    round_ = rights.round_for(request, pk, ISSUE)
    form = SignedByForm(request.POST, agency=round_.agency)
    if round_.state != State.CLOSED or not form.is_valid():
        messages.warning(request, _("Close the curation and choose who signs."))
        return redirect("curation:papers", pk)
    signatory = form.cleaned_data["signatory"]
    tasks.write_feedback.defer(
        round_id=round_.pk, signatory_id=signatory.pk, user_id=request.user.pk
    )
    response: Any = redirect("curation:papers", pk)
    response["Location"] += "?menulis=1"
    return response


@require_POST
def write(request: Request, pk: int) -> HttpResponse:
    """Draft the messages; whoever may reads, approves and sends them."""
    round_ = rights.round_for(request, pk, DRAFT)
    try:
        drafted = write_to_makers(round_, by=request.user)
    except ValidationError as error:
        rights.say(request, error)
        return redirect("curation:papers", pk)
    count = sum(new for _occasion, new in drafted)
    text = ngettext(
        "%(count)d message is drafted. Nothing leaves before somebody approves it.",
        "%(count)d messages are drafted. Nothing leaves before somebody approves them.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("curation:papers", pk)
