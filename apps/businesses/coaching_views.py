"""Requests for records of other agencies, as both sides see them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.agencies.models import agencies_of
from apps.businesses.coaching import answer, ask_for, withdraw
from apps.businesses.doubles import EVIDENCE
from apps.businesses.models import CoachingRequest

VIEW = "businesses.view_coachingrequest"
ASK = "businesses.add_coachingrequest"
ANSWER = "businesses.change_coachingrequest"
MOST_SHOWN = 100


class AskForm(forms.Form):
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=1000)
    reason = forms.CharField(
        label=gettext_lazy("Why your agency needs it"),
        max_length=300,
        help_text=gettext_lazy("The other agency reads this and decides by it."),
    )


class AnswerForm(forms.Form):
    granted = forms.TypedChoiceField(
        label=gettext_lazy("Answer"),
        choices=[
            (
                "yes",
                gettext_lazy("Grant: that agency sees the record and coaches it too"),
            ),
            ("no", gettext_lazy("Refuse")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Words for the other agency"), max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("granted") is False and not cleaned.get("words"):
            self.add_error("words", _("Say why it is refused."))
        return cleaned


@require_GET
def requests(request: Request) -> HttpResponse:
    need(request.user, VIEW)
    seen = CoachingRequest.objects.visible_to(request.user).select_related(
        *("agency", "asked_agency", "business__owner", "asked_by", "answered_by")
    )
    ours = set(agencies_of(request.user))
    rows = [(each, each.asked_agency_id in ours) for each in seen[:MOST_SHOWN]]
    return render(request, "businesses/coaching.html", {"rows": rows})


@require_http_methods(["POST"])
def ask(request: Request) -> HttpResponse:
    """Ask why first; the record itself is named by a sealed ticket alone."""
    need(request.user, ASK)
    sent = "reason" in request.POST
    initial = {"ticket": request.POST.get("ticket", "")}
    form = AskForm(request.POST if sent else None, initial=initial)
    if sent and form.is_valid():
        try:
            asked = ask_for(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            text = _("%(agency)s was asked; the answer is shown here.")
            messages.success(request, text % {"agency": asked.asked_agency})
            return redirect("businesses:coaching")
    return render(request, "businesses/coaching_ask.html", {"form": form})


@require_http_methods(["GET", "POST"])
def respond(request: Request, pk: int) -> HttpResponse:
    need(request.user, ANSWER)
    asked = get_object_or_404(
        CoachingRequest.objects.asked_of(request.user).select_related(
            *("agency", "business__owner", "business__region", "asked_by")
        ),
        pk=pk,
    )
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer(asked, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Answered."))
            return redirect("businesses:coaching")
    words = [str(EVIDENCE.get(each, each)) for each in asked.evidence]
    context = {"asked": asked, "form": form, "words": words}
    return render(request, "businesses/coaching_answer.html", context)


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    need(request.user, ASK)
    ours = CoachingRequest.objects.filter(agency__in=agencies_of(request.user))
    asked = get_object_or_404(ours, pk=pk)
    try:
        withdraw(asked, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect("businesses:coaching")
