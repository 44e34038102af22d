"""The daily work on products: found, entered, brought into the catalogue and out of it."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import Request
from apps.accounts.idempotency import remember_made
from apps.accounts.refusals import need
from apps.businesses.models import Business
from apps.catalogue import hints
from apps.catalogue.models import Product
from apps.catalogue.pictures import picture_of, pictures_of
from apps.catalogue.product_forms import ProductForm
from apps.catalogue.steps import STEPS, steps_of
from ikmportal import refusing

VIEW, ADD = "catalogue.view_product", "catalogue.add_product"
CHANGE = "catalogue.change_product"
PER_PAGE = 24
MOST_FOUND = 20


def product_of(request: Request, pk: int, *, kept: bool = False) -> Product:
    """A product that this officer sees; `kept`: of a business of his own office."""
    rows = Product.objects.visible_to(request.user)
    if kept:
        rows = Product.objects.kept_by(request.user)
    return get_object_or_404(rows.with_picture(), pk=pk)


@require_GET
def product_list(request: Request) -> HttpResponse:
    need(request.user, VIEW)
    asked = {
        name: request.GET.get(name, "").strip() for name in ("q", "keadaan", "ikm")
    }
    business = business_of(request, asked["ikm"])
    if asked["ikm"] and business is None:
        asked["ikm"] = ""
    rows = _filtered(Product.objects.visible_to(request.user), asked)
    ordered = rows.with_picture().select_related("business__owner").order_by("-pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "products": [(product, picture_of(product, "thumbnail")) for product in page],
        "business": business,
        "asked": asked,
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "states": Product.State.choices,
        "may_add": request.user.has_perm(ADD),
    }
    return render(request, "catalogue/list.html", context)


def _filtered(rows: Any, asked: dict[str, str]) -> Any:
    if asked["ikm"]:
        rows = rows.filter(business_id=asked["ikm"])
    if asked["keadaan"] == "tanpa-foto":
        rows = rows.filter(photos=None)
    elif asked["keadaan"]:
        rows = rows.filter(state=asked["keadaan"])
    for word in asked["q"].split()[:5]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(code__iexact=word)
            | Q(business__name__icontains=word)
            | Q(business__brand__icontains=word)
        )
    return rows


def business_of(request: Request, key: str, *, kept: bool = False) -> Business | None:
    if not key.isdecimal() or len(key) > 18:
        return None
    rows: QuerySet[Business] = Business.objects.visible_to(request.user)
    if kept:
        rows = Business.objects.kept_by(request.user)
    return rows.select_related("owner").filter(pk=key).first()


@require_GET
def product(request: Request, pk: int) -> HttpResponse:
    need(request.user, VIEW)
    shown = product_of(request, pk)
    kept = Product.objects.kept_by(request.user).filter(pk=pk).exists()
    context = {
        "product": shown,
        "pictures": list(pictures_of(shown)),
        "missing": hints.missing(shown),
        "score": hints.score(shown),
        "steps": steps_of(shown, request.user) if kept else [],
        "may_change": kept and request.user.has_perm(CHANGE),
    }
    return render(request, "catalogue/product.html", context)


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """For a business that is chosen first."""
    need(request.user, ADD)
    business = business_of(request, request.GET.get("ikm", ""), kept=True)
    if business is None:
        return _choose_business(request)
    made = Product(business=business)
    form = ProductForm(request.POST or None, instance=made)
    if request.method == "POST" and may_save(request, form):
        form.save()
        remember_made(request, _address(made))
        messages.success(request, _("«%(name)s» is entered.") % {"name": made})
        return redirect("catalogue:photos", made.pk)
    return render(request, "catalogue/form.html", {"form": form, "business": business})


def _choose_business(request: Request) -> HttpResponse:
    asked = request.GET.get("cari", "").strip()
    found = Business.objects.kept_by(request.user).select_related("owner", "region")
    for word in asked.split()[:5]:
        found = found.filter(
            Q(name__icontains=word) | Q(brand__icontains=word) | Q(nib=word)
        )
    context = {"asked": asked, "found": found[:MOST_FOUND] if asked else []}
    return render(request, "catalogue/choose_business.html", context)


def may_save(request: Request, form: forms.BaseForm) -> bool:
    held_back = refusing.holds_back(request, form)
    return form.is_valid() and not held_back


def _address(product: Product) -> str:
    return reverse("catalogue:product", args=[product.pk])


@refusing.shows_refusal
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    need(request.user, CHANGE)
    changed = product_of(request, pk, kept=True)
    form = ProductForm(request.POST or None, instance=changed)
    if request.method == "POST" and may_save(request, form):
        form.save()
        messages.success(request, _("«%(name)s» is saved.") % {"name": changed})
        return redirect("catalogue:product", pk)
    context = {"form": form, "business": changed.business, "product": changed}
    return render(request, "catalogue/form.html", context)


@require_POST
def step(request: Request, pk: int, deed: str) -> HttpResponse:
    """One step on the way into the catalogue, or out of it."""
    taken = STEPS[deed]
    need(request.user, taken.permission)
    stepping = product_of(request, pk, kept=True)
    try:
        taken.do(stepping, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, str(taken.done) % {"name": stepping})
    return redirect("catalogue:product", pk)
