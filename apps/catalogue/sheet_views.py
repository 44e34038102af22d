"""A list of products with their photos: sent, looked at, saved."""

import io
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.agencies.models import Agency
from apps.businesses.models import Business
from apps.catalogue.models import Product, ProductSheet
from apps.catalogue.product_views import ADD, CHANGE, business_of, may_save
from apps.catalogue.sheets import planning, saving
from apps.catalogue.sheets.blank import blank_sheet
from apps.catalogue.sheets.discarding import discard
from apps.catalogue.sheets.jobs import save_sheet
from ikmportal import refusing

READABLE = ".xlsx,.xls,.ods,.csv,.txt"
MOST_SHOWN = 200
LAST = 10
TONES = {
    planning.NEW: "good",
    planning.CHANGED: "info",
    planning.SAME: "",
    planning.REFUSED: "bad",
}
ACTIONS = {
    planning.NEW: gettext_lazy("new"),
    planning.CHANGED: gettext_lazy("changed"),
    planning.SAME: gettext_lazy("the same"),
    planning.REFUSED: gettext_lazy("refused"),
}


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("List of products"),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS or CSV with a row of heads. Nothing is saved before you have "
            "looked at it."
        ),
        widget=forms.FileInput(attrs={"accept": READABLE}),
    )
    photos = forms.FileField(
        label=gettext_lazy("ZIP of the photos"),
        required=False,
        help_text=gettext_lazy(
            "Each named by the code of its product: «KRP-01.jpg», «KRP-01-2.jpg»."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_sheet(self) -> UploadedFile | None:
        return self._bounded("sheet")

    def clean_photos(self) -> UploadedFile | None:
        return self._bounded("photos")

    def _bounded(self, name: str) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data[name]
        if file and (file.size or 0) > settings.IMPORT_MAX_BYTES:
            most = filesizeformat(settings.IMPORT_MAX_BYTES)
            message = _("The file is larger than %(most)s: send it in parts.")
            raise ValidationError(message % {"most": most})
        return file


def sheet_of(request: Request, pk: int) -> ProductSheet:
    seen = ProductSheet.objects.visible_to(request.user)
    rows = seen.select_related("business__owner", "created_by")
    return get_object_or_404(rows, pk=pk)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    need(request.user, ADD, CHANGE)
    business = business_of(request, request.GET.get("ikm", ""), kept=True)
    form = SheetForm(request.POST or None, request.FILES or None)
    asked = request.method == "POST" and may_save(request, form)
    if asked and (made := _received(request, form, business)):
        return redirect(made)
    last = ProductSheet.objects.visible_to(request.user).select_related("created_by")
    context = {"form": form, "business": business, "last": last[:LAST]}
    return render(request, "catalogue/sheet_upload.html", context)


def _received(
    request: Request, form: SheetForm, business: Business | None
) -> ProductSheet | None:
    sheet, photos = form.cleaned_data["sheet"], form.cleaned_data["photos"]
    agency = business.agency if business else _agency(request)
    try:
        return saving.receive(
            (sheet.name, sheet.read()),
            (photos.name, photos.read()) if photos else None,
            agency=agency,
            by=request.user,
            business=business,
        )
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    return None


def _agency(request: Request) -> Agency:
    """Whose list it is; of who has no agency, the first there is."""
    return request.user.agency or Agency.objects.valid().order_by("pk")[0]


@require_GET
def sheet(request: Request, pk: int) -> HttpResponse:
    need(request.user, ADD)
    shown = sheet_of(request, pk)
    if shown.state == ProductSheet.State.SAVING:
        return render(request, "catalogue/sheet_progress.html", {"sheet": shown})
    return render(request, "catalogue/sheet.html", _shown(shown))


def _shown(shown: ProductSheet) -> dict[str, Any]:
    plan = saving.plan_of(shown)
    order = list(ACTIONS)[::-1]  # what is refused first
    lines = sorted(plan.lines, key=lambda line: (order.index(line.action), line.number))
    labels = {field.attname: field.verbose_name for field in Product._meta.fields}
    return {
        "sheet": shown,
        "counts": [
            (ACTIONS[action], TONES[action], plan.counts[action]) for action in ACTIONS
        ],
        "photos": plan.photos,
        "rows": [
            {
                "line": line,
                "label": ACTIONS[line.action],
                "tone": TONES[line.action],
                "changes": [
                    (labels[name], old, new) for name, old, new in line.changes
                ],
            }
            for line in lines[:MOST_SHOWN]
        ],
        "more": max(0, len(lines) - MOST_SHOWN),
        "strays": plan.stray_photos,
        "failed": shown.plan.get("failed_photos", []),
        "without": len(plan.without_photo),
        "does_something": bool(
            plan.counts[planning.NEW] + plan.counts[planning.CHANGED] + plan.photos
        ),
    }


@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    need(request.user, ADD)
    shown = sheet_of(request, pk)
    if shown.state == ProductSheet.State.SAVING:
        return render(request, "catalogue/_sheet_progress.html", {"sheet": shown})
    return HttpResponseClientRefresh() if request.htmx else redirect(shown)


@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    need(request.user, ADD, CHANGE)
    saved = sheet_of(request, pk)
    with transaction.atomic():
        if saving.ask_to_save(saved):
            save_sheet.defer(sheet_id=saved.pk, user_id=request.user.pk)
    return redirect(saved)


@require_POST
def throw_away(request: Request, pk: int) -> HttpResponse:
    need(request.user, ADD)
    try:
        discard(sheet_of(request, pk))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("catalogue:sheet", pk)
    messages.success(request, _("The list is thrown away; nothing of it was saved."))
    return redirect("catalogue:sheets")


@require_GET
def blank(request: Request) -> FileResponse:
    need(request.user, ADD)
    name = _("Blank list of products")
    return FileResponse(
        io.BytesIO(blank_sheet()), as_attachment=True, filename=f"{name}.xlsx"
    )
