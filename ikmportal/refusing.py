"""A form that is not saved as it stands, though its fields are right: shown again, with why.

Whoever stands before a view says the reason; a view that `shows_refusal` puts it above the
form, with all that was typed.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])


def shows_refusal(view: View) -> View:
    """Promise that a view puts `reason(request)` on its form, and then saves nothing."""
    view.shows_refusal = True  # type: ignore[attr-defined]
    return view


def shown_by(view: Any) -> bool:
    return getattr(view, "shows_refusal", False)


def say(request: HttpRequest, reason: str) -> None:
    request.refusal = reason  # type: ignore[attr-defined]


def reason(request: HttpRequest) -> str:
    """Why the form of this request is not to be saved; "" if nothing is in the way."""
    return getattr(request, "refusal", "")


def holds_back(request: HttpRequest, form: Any) -> bool:
    """Put the reason on a form, if there is one: then it is shown and not saved."""
    if said := reason(request):
        form.add_error(None, said)
    return bool(said)
