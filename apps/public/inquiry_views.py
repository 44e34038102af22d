"""Asking the maker of a product, and taking a list of products along on paper."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.attempts import (
    INQUIRIES_ABOUT,
    INQUIRIES_FROM,
    LOOKBOOKS_FROM,
    count,
)
from apps.catalogue import inquiries
from apps.catalogue.models import Product
from apps.public import catalogue_filters as filters
from apps.public.catalogue import catalogue
from apps.public.errors import Unlisted
from apps.public.inquiry_forms import InquiryForm
from apps.public.lookbook import lookbook_pdf
from ikmportal.client_address import client_address, network_of


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquire(request: HttpRequest, slug: str) -> HttpResponse:
    product = (
        Product.objects.shown().filter(slug=slug).select_related("business").first()
    )
    if product is None:
        raise Unlisted(
            _("This product is not in the catalogue. Perhaps its maker took it out.")
        )
    form = InquiryForm(request.POST or None)
    status, done = 200, False
    if request.method == "POST" and form.is_valid():
        if form.is_of_a_machine:
            done = True  # it learns nothing
        elif _is_too_often(request, slug):
            form.add_error(
                None, _("Many questions came from there: try again in an hour.")
            )
            status = 429
        else:
            done = _sent(product, form)
    context = {
        "form": form,
        "done": done,
        "product": {"name": str(product), "slug": slug},
        "maker": product.business.public_name,
    }
    return render(request, "public/katalog/inquire.html", context, status=status)


def _is_too_often(request: HttpRequest, slug: str) -> bool:
    network = network_of(client_address(request))
    attempts = [count(INQUIRIES_FROM, network), count(INQUIRIES_ABOUT, slug)]
    return any(attempt.refused_until for attempt in attempts)


def _sent(product: Product, form: InquiryForm) -> bool:
    said = {name: form.cleaned_data[name] for name in ("name", "contact", "text")}
    try:
        inquiries.ask(product, **said)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@login_not_required
@never_cache
@require_safe
def lookbook(request: HttpRequest) -> HttpResponse:
    """The first products of a list as a PDF to print."""
    attempt = count(LOOKBOOKS_FROM, network_of(client_address(request)))
    if attempt.refused_until:
        return render(request, "public/katalog/too_many.html", status=429)
    having = filters.known()
    asked = filters.asked_of(request.GET, having)
    pdf = lookbook_pdf(catalogue(asked, having))
    headers = {"Content-Disposition": 'inline; filename="katalog.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
