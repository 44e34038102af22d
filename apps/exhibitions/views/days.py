"""A day of an exhibition: who stands at its booth, how many visitors came, photos."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.exhibitions import pictures, rights
from apps.exhibitions.models import (
    Attendance,
    Exhibition,
    ExhibitionPhoto,
    Hall,
    VisitorCount,
)
from apps.exhibitions.running.attending import note_attendance
from apps.exhibitions.running.days_forms import (
    PRESENCE,
    DayPhotosForm,
    VisitorsForm,
    presence_of,
)
from apps.exhibitions.tabs import frame
from ikmportal import refusing


def day_of(request: Request, exhibition: Exhibition) -> date:
    """The day asked for; else today, or the day of the exhibition that is nearest to it."""
    asked = parse_date(
        request.POST.get("hari", "") or request.GET.get("hari", "") or "-"
    )
    days = exhibition.days
    if asked in days:
        return asked
    return min(max(localdate(), days[0]), days[-1])


def booths_on(exhibition: Exhibition, day: date) -> dict[int, list[str]]:
    """The booths of each exhibitor on a day, by its key."""
    found: dict[int, list[str]] = {}
    for place in exhibition.assignments.select_related("booth").order_by("booth__code"):
        if place.days.lower <= day < place.days.upper:
            found.setdefault(place.participation_id, []).append(place.booth.code)
    return found


def _back(pk: int, day: date) -> HttpResponse:
    return redirect(f"{reverse('exhibitions:day', args=[pk])}?hari={day}")


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def day(request: Request, pk: int) -> HttpResponse:
    """What is sent says by its button what it is: attendance, a count, or photos."""
    writing = request.method == "POST"
    exhibition = rights.exhibition_for(request, pk, *([rights.RUN] if writing else []))
    today = day_of(request, exhibition)
    deed = request.POST.get("deed", "")
    count = VisitorCount(exhibition=exhibition, day=today, noted_by=request.user)
    counting = VisitorsForm(
        request.POST if deed == "count" else None, instance=count, prefix="count"
    )
    photos = deed == "photos"
    adding = DayPhotosForm(
        request.POST if photos else None,
        request.FILES if photos else None,
        prefix="photo",
    )
    if writing and _done(request, exhibition, today, counting, adding):
        return _back(pk, today)
    context = {
        **frame(exhibition, request.user, "day"),
        "day": today,
        "days": exhibition.days,
        "presence": PRESENCE,
        "rows": _rows(exhibition, today),
        "counts": exhibition.visitor_counts.filter(day=today).order_by("until"),
        "photos": exhibition.photos.filter(day=today),
        "counting": counting,
        "adding": adding,
    }
    return render(request, "exhibitions/day.html", context)


def _rows(exhibition: Exhibition, today: date) -> list[dict[str, Any]]:
    """Who is expected: its booths, and what is noted of it."""
    booths = booths_on(exhibition, today)
    noted = dict(
        Attendance.objects.filter(
            participation__exhibition=exhibition, day=today
        ).values_list("participation", "was_there")
    )
    known = {True: "1", False: "0", None: ""}
    rows = [
        {
            "participation": each,
            "booth": ", ".join(booths.get(each.pk, [])),
            "presence": known[noted.get(each.pk)],
        }
        for each in exhibition.participations.standing().select_related(
            "business__owner"
        )
    ]
    return sorted(
        rows,
        key=lambda row: (not row["booth"], row["booth"], str(row["participation"])),
    )


def _done(
    request: Request,
    exhibition: Exhibition,
    today: date,
    counting: VisitorsForm,
    adding: DayPhotosForm,
) -> bool:
    if counting.is_bound:
        if not counting.is_valid() or refusing.holds_back(request, counting):
            return False
        counting.save()
        messages.success(request, _("The count is noted."))
        return True
    if adding.is_bound:
        return adding.is_valid() and _added(request, exhibition, today, adding)
    seen = {
        key: presence_of(str(text))
        for name, text in request.POST.items()
        if name.startswith("p") and (key := rights.pk_of(name[1:]))
    }
    changed = note_attendance(exhibition, today, seen, by=request.user)
    text = ngettext("%(count)d noted.", "%(count)d noted.", changed)
    messages.success(request, text % {"count": changed})
    return True


def _added(
    request: Request, exhibition: Exhibition, today: date, form: DayPhotosForm
) -> bool:
    """Keep each photo that can be; say of each other one why not."""
    caption, added = form.cleaned_data["caption"], 0
    for file in form.cleaned_data["photos"]:
        try:
            pictures.add_photo(
                exhibition, file.read(), day=today, caption=caption, by=request.user
            )
        except ValidationError as error:
            form.add_error("photos", f"{file.name}: {' '.join(error.messages)}")
        else:
            added += 1
    if added:
        text = ngettext("%(n)d photo is added.", "%(n)d photos are added.", added)
        messages.success(request, text % {"n": added})
        for said in form.errors.get("photos", []):
            messages.error(request, str(said))
    return added > 0


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a count or a photo of this exhibition away."""
    exhibition = rights.exhibition_for(request, pk, rights.RUN)
    today = day_of(request, exhibition)
    photo, count = (
        rights.pk_of(request.POST.get(name, "")) or 0 for name in ("photo", "count")
    )
    for each in exhibition.photos.filter(pk=photo):
        pictures.remove_photo(each)
    exhibition.visitor_counts.filter(pk=count).delete()
    messages.success(request, _("It is taken away."))
    return _back(pk, today)


@require_GET
def picture(request: Request, stored_as: str, size: str) -> HttpResponse:
    """A file of a photo or of what lies under a plan, for who sees its exhibition."""
    rights.need(request.user, rights.VIEW)
    seen = Exhibition.objects.visible_to(request.user).values("pk")
    there = (
        ExhibitionPhoto.objects.filter(exhibition__in=seen, stored_as=stored_as),
        Hall.objects.filter(exhibition__in=seen, background=stored_as),
    )
    if size not in pictures.ALBUM.sizes or not any(rows.exists() for rows in there):
        raise Http404
    return pictures.picture_file(stored_as, size)
