"""The one box: names go to the list, NIKs and phones are looked for here, by POST alone."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.businesses.forms import NumberForm
from apps.businesses.identifiers import digits, is_personal_number
from apps.businesses.models import Business
from apps.businesses.revealing import find_by_number

VIEW = "businesses.view_business"
NIB_DIGITS = 13
KEPT = {"status__exact", "commodity_group__id__exact", "region__in"}


@sensitive_post_parameters("q")
@require_POST
def find(request: Request) -> HttpResponse:
    """What the box was asked: a person's number is shown here and stands in no address."""
    need(request.user, VIEW)
    asked = request.POST.get("q", "").strip()
    if not is_personal_number(asked):
        rest = {name: value for name, value in request.POST.items() if name in KEPT}
        query = urlencode({"q": asked, **rest} if asked else rest)
        return redirect(f"{reverse('admin:businesses_business_changelist')}?{query}")
    form = NumberForm({"number": asked})
    people = None
    try:
        people = find_by_number(asked, by=request.user, request=request)
    except ValidationError as error:
        form.full_clean()
        form.add_error("number", error)
    if not people and len(digits(asked)) == NIB_DIGITS:
        return redirect(
            f"{reverse('admin:businesses_business_changelist')}?q={digits(asked)}"
        )
    if people is not None:
        form = NumberForm()  # what was asked is not written into the page again
    owned = Business.objects.visible_to(request.user).filter(owner__in=people or [])
    context = {
        "form": form,
        "people": people,
        "businesses": owned.select_related("owner", "region", "commodity_group")[:50],
    }
    return render(request, "businesses/search_by_number.html", context)
