"""Messages to exhibitors, drafted: whoever may reads, approves and sends them in the outbox."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.models import Exhibition
from apps.exhibitions.running import own_link
from apps.exhibitions.telling import Drafted, tell_of_links, tell_of_places
from apps.outbox.models import Occasion
from apps.outbox.rights import DRAFT


def occasions_of(request: Request, exhibition: Exhibition) -> Any:
    """What was drafted for this exhibition, with how far it is."""
    seen = Occasion.objects.visible_to(request.user).filter(
        agency=exhibition.agency, code__startswith=f"pameran-{exhibition.pk}-"
    )
    return seen.with_counts(request.user)


@require_POST
def tell_places(request: Request, pk: int) -> HttpResponse:
    return _drafted(request, pk, tell_of_places, "exhibitions:plan")


@require_POST
def tell_links(request: Request, pk: int) -> HttpResponse:
    return _drafted(request, pk, tell_of_links, "exhibitions:sales")


def _drafted(
    request: Request, pk: int, tell: Callable[..., Drafted], back: str
) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk, DRAFT)
    try:
        drafted = tell(exhibition, by=request.user)
    except ValidationError as error:
        rights.say(request, error)
        return redirect(back, pk)
    count = sum(new for _occasion, new in drafted)
    text = ngettext(
        "%(count)d message is drafted. Nothing leaves before somebody approves it.",
        "%(count)d messages are drafted. Nothing leaves before somebody approves them.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect(back, pk)


@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    """A link that went astray opens nothing from now on."""
    each = rights.participation_for(request, pk, rights.LOOK_THROUGH)
    own_link.renew(each)
    messages.success(request, _("The old link opens nothing any more."))
    return redirect("exhibitions:participation", pk)
