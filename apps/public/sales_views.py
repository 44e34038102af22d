"""An exhibitor reports its own sales by the link it was handed, on the phone it has with it."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.attempts import SALES_OF, count
from apps.exhibitions.models import DailySales, Participation
from apps.exhibitions.running.own_link import may_report, participation_of
from apps.exhibitions.running.sales_forms import SalesForm
from apps.exhibitions.running.selling import note_sales, odd_values
from apps.public.errors import Unlisted


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_sales(request: HttpRequest, token: str) -> HttpResponse:
    """One day at a time; what an officer has noted is shown and not written over."""
    who = participation_of(token)
    if who is None:
        raise Unlisted(
            _(
                "This link is not whole, or it is no longer valid. Ask the organiser for it."
            )
        )
    days = [day for day in who.exhibition.days if day <= localdate()]
    day = _day(request, days)
    noted = {row.day: row for row in who.sales.all()}
    row = noted.get(day) if day else None
    is_open = may_report(who.exhibition) and (
        row is None or row.source == DailySales.Source.EXHIBITOR
    )
    form, status = _form(request, who, row, day), 200
    if request.method == "POST" and form and is_open:
        status = _written(token, form)
        if status == 200:
            return redirect(f"{request.path}?hari={day}&tercatat=1")
    context = {
        "participation": who,
        "days": [(each, noted.get(each)) for each in days],
        "day": day,
        "row": row,
        "form": form,
        "is_open": is_open,
        "is_odd": row is not None and row.pk in odd_values(who.exhibition),
        "done": "tercatat" in request.GET and row is not None,
    }
    return render(request, "public/own_sales.html", context, status=status)


def _day(request: HttpRequest, days: list[date]) -> date | None:
    """The day asked for, else the last that has begun."""
    asked = parse_date(
        request.POST.get("hari", "") or request.GET.get("hari", "") or "-"
    )
    if asked in days:
        return asked
    return days[-1] if days else None


def _form(
    request: HttpRequest,
    who: Participation,
    row: DailySales | None,
    day: date | None,
) -> SalesForm | None:
    if day is None:
        return None
    return SalesForm(
        request.POST or None,
        instance=row or DailySales(participation=who, day=day),
        who=who,
        booth="",
    )


def _written(token: str, form: SalesForm) -> int:
    """Keep it. Returns the status to answer with; what is wrong stands on the form."""
    if not form.is_valid():
        return 422
    if not form.says_something:
        form.add_error(None, _("Write at least one number, be it zero."))
        return 422
    if count(SALES_OF, token).refused_until:
        form.add_error(None, _("That was often: try again in an hour."))
        return 429
    try:
        with transaction.atomic():
            note_sales(form.save(commit=False), by=None)
    except IntegrityError:
        form.add_error(
            None, _("The sales of this day were noted meanwhile: load the page again.")
        )
        return 409
    return 200
