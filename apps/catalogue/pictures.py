"""What stands where a picture of a product is wanted: its first photo, or a drawing.

`picture_of(product, size)` asks nothing of the database if the photos were prefetched and the
groups selected: see `ProductQuerySet.with_picture`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.catalogue.drawing import key_for
from apps.catalogue.models import Product, ProductPhoto
from apps.catalogue.photo_files import ENDINGS, SIZES

# How large a drawing stands in the place of a size: it is as sharp in any.
PLACES = {
    "card": (640, 480),
    "gallery": (1280, 960),
    "thumbnail": (160, 160),
    "og": (1200, 630),
}


@dataclass(frozen=True)
class Picture:
    """For `<img>`: `srcset` is empty where there is one file for all sizes."""

    url: str
    width: int
    height: int
    alt: str
    srcset: str = ""
    is_drawing: bool = False


def picture_of(product: Product, size: str = "card") -> Picture:
    """The picture of a product: «card» 4:3, «gallery», «thumbnail» square, or «og»."""
    first = next(iter(product.photos.all()), None)
    return photo_picture(first, size) if first else drawn_picture(product, size)


def pictures_of(product: Product, size: str = "gallery") -> Iterator[Picture]:
    """Every photo of a product in its order, or the one drawing."""
    photos = list(product.photos.all())
    if not photos:
        yield drawn_picture(product, size)
    for photo in photos:
        yield photo_picture(photo, size)


def photo_picture(photo: ProductPhoto, size: str = "card") -> Picture:
    name, others = {
        "card": ("640", ["320", "640"]),
        "gallery": ("1280", []),
        "thumbnail": ("160", []),
        "og": ("og", []),
    }[size]
    width, height = _measured(photo, name)
    sources = [f"{photo_url(photo, other)} {SIZES[other][0]}w" for other in others]
    return Picture(
        url=photo_url(photo, name),
        width=width,
        height=height,
        alt=str(photo),
        srcset=", ".join(sources),
        is_drawing=photo.is_drawing,
    )


def photo_url(photo: ProductPhoto, name: str) -> str:
    ending = ENDINGS[SIZES[name][2]][0]
    return reverse("photo", args=[f"{photo.stored_as}-{name}.{ending}"])


def _measured(photo: ProductPhoto, name: str) -> tuple[int, int]:
    """How large the file of a size is, in pixels."""
    width, height, _kind = SIZES[name]
    if height:
        return width, height
    longest = max(photo.width, photo.height)
    scale = min(1, width / longest)
    return max(1, round(photo.width * scale)), max(1, round(photo.height * scale))


def drawn_picture(product: Product, size: str = "card") -> Picture:
    """A drawing in place of a photo: no row of it, always the same for the same product."""
    group = product.commodity_group or product.business.commodity_group
    key = key_for(
        product.name,
        group=group.code if group else "",
        subsector=product.subsector.code if product.subsector else "",
        seed=product.pk or 0,
    )
    width, height = PLACES[size]
    ending = "jpg" if size == "og" else "svg"
    return Picture(
        url=reverse("drawing", args=[f"{key}.{ending}"]),
        width=width,
        height=height,
        alt=_("Drawing in place of a photo of %(name)s") % {"name": product},
        is_drawing=True,
    )
