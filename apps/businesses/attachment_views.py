"""Files of a business: attached, opened, taken away. A copy of an identity card asks why."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.access import record_access
from apps.accounts.forms import ReasonForm
from apps.accounts.http import Request
from apps.accounts.models import AccessRecord
from apps.accounts.refusals import need
from apps.businesses.attachments import FILES, PDF, attach, remove
from apps.businesses.models import Attachment, Business, Person

VIEW, ADD = "businesses.view_attachment", "businesses.add_attachment"
DELETE, REVEAL = "businesses.delete_attachment", "businesses.reveal_nik"


class AttachmentForm(forms.ModelForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A photo (JPEG, PNG, WebP) or a PDF, at most 10 MB."),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}
        ),
    )

    class Meta:
        model = Attachment
        fields = ["kind", "title", "expires_on"]
        widgets = {"expires_on": forms.DateInput(attrs={"type": "date"})}


@require_http_methods(["GET", "POST"])
def attachments(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW)
    seen = Business.objects.visible_to(request.user).select_related("owner")
    business = get_object_or_404(seen, pk=pk)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        need(request.user, ADD)
        get_object_or_404(Business.objects.kept_by(request.user), pk=pk)
        if form.is_valid() and _attached(form, business, request):
            messages.success(request, _("The file is attached."))
            return redirect("businesses:attachments", business.pk)
    context = {
        "business": business,
        "form": form,
        "attachments": business.attachments.select_related("added_by"),
        "may_add": request.user.has_perm(ADD)
        and Business.objects.kept_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "businesses/attachments.html", context)


def _attached(form: AttachmentForm, business: Business, request: Request) -> bool:
    typed: dict[str, Any] = dict(form.cleaned_data)
    file = typed.pop("file")
    try:
        attach(business, file.read(), by=request.user, **typed)
    except ValidationError as error:
        form.add_error("file", ValidationError(error.messages))
        return False
    return True


@require_http_methods(["GET", "POST"])
def attachment(request: Request, pk: int) -> HttpResponse:
    """The file, to be kept by who opens it; nothing that somebody sent is shown as a page."""
    need(request.user, VIEW)
    seen = Attachment.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("business"), pk=pk)
    if found.kind != Attachment.Kind.IDENTITY:
        return _file(request, found)
    need(request.user, REVEAL)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_access(
                AccessRecord.Kind.REVEAL,
                Person,
                [found.business.owner_id],
                by=request.user,
                agency=found.business.agency,
                request=request,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _file(request, found)
    context = {"attachment": found, "form": form}
    return render(request, "businesses/attachment_reason.html", context)


def _file(request: Request, found: Attachment) -> HttpResponse:
    try:
        content = FILES.load(found.stored_as)
    except FileNotFoundError:
        text = _(
            "The file itself is missing on the server: it was not restored with the rest."
        )
        messages.warning(request, text)
        return redirect("businesses:attachments", found.business_id)
    ending = "pdf" if found.media_type == PDF else "webp"
    name = f"{slugify(found.title) or 'lampiran'}.{ending}"
    return HttpResponse(
        content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox",
        },
    )


@require_POST
def take_away(request: Request, pk: int) -> HttpResponse:
    need(request.user, DELETE)
    found = get_object_or_404(Attachment.objects.kept_by(request.user), pk=pk)
    remove([found])
    messages.success(request, _("«%(title)s» is deleted.") % {"title": found.title})
    return redirect("businesses:attachments", found.business_id)
