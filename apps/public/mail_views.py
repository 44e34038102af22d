"""What somebody reaches from a mail: no more of them, please; and, in the demo, the mailbox."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.outbox import mailbox
from apps.outbox.optouts import message_of, opt_out
from apps.public.errors import Unlisted


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    message = message_of(token)
    if message is None:
        raise Unlisted(_("This link is not whole: open it from the message again."))
    if request.method == "POST":
        opt_out(message)
    context = {"message": message, "done": request.method == "POST"}
    return render(request, "public/opt_out.html", context)


@login_not_required
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "public/mailbox.html", {"mails": mailbox.mails()})


@login_not_required
@require_safe
def demo_mail(request: HttpRequest, key: str) -> HttpResponse:
    found = [mail for mail in mailbox.mails() if mail.key == key]
    if not found:
        raise Http404
    return render(request, "public/mail.html", {"mail": found[0]})
