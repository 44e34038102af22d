"""A form that is sent twice is done once, and answered twice alike.

`{% once %}` puts a random key into a form. The key is taken in the transaction of the deed,
so the database decides between two clicks: the second waits for the first and then gets its
answer. The same key with other contents is refused, and what was typed is shown again. Only a
redirect counts as done: an answer that shows the form once more leaves its key free.
"""

import hashlib
import json
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.db import OperationalError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from apps.accounts.models import SubmittedForm
from apps.accounts.typed import LOOK
from ikmportal import refusing
from ikmportal.encryption import blind_index

KEY = "once"
# Which button was pressed, and the token of the session, are not what the form says.
NOT_CONTENTS = {KEY, LOOK, "csrfmiddlewaretoken", "_save", "_continue", "_addanother"}
View = Callable[[], HttpResponse]


class OnceMiddleware:
    """Lets every view carry out a form with a key only once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        carry_out = partial(view, request, *args, **kwargs)
        if (
            request.method == "POST"
            and LOOK in request.POST
            and refusing.shown_by(view)
        ):
            text = _("Not saved yet: this is what you had typed. Look, and save it.")
            return show_refused(request, text, carry_out) or ask(
                request, text, again=False
            )
        key = key_of(request)
        return None if key is None else _once(request, key, view, carry_out)


def _once(
    request: HttpRequest, key: uuid.UUID, view: Any, carry_out: View
) -> HttpResponse | None:
    """The answer of a form with a key: of now, or of the first time."""
    try:
        form, response = answer(request, key, carry_out)
    except ReauthenticationRequired:
        return None  # the view says it again, where allauth hears it
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return under_way(request)
        raise
    if response is not None:
        return response
    if form.fingerprint == fingerprint(request):
        return answer_again(request, form)
    return refuse(request, form, carry_out, shown=refusing.shown_by(view))


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key of the form that this request sends; None for one without, or without sense."""
    if request.method != "POST":
        return None
    try:
        return uuid.UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None


def answer(
    request: HttpRequest, key: uuid.UUID, carry_out: View
) -> tuple[SubmittedForm, HttpResponse | None]:
    """Carry a form out and keep its answer, in one transaction; None if its key is taken."""
    user = request.user if request.user.is_authenticated else None
    with transaction.atomic():
        form = SubmittedForm.objects.claim(user, key, fingerprint(request))
        if not form.is_new:
            return form, None
        response = carry_out()
        if has_done_something(request, response):
            form.location = response.headers["Location"]
            form.made = getattr(request, "made", "")
            form.save(update_fields=["location", "made"])
        else:
            form.delete()
    return form, response


def has_done_something(request: HttpRequest, response: HttpResponse) -> bool:
    saved = not getattr(request, "nothing_saved", False)
    return saved and 300 <= response.status_code < 400


def remember_made(request: HttpRequest, made: models.Model | str) -> None:
    """Say what came of a form, for who sends it again: a row with a page, or an address."""
    address: Any = made if isinstance(made, str) else made.get_absolute_url()  # type: ignore[attr-defined]
    request.made = address  # type: ignore[attr-defined]


def forget_key(request: HttpRequest) -> None:
    """Say that nothing was saved although the answer is a redirect: the key stays free."""
    request.nothing_saved = True  # type: ignore[attr-defined]


def answer_again(request: HttpRequest, form: SubmittedForm) -> HttpResponse:
    text = _("This form was already saved; nothing was saved twice.")
    messages.info(request, with_link(text, form))
    return HttpResponseRedirect(form.location)


def refuse(
    request: HttpRequest, form: SubmittedForm, show: View, *, shown: bool
) -> HttpResponse:
    """Other contents under a key that was used: say so, and lose nothing that was typed."""
    text = _(
        "This form was already saved with other contents. What you typed now is not saved "
        "yet: save again to make something new of it."
    )
    said = with_link(text, form)
    refused = show_refused(request, said, show) if shown else None
    return refused or ask(request, said, again=False)


def show_refused(request: HttpRequest, text: str, show: View) -> HttpResponse | None:
    """The form with all that was typed and `text` above it; None if the view did not look."""
    with transaction.atomic():
        refusing.say(request, text)
        response = show()
        if not has_done_something(request, response):
            response.status_code = 409
            return response
        transaction.set_rollback(True)
    return None


def under_way(request: HttpRequest) -> HttpResponse:
    text = _("This form is just being saved. Wait a moment, then send it again.")
    return ask(request, text, again=True)


def ask(request: HttpRequest, text: str, *, again: bool) -> HttpResponse:
    """A page that keeps what was typed; `again` with the same key, else with a new one."""
    left_out = NOT_CONTENTS - {KEY} if again else NOT_CONTENTS
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in left_out
        for value in values
    ]
    base = "staff/base.html" if request.user.is_authenticated else "public/base.html"
    context = {"base": base, "text": text, "typed": typed, "again": again}
    context |= {"has_files": bool(request.FILES), "address": request.get_full_path()}
    return render(request, "once/ask.html", context, status=409)


def with_link(text: str, form: SubmittedForm) -> SafeString:
    address = form.made or form.location
    return format_html(
        '{} <a href="{}">{}</a>', text, address, _("See what was saved.")
    )


def fingerprint(request: HttpRequest) -> str:
    """What a form says and to which page, in whichever language; keyed, for it may name people."""
    match = request.resolver_match
    page = match.view_name if match else request.path
    where = [page, match and [match.args, match.kwargs], request.META["QUERY_STRING"]]
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in NOT_CONTENTS
    }
    files = {name: [_hash(f) for f in sent] for name, sent in request.FILES.lists()}
    said = json.dumps([where, fields, files], sort_keys=True, default=str)
    return blind_index(said, "accounts_submittedform.fingerprint")


def _hash(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
