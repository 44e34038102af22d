"""The request that our views get: somebody is signed in, and htmx is known."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from apps.accounts.models import User


class Request(HttpRequest):
    user: "User"
    htmx: HtmxDetails
