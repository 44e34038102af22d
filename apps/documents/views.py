from typing import Any

from csp.decorators import csp_exempt
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.documents import letters, lists
from apps.documents.editable import letter_docx
from apps.documents.forms import LetterForm, RevocationForm
from apps.documents.issuing import revoke
from apps.documents.models import Document, Letter
from apps.documents.printing import render_pdf
from apps.documents.rights import ISSUE, REVOKE, VIEW, WRITE, need
from apps.documents.seals import is_unbroken
from apps.documents.wording import blocks, lines
from ikmportal import refusing

PER_PAGE = 25
# A browser's PDF viewer is a page of its own, which the policy on our pages would stop.
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _letter(request: Request, pk: int) -> Letter:
    visible = Letter.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related(
            "agency", "signatory", "written_by", "document", "replaces"
        ),
        pk=pk,
    )


def _draft(request: Request, pk: int) -> Letter:
    drafts = Letter.objects.visible_to(request.user).drafts()
    return get_object_or_404(
        drafts.select_related("agency", "signatory", "replaces"), pk=pk
    )


def _document(request: Request, pk: int) -> Document:
    visible = Document.objects.visible_to(request.user)
    related = ("agency", "issued_by", "revoked_by", "replaces", "replaced_by", "letter")
    return get_object_or_404(visible.select_related(*related), pk=pk)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    shown = "inline" if kind == PDF else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _say(request: Request, error: ValidationError) -> None:
    messages.error(request, " ".join(error.messages))


@require_GET
def letter_list(request: Request) -> HttpResponse:
    need(request, VIEW)
    tab = request.GET.get("tampil", "")
    visible = Letter.objects.visible_to(request.user)
    rows = lists.letters_of(visible, tab)
    context = {
        "page": Paginator(rows, per_page=PER_PAGE).get_page(request.GET.get("page")),
        "tabs": lists.tabs(visible, tab),
        "query": f"tampil={tab}" if tab in lists.TABS else "",
        "may_write": request.user.has_perm(WRITE),
    }
    return render(request, "documents/list.html", context)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def write(request: Request) -> HttpResponse:
    need(request, VIEW, WRITE)
    letter = Letter(written_by=request.user)
    form = LetterForm(request.POST or None, instance=letter, user=request.user)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        form.save()
        messages.success(request, _("The draft is saved."))
        return redirect(letter)
    return render(request, "documents/write.html", {"form": form})


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW, WRITE)
    letter = _draft(request, pk)
    form = LetterForm(request.POST or None, instance=letter, user=request.user)
    valid = request.method == "POST" and form.is_valid()
    if valid and not refusing.holds_back(request, form):
        form.save()
        messages.success(request, _("The draft is saved."))
        return redirect(letter)
    return render(request, "documents/write.html", {"form": form, "letter": letter})


@require_GET
def letter(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW)
    letter = _letter(request, pk)
    if letter.document:
        return redirect(letter.document)
    context = {
        "letter": letter,
        "recipient": lines(letter.recipient),
        "body": blocks(letter.body),
        "copies": lines(letter.copies),
        "may_write": request.user.has_perm(WRITE),
        "may_issue": request.user.has_perm(ISSUE),
    }
    return render(request, "documents/letter.html", context)


@require_GET
@csp_exempt()  # type: ignore[arg-type]
def preview(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW)
    draft = _draft(request, pk)
    return _file(letters.preview_pdf(draft), PDF, f"konsep-{draft.pk}.pdf")


@require_GET
def docx(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW)
    letter = _letter(request, pk)
    name = letter.document.file_name if letter.document else f"konsep-{letter.pk}"
    return _file(letter_docx(letter), DOCX, f"{name}.docx")


@require_http_methods(["GET", "POST"])
def issue(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW, ISSUE)
    letter = _letter(request, pk)
    if letter.document:
        return redirect(letter.document)
    try:
        if request.method != "POST":
            letters.would_issue_alone(letter, by=request.user)
            return render(request, "documents/issue.html", {"letter": letter})
        document = letters.issue_letter(letter, by=request.user)
    except ValidationError as error:
        _say(request, error)
        return redirect(letter)
    messages.success(request, _("%(document)s is issued.") % {"document": document})
    return redirect(document)


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW, WRITE)
    draft = _draft(request, pk)
    draft.delete()
    messages.success(request, _("The draft «%(draft)s» is deleted.") % {"draft": draft})
    return redirect("documents:letters")


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW)
    document = _document(request, pk)
    context: dict[str, Any] = {
        "document": document,
        "letter": getattr(document, "letter", None),
        "replaced_by": getattr(document, "replaced_by", None),
        "unbroken": is_unbroken(document),
        "public_url": reverse("public:check", args=[document.verify_code]),
        "may_write": request.user.has_perm(WRITE),
        "may_revoke": request.user.has_perm(REVOKE),
    }
    return render(request, "documents/detail.html", context)


@require_GET
@csp_exempt()  # type: ignore[arg-type]
def pdf(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW)
    document = _document(request, pk)
    return _file(render_pdf(document), PDF, f"{document.file_name}.pdf")


@require_http_methods(["GET", "POST"])
def revocation(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW, REVOKE)
    document = _document(request, pk)
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke(document, **form.cleaned_data, by=request.user)
            messages.success(
                request, _("%(document)s is revoked.") % {"document": document}
            )
        except ValidationError as error:
            _say(request, error)
        return redirect(document)
    return render(
        request, "documents/revoke.html", {"document": document, "form": form}
    )


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    need(request, VIEW, WRITE)
    letters_only = Document.objects.visible_to(request.user).exclude(letter=None)
    document = get_object_or_404(letters_only, pk=pk)
    try:
        draft = letters.correct(document, by=request.user)
    except ValidationError as error:
        _say(request, error)
        return redirect(document)
    messages.info(
        request,
        _("Correct the words. When this draft is issued, it replaces %(document)s.")
        % {"document": document},
    )
    return redirect("documents:edit", pk=draft.pk)
