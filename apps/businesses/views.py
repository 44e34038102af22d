"""Pages of the register beside its admin: personal numbers, and receipts.

Personal numbers are looked for by POST, so that they stand in no address, and shown once.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.forms import ReasonForm
from apps.accounts.http import Request
from apps.accounts.oversight import DAYS, most_looks
from apps.accounts.refusals import need
from apps.businesses.forms import NumberForm
from apps.businesses.models import Business, Person
from apps.businesses.receipts import give_receipt, missing_of, receipt_of
from apps.businesses.revealing import find_by_number, reveal_numbers

VIEW, REVEAL = "businesses.view_person", "businesses.reveal_nik"
OVERSEE = "accounts.view_accessrecord"
GIVE = "documents.add_document"
MISSING = {
    "ktp": gettext_lazy("the owner's identity card (KTP)"),
    "phone": gettext_lazy("a phone number"),
    "nib": gettext_lazy("the NIB"),
    "address": gettext_lazy("the address and the village"),
    "products": gettext_lazy("what it makes"),
}


@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
def search_by_number(request: Request) -> HttpResponse:
    need(request.user, VIEW)
    form = NumberForm(request.POST or None)
    people = None
    if request.method == "POST" and form.is_valid():
        try:
            people = find_by_number(
                form.cleaned_data["number"], by=request.user, request=request
            )
        except ValidationError as error:
            form.add_error("number", error)
        else:
            form = NumberForm()  # what was asked is not written into the page again
    context = {"form": form, "people": people}
    return render(request, "businesses/search_by_number.html", context)


@require_http_methods(["GET", "POST"])
def reveal(request: Request, pk: int) -> HttpResponse:
    """Ask why, then show the numbers: once, in the answer to this POST and nowhere else."""
    need(request.user, VIEW, REVEAL)
    visible = Person.objects.visible_to(request.user).select_related("agency")
    person = get_object_or_404(visible, pk=pk)
    form = ReasonForm(request.POST or None)
    numbers = None
    if request.method == "POST" and form.is_valid():
        try:
            numbers = reveal_numbers(
                person, by=request.user, request=request, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
    context = {"person": person, "form": form, "numbers": numbers}
    return render(request, "businesses/reveal.html", context)


@require_GET
def most_reveals(request: Request) -> HttpResponse:
    need(request.user, OVERSEE)
    context = {"entries": most_looks(request.user), "days": DAYS}
    return render(request, "businesses/most_reveals.html", context)


@require_http_methods(["GET", "POST"])
def receipt(request: Request, pk: int) -> HttpResponse:
    """Ask, then give the receipt of a registration; the one that was given is opened."""
    need(request.user, GIVE)
    kept = Business.objects.kept_by(request.user)
    business = get_object_or_404(kept.select_related("agency", "owner"), pk=pk)
    if request.method == "POST":
        document = give_receipt(business, by=request.user)
        messages.success(request, _("The receipt is ready to be printed."))
        return redirect(document)
    if given := receipt_of(business):
        return redirect(given)
    context = {
        "business": business,
        "missing": [MISSING[name] for name in missing_of(business)],
    }
    return render(request, "businesses/receipt.html", context)
