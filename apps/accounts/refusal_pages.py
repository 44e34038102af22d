"""Pages that stop somebody before he is in, in words that say when and how it goes on."""

import math
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def too_many(request: HttpRequest, until: datetime) -> HttpResponse:
    """429: tried too often. When it ends, whom to ask, and what to do meanwhile."""
    seconds = max(1, math.ceil((until - timezone.now()).total_seconds()))
    context = {"until": until, "minutes": math.ceil(seconds / 60)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
