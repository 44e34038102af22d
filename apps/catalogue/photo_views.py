"""The photos of a product: several at once, in order, cut, told in words."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.http import Request
from apps.accounts.refusals import need
from apps.catalogue.models import Product, ProductPhoto
from apps.catalogue.photo_files import RATIO
from apps.catalogue.photos import (
    add_photo,
    crop,
    describe,
    move,
    remove,
    reorder,
)
from apps.catalogue.pictures import Picture, photo_picture, picture_of
from apps.catalogue.product_forms import CropForm, PhotosForm, WordsForm
from apps.catalogue.product_views import CHANGE, product_of

NEARER, FARTHER = "maju", "mundur"


def photo_of(request: Request, pk: int) -> ProductPhoto:
    kept = ProductPhoto.objects.kept_by(request.user)
    found: Any = get_object_or_404(kept.select_related("product__business"), pk=pk)
    return found


@require_http_methods(["GET", "POST"])
def photos(request: Request, pk: int) -> HttpResponse:
    need(request.user, CHANGE)
    product = product_of(request, pk, kept=True)
    form = PhotosForm(
        request.POST or None, request.FILES or None, initial={"alt": product.name}
    )
    if request.method == "POST" and form.is_valid() and _added(request, form, product):
        return redirect("catalogue:photos", pk)
    rows: Any = product.photos.all()
    context = {
        "product": product,
        "photos": [(photo, photo_picture(photo)) for photo in rows],
        "drawing": None if rows else picture_of(product),
        "form": form,
        "moved": request.GET.get("foto", ""),
        "way": request.GET.get("arah", ""),
    }
    return render(request, "catalogue/photos.html", context)


def _added(request: Request, form: forms.Form, product: Product) -> bool:
    """Keep each photo that can be; say of each other one why not."""
    alt, added = form.cleaned_data["alt"], 0
    for file in form.cleaned_data["photos"]:
        try:
            add_photo(product, file.read(), alt=alt)
        except ValidationError as error:
            reason = " ".join(error.messages)
            form.add_error("photos", f"{file.name}: {reason}")
        else:
            added += 1
    if added:
        text = ngettext("%(n)d photo is added.", "%(n)d photos are added.", added)
        messages.success(request, text % {"n": added})
        for said in form.errors.get("photos", []):
            messages.error(request, str(said))
    return added > 0


@require_POST
def order(request: Request, pk: int) -> HttpResponse:
    """Every photo at once, in the order of the keys that were sent: after dragging."""
    need(request.user, CHANGE)
    product = product_of(request, pk, kept=True)
    keys = [int(key) for key in request.POST.getlist("photo") if key.isdecimal()]
    _do(request, lambda: reorder(product, keys), _("The new order is saved."))
    return redirect("catalogue:photos", pk)


@require_POST
def shift(request: Request, pk: int) -> HttpResponse:
    """One photo by one place."""
    need(request.user, CHANGE)
    photo = photo_of(request, pk)
    steps = {NEARER: -1, FARTHER: 1}.get(request.POST.get("arah", ""), 0)
    _do(request, lambda: move(photo, steps), _("The new order is saved."))
    address = reverse("catalogue:photos", args=[photo.product_id])
    return redirect(f"{address}?{urlencode({'foto': pk, 'arah': steps})}")


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """The words and the cut of one photo: two forms, each sent by its own button."""
    need(request.user, CHANGE)
    photo = photo_of(request, pk)
    words = WordsForm(instance=photo)
    cut = CropForm(initial=_percent(photo))
    if request.method == "POST" and "cut" in request.POST:
        cut = CropForm(request.POST)
        saved = _cut(photo, cut)
    elif request.method == "POST":
        words = WordsForm(request.POST, instance=photo)
        saved = words.is_valid() and _told(photo, words)
    else:
        saved = False
    if saved:
        messages.success(request, _("The photo is saved."))
        return redirect("catalogue:photo", pk)
    photo.refresh_from_db()
    return render(request, "catalogue/photo.html", _shown(photo, words, cut))


def _shown(photo: ProductPhoto, words: WordsForm, cut: CropForm) -> dict[str, Any]:
    picture = photo_picture(photo, "gallery")
    return {
        "photo": photo,
        "product": photo.product,
        "picture": picture,
        "card": photo_picture(photo),
        "box": _box(photo, picture),
        "words": words,
        "cut": cut,
    }


def _percent(photo: ProductPhoto) -> dict[str, float]:
    return {
        "left": photo.crop_left / 10,
        "top": photo.crop_top / 10,
        "width": photo.crop_width / 10,
    }


def _box(photo: ProductPhoto, picture: Picture) -> dict[str, int]:
    width = picture.width * photo.crop_width // 1000
    return {
        "left": picture.width * photo.crop_left // 1000,
        "top": picture.height * photo.crop_top // 1000,
        "width": width,
        "height": round(width / RATIO),
    }


def _cut(photo: ProductPhoto, form: CropForm) -> bool:
    if not form.is_valid():
        return False
    try:
        crop(photo, *form.thousandths)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    return not form.errors


def _told(photo: ProductPhoto, form: WordsForm) -> bool:
    describe(photo, form.cleaned_data["alt"], form.cleaned_data["alt_en"])
    return True


@require_POST
def take_away(request: Request, pk: int) -> HttpResponse:
    need(request.user, CHANGE)
    photo = photo_of(request, pk)
    product = photo.product_id
    _do(request, lambda: remove([photo]), _("The photo is removed."))
    return redirect("catalogue:photos", product)


def _do(request: Request, deed: Any, done: str) -> None:
    try:
        deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
