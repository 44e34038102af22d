"""Checking a paper by the code that is printed on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.attempts import CODES_FROM, count, give_back
from apps.documents.checking import Finding, State, checked
from apps.documents.codes import MistypedError, read_code
from apps.public.views import public_page
from ikmportal.client_address import client_address, network_of

LONGEST = 60  # a code has 23 characters; what is pasted round it may stay
STATUS = {State.UNKNOWN: 404, State.MISTYPED: 404, State.LIMITED: 429}


@public_page
def ask(request: HttpRequest) -> HttpResponse:
    """The form, which leads to the address of the code."""
    typed = request.GET.get("kode", "").strip()[:LONGEST]
    # A slash would make two parts of an address; no code holds one.
    typed = typed.strip("/").rsplit("/", 1)[-1]
    if typed:
        return redirect("public:check", code=typed)
    fault = _("Type the code first.") if "kode" in request.GET else ""
    return render(request, "public/verify.html", {"fault": fault})


@public_page
def check(request: HttpRequest, code: str) -> HttpResponse:
    try:
        read = read_code(code)
    except MistypedError:
        finding = Finding(State.MISTYPED, code[:LONGEST])
    else:
        if read != code:
            return redirect("public:check", code=read)
        finding = looked_up(request, read)
    status = STATUS.get(finding.state, 200)
    return render(request, "public/check.html", {"finding": finding}, status=status)


def looked_up(request: HttpRequest, code: str) -> Finding:
    """What a code is of, unless too many were tried in vain from there."""
    attempt = count(CODES_FROM, network_of(client_address(request)))
    if attempt.refused_until:
        return Finding(State.LIMITED, code, limited_until=attempt.refused_until)
    finding = checked(code)
    if finding.state != State.UNKNOWN:
        give_back(attempt)
    return finding
