"""The sales of a day, exhibitor by exhibitor in the order of their booths."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.models import DailySales, Exhibition
from apps.exhibitions.recap import sales_of
from apps.exhibitions.running.sales_forms import SalesForm
from apps.exhibitions.running.selling import note_sales, odd_values
from apps.exhibitions.tabs import frame
from apps.exhibitions.views.days import booths_on, day_of
from apps.exhibitions.views.telling import occasions_of
from apps.outbox.rights import DRAFT


@require_http_methods(["GET", "POST"])
def sales(request: Request, pk: int) -> HttpResponse:
    """One page a day; rows without any number stay unknown."""
    writing = request.method == "POST"
    exhibition = rights.exhibition_for(request, pk, *([rights.RUN] if writing else []))
    day = day_of(request, exhibition)
    forms = _forms(request, exhibition, day)
    if writing and all(form.is_valid() for form in forms):
        with transaction.atomic():
            changed = [
                form for form in forms if form.has_changed() and form.says_something
            ]
            for form in changed:
                note_sales(form.save(commit=False), by=request.user)
        messages.success(request, _("%(count)d noted.") % {"count": len(changed)})
        return redirect(f"{reverse('exhibitions:sales', args=[pk])}?hari={day}")
    context = {
        **frame(exhibition, request.user, "sales"),
        "day": day,
        "days": exhibition.days,
        "forms": forms,
        "wrong": sum(bool(form.errors) for form in forms) if writing else 0,
        "sales": sales_of(exhibition, exhibition.participations.standing().count()),
        "odd": odd_values(exhibition),
        "may_write": request.user.has_perm(DRAFT),
        "occasions": occasions_of(request, exhibition).filter(code__contains="-lapor-"),
    }
    return render(request, "exhibitions/sales.html", context)


def _forms(request: Request, exhibition: Exhibition, day: date) -> list[Any]:
    standing = exhibition.participations.standing().select_related("business__owner")
    booths = booths_on(exhibition, day)
    noted = {
        row.participation_id: row
        for row in DailySales.objects.filter(
            participation__exhibition=exhibition, day=day
        )
    }
    forms = [
        SalesForm(
            request.POST or None,
            instance=noted.get(each.pk) or DailySales(participation=each, day=day),
            prefix=f"p{each.pk}",
            who=each,
            booth=", ".join(booths.get(each.pk, [])),
        )
        for each in standing
    ]
    return sorted(forms, key=lambda form: (not form.booth, form.booth, str(form.who)))
