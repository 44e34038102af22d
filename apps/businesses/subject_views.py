"""Pages of a person's rights: what is held on him, and his requests with their clock."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.access import record_access
from apps.accounts.http import Request
from apps.accounts.models import AccessRecord
from apps.accounts.refusals import need
from apps.businesses.models import Person, SubjectRequest
from apps.businesses.subjects import all_held_on, answer

VIEW = "businesses.view_person"
SEE, RECORD = "businesses.view_subjectrequest", "businesses.add_subjectrequest"
ANSWER = "businesses.change_subjectrequest"


class RequestForm(forms.ModelForm):
    class Meta:
        model = SubjectRequest
        fields = ["kind", "channel", "detail"]


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=SubjectRequest.Outcome,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What the person is told, and why if it is refused."),
    )


@require_GET
def held(request: Request, pk: int) -> HttpResponse:
    """One printable page; numbers by their last digits. Opening it is written down."""
    need(request.user, VIEW)
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    record_access(
        AccessRecord.Kind.MASKED_EXPORT,
        Person,
        [person.pk],
        by=request.user,
        agency=person.agency,
        request=request,
    )
    return render(request, "businesses/held.html", {"held": all_held_on(person)})


@require_GET
def requests(request: Request) -> HttpResponse:
    """What waits, the most urgent first; then what was answered last."""
    need(request.user, SEE)
    rows = SubjectRequest.objects.visible_to(request.user).select_related("person")
    context = {
        "waiting": rows.waiting().order_by("received_at"),
        "answered": rows.filter(answered_at__isnull=False)[:20],
    }
    return render(request, "businesses/requests.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW, RECORD)
    person = get_object_or_404(Person.objects.kept_by(request.user), pk=pk)
    made = SubjectRequest(agency=person.agency, person=person, recorded_by=request.user)
    form = RequestForm(request.POST or None, instance=made)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(
            request, _("Noted. The answer is due within three times 24 hours.")
        )
        return redirect("businesses:requests")
    return render(request, "businesses/ask.html", {"person": person, "form": form})


@require_http_methods(["GET", "POST"])
def respond(request: Request, pk: int) -> HttpResponse:
    need(request.user, SEE, ANSWER)
    rows = SubjectRequest.objects.kept_by(request.user).select_related("person")
    asked = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer(asked, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Answered; what was asked is done."))
            return redirect("businesses:requests")
    return render(request, "businesses/respond.html", {"asked": asked, "form": form})
