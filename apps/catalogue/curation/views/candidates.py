"""The products of a round: proposed, verified, refused."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.http import Request
from apps.catalogue.curation import rights
from apps.catalogue.curation.candidates import (
    possible_products,
    propose,
    refuse,
    verify,
)
from apps.catalogue.curation.forms import RefusalForm
from apps.catalogue.curation.tabs import frame
from apps.catalogue.models import Candidate, CurationRound, Product

PER_PAGE = 25
MOST_OFFERED = 25


@require_GET
def candidates(request: Request, pk: int) -> HttpResponse:
    round_ = rights.round_for(request, pk)
    state = request.GET.get("tampil", "")
    rows = Candidate.objects.visible_to(request.user).filter(round=round_)
    if state in Candidate.State.values:
        rows = rows.filter(state=state)
    related = ("product__business__owner", "product__commodity_group", "former__round")
    page = Paginator(rows.select_related(*related), PER_PAGE)
    is_open = round_.state == CurationRound.State.OPEN
    may_propose = is_open and request.user.has_perm(rights.PROPOSE)
    context = frame(round_, request.user, "candidates") | {
        "page": page.get_page(request.GET.get("page")),
        "state": state,
        "query": f"tampil={state}" if state in Candidate.State.values else "",
        "may_propose": may_propose,
        "may_check": is_open and request.user.has_perm(rights.CHECK),
        "words": request.GET.get("q", "").strip(),
        "offered": _offered(request, round_) if may_propose else [],
        "most_offered": MOST_OFFERED,
    }
    return render(request, "catalogue/curation/candidates.html", context)


def _offered(request: Request, round_: CurationRound) -> QuerySet[Product]:
    """Products that might be proposed, by the words of the search."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    found = possible_products(round_, request.user)
    for word in words.split()[:5]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(business__brand__icontains=word)
            | Q(business__name__icontains=word)
        )
    return found.select_related("business__owner", "commodity_group")[:MOST_OFFERED]


@require_POST
def bring(request: Request, pk: int) -> HttpResponse:
    """Propose the ticked products."""
    round_ = rights.round_for(request, pk, rights.PROPOSE)
    keys = [key for key in request.POST.getlist("product") if key.isdecimal()]
    products = Product.objects.visible_to(request.user).filter(pk__in=keys)
    try:
        made = propose(round_, products, by=request.user)
    except ValidationError as error:
        rights.say(request, error)
    else:
        text = ngettext(
            "%(count)d product proposed.", "%(count)d products proposed.", len(made)
        )
        messages.success(request, text % {"count": len(made)})
    return redirect("curation:candidates", round_.pk)


@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """Verify a product, or refuse it with a reason."""
    candidate = rights.candidate_for(request, pk, rights.CHECK)
    form = RefusalForm(request.POST)
    try:
        if request.POST.get("deed") == "verify":
            verify(candidate, by=request.user)
            said = _("«%(product)s» is verified.")
        elif form.is_valid():
            refuse(candidate, reason=form.cleaned_data["reason"], by=request.user)
            said = _("«%(product)s» is refused.")
        else:
            raise ValidationError(_("Say why it is refused."))
        messages.success(request, said % {"product": candidate})
    except ValidationError as error:
        rights.say(request, error)
    return redirect("curation:candidates", candidate.round_id)


@require_POST
def check_all(request: Request, pk: int) -> HttpResponse:
    """Verify all that wait and whose makers agree; the others are named."""
    round_ = rights.round_for(request, pk, rights.CHECK)
    waiting = Candidate.objects.visible_to(request.user).filter(round=round_).applied()
    done = 0
    for candidate in waiting.select_related("product__business__owner"):
        try:
            verify(candidate, by=request.user)
            done += 1
        except ValidationError as error:
            rights.say(request, error)
    text = ngettext("%(count)d product verified.", "%(count)d products verified.", done)
    messages.success(request, text % {"count": done})
    return redirect("curation:candidates", round_.pk)
