"""Photos of a product: added, put in order, cut, told in words, taken away.

A photo that is cut anew gets new files under a new name, so that no address ever shows two
things, and whoever looks while it happens sees a whole one.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue import photo_files
from apps.catalogue.models import Product, ProductPhoto

MOST_PHOTOS = 10
A_DAY = timedelta(days=1)  # a file is older than its row by a moment


def add_photo(
    product: Product,
    content: bytes,
    *,
    alt: str,
    alt_en: str = "",
    is_drawing: bool = False,
) -> ProductPhoto:
    """Keep a photo as the last one of a product. Raises ValidationError."""
    made = made_of(photo_files.develop(content), hashlib.sha256(content).hexdigest())
    made.product, made.is_drawing = product, is_drawing
    made.alt, made.alt_en = alt.strip(), alt_en.strip()
    try:
        _append(made)
    except BaseException:
        photo_files.remove(made.stored_as)
        raise
    return made


def made_of(developed: photo_files.Developed, sha256: str) -> ProductPhoto:
    """A row, not yet saved and of no product, with its files on disk."""
    left, top, width = developed.crop
    return ProductPhoto(
        stored_as=photo_files.keep(developed.parts),
        sha256=sha256,
        width=developed.width,
        height=developed.height,
        crop_left=left,
        crop_top=top,
        crop_width=width,
    )


@transaction.atomic
def _append(photo: ProductPhoto) -> None:
    _lock(photo.product_id)
    others = ProductPhoto.objects.filter(product=photo.product_id)
    if others.count() >= MOST_PHOTOS:
        raise ValidationError(
            ngettext(
                "A product has at most %(most)d photo.",
                "A product has at most %(most)d photos.",
                MOST_PHOTOS,
            )
            % {"most": MOST_PHOTOS}
        )
    last = others.aggregate(last=Max("position"))["last"]
    photo.position = 0 if last is None else last + 1
    photo.full_clean()
    photo.save()


@transaction.atomic
def reorder(product: Product, order: Sequence[int]) -> None:
    """Put the photos of a product in this order of their keys. Raises ValidationError."""
    _lock(product.pk)
    photos = {photo.pk: photo for photo in product.photos.all()}
    if sorted(order) != sorted(photos):
        raise ValidationError(
            _("The photos have changed meanwhile: look at them, and order them again.")
        )
    for position, key in enumerate(order):
        photo = photos[key]
        if photo.position != position:
            photo.position = position
            photo.save(update_fields=["position"])


@transaction.atomic
def move(photo: ProductPhoto, steps: int) -> None:
    """Move a photo towards the first place (below zero) or the last."""
    _lock(photo.product_id)
    order = list(photo.product.photos.values_list("pk", flat=True))
    if photo.pk not in order:
        raise ValidationError(_("This photo is no longer there."))
    place = order.index(photo.pk)
    order.insert(min(max(place + steps, 0), len(order) - 1), order.pop(place))
    reorder(photo.product, order)


def crop(photo: ProductPhoto, left: int, top: int, width: int) -> None:
    """Cut a photo anew from what was kept of it; in thousandths. Raises ValidationError."""
    photo.crop_left, photo.crop_top, photo.crop_width = left, top, width
    photo.full_clean()
    try:
        kept = photo_files.path_of(photo.stored_as, photo_files.ORIGINAL).read_bytes()
    except FileNotFoundError:
        raise ValidationError(
            _("The file itself is missing on the server: add the photo again.")
        ) from None
    developed = photo_files.develop(kept, (left, top, width))
    parts = {**developed.parts, photo_files.ORIGINAL: kept}
    new = photo_files.keep(parts)
    try:
        _exchange(photo, new)
    except BaseException:
        photo_files.remove(new)
        raise


@transaction.atomic
def _exchange(photo: ProductPhoto, new: str) -> None:
    _lock(photo.product_id)
    stored = ProductPhoto.objects.filter(pk=photo.pk).values_list(
        "stored_as", flat=True
    )
    old = stored.first()
    if old != photo.stored_as:
        raise ValidationError(
            _(
                "Somebody has changed this photo meanwhile: look at it, and cut it again."
            )
        )
    photo.stored_as = new
    photo.save(update_fields=["stored_as", "crop_left", "crop_top", "crop_width"])
    transaction.on_commit(partial(photo_files.remove, old))


def describe(photo: ProductPhoto, alt: str, alt_en: str = "") -> None:
    """Tell in words what a photo shows. Raises ValidationError."""
    photo.alt, photo.alt_en = alt.strip(), alt_en.strip()
    photo.full_clean()
    photo.save(update_fields=["alt", "alt_en"])


@transaction.atomic
def remove(photos: Iterable[ProductPhoto]) -> int:
    """Take rows and files away; a file goes once its row is surely gone. Returns how many."""
    removed = 0
    for photo in photos:
        photo.delete()
        transaction.on_commit(partial(photo_files.remove, photo.stored_as))
        removed += 1
    return removed


def _lock(product: int) -> None:
    """One officer at a time puts the photos of a product in order."""
    if not Product.objects.select_for_update().filter(pk=product).exists():
        raise ValidationError(_("This product is no longer there."))


def count_strays(before: datetime) -> int:
    return len(_strays())


def remove_strays(before: datetime) -> int:
    """Files of products that were deleted: their rows went with them."""
    found = _strays()
    for name in found:
        photo_files.remove(name)
    return len(found)


def _strays() -> list[str]:
    known = ProductPhoto.objects.values_list("stored_as", flat=True)
    return photo_files.strays(known.iterator(), (timezone.now() - A_DAY).timestamp())
