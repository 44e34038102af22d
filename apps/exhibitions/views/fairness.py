"""How places were shared out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.exhibitions import rights
from apps.exhibitions.fairness import fairness_of


@require_GET
def fairness(request: Request) -> HttpResponse:
    need(request.user, rights.VIEW)
    context = {"fairness": fairness_of(request.user)}
    return render(request, "exhibitions/fairness.html", context)
