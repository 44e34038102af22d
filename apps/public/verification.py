"""Checking a paper by the code that is printed on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.documents.checking import State, checked
from apps.public.views import public_page

LONGEST = 60  # a code has 23 characters; what is pasted round it may stay


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
    finding = checked(code)
    if finding.is_known and finding.code != code:
        return redirect("public:check", code=finding.code)
    missing = finding.state in {State.UNKNOWN, State.MISTYPED}
    status = 404 if missing else 200
    return render(request, "public/check.html", {"finding": finding}, status=status)
