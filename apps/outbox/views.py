from typing import Any

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from apps.accounts.http import Request
from apps.outbox import drafting, optouts, sending, tasks
from apps.outbox.forms import TextForm
from apps.outbox.models import Channel, Message, MessageTemplate, Occasion
from apps.outbox.rights import APPROVE, DRAFT, SEND, message_for, need, occasion_for
from ikmportal import refusing

PER_PAGE = 25
Status = Message.Status


@require_GET
def occasion_list(request: Request) -> HttpResponse:
    need(request)
    occasions = Occasion.objects.visible_to(request.user).with_counts(request.user)
    page = Paginator(occasions.select_related("agency", "created_by"), PER_PAGE)
    return render(
        request, "outbox/list.html", {"page": page.get_page(request.GET.get("page"))}
    )


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    need(request)
    occasion = occasion_for(request, pk)
    return _page(
        request, occasion, TextForm(instance=occasion, initial=_template(request))
    )


def _template(request: Request) -> dict[str, str]:
    """Subject and text of the template that was chosen, if any."""
    key = request.GET.get("templat", "")
    visible = MessageTemplate.objects.visible_to(request.user)
    chosen = visible.filter(pk=key).first() if key.isdigit() else None
    return {"subject": chosen.subject, "body": chosen.body} if chosen else {}


def _page(
    request: Request, occasion: Any, form: TextForm, status: int = 200
) -> HttpResponse:
    tab = request.GET.get("tampil", "")
    tab = tab if tab in Status.values else ""
    shown = Message.objects.visible_to(request.user).filter(occasion=occasion)
    shown = shown.filter(status=tab) if tab else shown
    page = Paginator(shown.select_related("sent_by"), PER_PAGE)
    context = {
        "occasion": occasion,
        "form": form,
        "text_open": bool(form.errors) or "templat" in request.GET,
        "templates": MessageTemplate.objects.visible_to(request.user),
        "tabs": _tabs(occasion, tab),
        "query": f"tampil={tab}" if tab else "",
        "page": page.get_page(request.GET.get("page")),
        "is_mail": occasion.channel == Channel.MAIL,
        "may_draft": request.user.has_perm(DRAFT),
        "may_approve": request.user.has_perm(APPROVE),
        "may_send": request.user.has_perm(SEND),
    }
    return render(request, "outbox/detail.html", context, status=status)


def _tabs(occasion: Any, current: str) -> list[dict[str, Any]]:
    counts = {status: getattr(occasion, f"count_{status}") for status in Status.values}
    tabs = [("", _("All"), sum(counts.values()))]
    tabs += [(code, str(name), counts[code]) for code, name in Status.choices]
    return [
        {
            "label": label[:1].upper() + label[1:],
            "count": count,
            "url": f"?tampil={code}" if code else "?",
            "current": code == current,
        }
        for code, label, count in tabs
        if count or code in ("", current)
    ]


@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    need(request)
    occasion = occasion_for(request, pk)
    if request.htmx and not occasion.count_sending and not occasion.count_approved:
        return HttpResponseClientRefresh()
    return render(request, "outbox/_progress.html", {"occasion": occasion})


@refusing.shows_refusal
@require_POST
def reword(request: Request, pk: int) -> HttpResponse:
    need(request, DRAFT)
    occasion = occasion_for(request, pk)
    form = TextForm(request.POST, instance=occasion)
    if not form.is_valid() or refusing.holds_back(request, form):
        return _page(request, occasion, form, status=422)
    drafting.reword(occasion, **form.cleaned_data, by=request.user)
    notes.success(request, _("The drafts have the new text."))
    return redirect(occasion)


@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    need(request, APPROVE)
    occasion = occasion_for(request, pk)
    own = Message.objects.visible_to(request.user).filter(occasion=occasion)
    try:
        count = drafting.approve(own, by=request.user)
    except ValidationError as error:
        notes.error(request, " ".join(error.messages))
        return redirect(occasion)
    text = ngettext(
        "%(count)d message approved.", "%(count)d messages approved.", count
    )
    notes.success(request, text % {"count": count})
    return redirect(occasion)


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    need(request, SEND)
    occasion = occasion_for(request, pk)
    with transaction.atomic():
        sending.ask_to_send(occasion, by=request.user)
        tasks.send_waiting.defer(occasion_id=occasion.pk, user_id=request.user.pk)
    return redirect(occasion)


@require_POST
def sort(request: Request, pk: int) -> HttpResponse:
    """One message of the list: out, in again, its owner wants none, or was it sent?"""
    deed = request.POST.get("deed", "")
    need(request, SEND if deed in {"sent", "again"} else DRAFT)
    message = message_for(request, pk)
    only = Message.objects.filter(pk=message.pk)
    try:
        if deed == "out":
            drafting.leave_out(only)
        elif deed == "in":
            drafting.put_back(only)
        elif deed == "unwanted":
            optouts.opt_out(message, by=request.user)
        elif deed in {"sent", "again"}:
            drafting.decide_uncertain(message, sent=deed == "sent", by=request.user)
    except ValidationError as error:
        notes.error(request, " ".join(error.messages))
    address = reverse("outbox:detail", args=[message.occasion_id])
    return redirect(f"{address}#pesan-{message.pk}")
