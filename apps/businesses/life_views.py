"""Pages on which a business is closed, opened again, moved or confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.businesses.life import (
    approve_business,
    close_business,
    confirm_business,
    move_business,
    reopen_business,
    verify_business,
)
from apps.businesses.life_forms import (
    ClosingForm,
    MovingForm,
    ReopeningForm,
    WithdrawalForm,
)
from apps.businesses.models import Business
from apps.businesses.publishing import withdraw_of

CHANGE = "businesses.change_business"


@dataclass(frozen=True)
class Deed:
    """One page: its form, what it does with it, and its words."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise
    form: type[forms.Form]
    do: Callable[..., Any]
    tone: str = ""
    permission: str = CHANGE


DEEDS = {
    "tutup": Deed(
        gettext_lazy("Close the business"),
        gettext_lazy("It leaves the public directory at once; its history stays."),
        gettext_lazy("Close"),
        gettext_lazy("%(business)s is closed."),
        ClosingForm,
        close_business,
        "danger",
    ),
    "buka": Deed(
        gettext_lazy("Open the business again"),
        gettext_lazy("It is not published by that: consent is looked at anew."),
        gettext_lazy("Open again"),
        gettext_lazy("%(business)s is open again."),
        ReopeningForm,
        reopen_business,
    ),
    "pindah": Deed(
        gettext_lazy("Move the business"),
        gettext_lazy(
            "In another city or regency its P-IRT and the verification on site end with the "
            "move. The owner reports the new address for the NIB (OSS) and the halal "
            "certificate (BPJPH)."
        ),
        gettext_lazy("Save the move"),
        gettext_lazy("The move of %(business)s is saved."),
        MovingForm,
        move_business,
    ),
    "benar": Deed(
        gettext_lazy("Confirm the record"),
        gettext_lazy(
            "You have asked or looked: what stands there is still true today. The list "
            "«not confirmed since» begins anew with that."
        ),
        gettext_lazy("It is still true"),
        gettext_lazy("Noted: the record of %(business)s is still true today."),
        forms.Form,
        confirm_business,
    ),
    "tarik-persetujuan": Deed(
        gettext_lazy("Withdraw consent"),
        gettext_lazy(
            "What stood on it disappears at once: the public page, or the way to write to "
            "the owner. That it was given and taken back stays in the history."
        ),
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn for %(business)s."),
        WithdrawalForm,
        withdraw_of,
        "danger",
        permission="businesses.change_consent",
    ),
    "verifikasi": Deed(
        gettext_lazy("Verify the business"),
        gettext_lazy(
            "You were there, or somebody whom you answer for: the business, its owner and "
            "its place are as recorded. A colleague approves it; an approval that stood "
            "before ends."
        ),
        gettext_lazy("Verified on site"),
        gettext_lazy("%(business)s is verified and waits for its approval."),
        forms.Form,
        verify_business,
        permission="businesses.verify_business",
    ),
    "setujui": Deed(
        gettext_lazy("Approve the verification"),
        gettext_lazy("The public page shows then that this office has checked it."),
        gettext_lazy("Approve"),
        gettext_lazy("The verification of %(business)s is approved."),
        forms.Form,
        approve_business,
        permission="businesses.approve_business",
    ),
}


@require_http_methods(["GET", "POST"])
def live(request: Request, pk: int, deed: str) -> HttpResponse:
    told = DEEDS[deed]
    need(request.user, told.permission)
    kept = Business.objects.kept_by(request.user).select_related("owner", "region")
    business = get_object_or_404(kept, pk=pk)
    form = told.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told.do(business, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, told.done % {"business": business})
            return redirect(page_of(business))
    context = {"business": business, "deed": told, "form": form}
    return render(
        request, "businesses/deed.html", context | {"back": page_of(business)}
    )


def page_of(business: Business) -> str:
    return reverse("admin:businesses_business_change", args=[business.pk])
