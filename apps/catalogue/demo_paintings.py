"""Painted photos for some of the demo's products; marked as drawings, for nobody took them."""

import hashlib
import io
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from apps.catalogue import photo_files
from apps.catalogue.drawing import key_for
from apps.catalogue.drawing.scene import paint
from apps.catalogue.models import Product, ProductPhoto

WIDTH = 960
EACH = 4  # products that show one painting
GRAIN = 18


def paint_some(products: Sequence[Product], makes: Iterable[str]) -> int:
    """Give a few published products of each make a painting. Returns how many were given."""
    photos: list[ProductPhoto] = []
    for make in makes:
        chosen = [
            product
            for product in products
            if product.state == Product.State.PUBLISHED
            and product.name.casefold().startswith(make)
        ][:EACH]
        if chosen:
            photos.extend(_photos(make, chosen))
    return len(ProductPhoto.objects.bulk_create(photos))


def _photos(make: str, products: Sequence[Product]) -> Iterable[ProductPhoto]:
    content = _painting(make)
    developed = photo_files.develop(content)
    left, top, width = developed.crop
    first = photo_files.keep(developed.parts)
    for number, product in enumerate(products):
        yield ProductPhoto(
            product=product,
            alt=f"Lukisan: {product.name}",
            alt_en=f"Painting: {product.name_en or product.name}",
            stored_as=first if number == 0 else _twin(first),
            sha256=hashlib.sha256(content).hexdigest(),
            width=developed.width,
            height=developed.height,
            crop_left=left,
            crop_top=top,
            crop_width=width,
            is_drawing=True,
        )


def _twin(stored_as: str) -> str:
    """The same files once more, under another name."""
    parts = {
        size: photo_files.path_of(stored_as, size).read_bytes()
        for size in photo_files.SIZES
    }
    return photo_files.keep(parts)


def _painting(make: str) -> bytes:
    """A drawing as if it stood in a room: light from one side, dusk at the rim, grain."""
    scene = paint(key_for(make, seed=7), WIDTH)
    size = scene.size
    soft = scene.filter(ImageFilter.GaussianBlur(1.2))
    light = Image.linear_gradient("L").rotate(90).resize(size)
    lit = ImageChops.overlay(soft, Image.merge("RGB", [light.point(_gentle)] * 3))
    rim = Image.radial_gradient("L").resize(size).point(lambda far: 255 - far // 3)
    dusky = ImageChops.multiply(lit, Image.merge("RGB", [rim] * 3))
    grain = Image.effect_noise(size, GRAIN)
    grained = ImageChops.overlay(dusky, Image.merge("RGB", [grain] * 3))
    answer = io.BytesIO()
    ImageEnhance.Color(grained).enhance(1.08).save(answer, "JPEG", quality=90)
    return answer.getvalue()


def _gentle(shade: int) -> int:
    return 96 + shade // 4
