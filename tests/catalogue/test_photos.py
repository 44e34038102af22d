import io
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from PIL import Image

from apps.catalogue import photo_files
from apps.catalogue.models import ProductPhoto
from apps.catalogue.photos import (
    add_photo,
    count_strays,
    crop,
    describe,
    move,
    remove,
    remove_strays,
    reorder,
)
from apps.catalogue.pictures import picture_of, pictures_of
from tests.catalogue import pictures_of as files
from tests.factories.catalogue import ProductFactory, ProductPhotoFactory

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def opened(photo, size):
    content = photo_files.path_of(photo.stored_as, size).read_bytes()
    return Image.open(io.BytesIO(content))


def refusal_of(content):
    with pytest.raises(ValidationError) as refused:
        photo_files.develop(content)
    return refused.value.code


@pytest.mark.django_db
def test_a_photo_is_painted_in_every_size_of_the_site(folder):
    photo = add_photo(ProductFactory(), files.photo(3000, 2000), alt="Dodol")

    sizes = {size: opened(photo, size).size for size in photo_files.SIZES}
    assert sizes == {
        "160": (160, 160),
        "320": (320, 240),
        "640": (640, 480),
        "1280": (1280, 853),
        "og": (1200, 630),
        "original": (2000, 1333),
    }
    assert [opened(photo, size).format for size in ("640", "og")] == ["WEBP", "JPEG"]
    assert (photo.width, photo.height) == (2000, 1333)


@pytest.mark.django_db
def test_nothing_of_where_it_was_taken_is_kept(folder):
    content = files.with_a_place()
    assert files.PLACE.encode() in content  # the control

    add_photo(ProductFactory(), content, alt="Dodol")

    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert len(kept) == len(photo_files.SIZES)
    for path in kept:
        written = path.read_bytes()
        assert files.PLACE.encode() not in written
        assert b"Exif" not in written
        assert dict(Image.open(io.BytesIO(written)).getexif()) == {}


def test_a_photo_stands_upright_as_the_camera_says():
    developed = photo_files.develop(files.with_a_place())

    assert (developed.width, developed.height) == (600, 800)


def test_a_photo_of_fifty_million_pixels_is_taken_and_a_larger_one_refused():
    developed = photo_files.develop(files.photo(8160, 6120))

    assert (developed.width, developed.height) == (2000, 1500)
    assert refusal_of(files.photo(9000, 6000)) == "too_many_pixels"


def test_a_bomb_is_refused():
    assert refusal_of(files.bomb()) == "too_many_pixels"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (files.HTML, "not_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_picture"),
        (b"GIF89a" + b"\0" * 100, "not_picture"),
        (files.photo()[:5000], "truncated"),
        (files.photo(kind="PNG")[:800], "truncated"),
        (files.photo(150, 400), "too_small"),
        (files.HEIC, "heic"),
        (b"\xff\xd8\xff" + b"x" * (20 * 2**20), "too_large"),
    ],
    ids=["empty", "html", "svg", "gif", "jpeg", "png", "small", "heic", "large"],
)
def test_what_is_no_photo_is_refused_with_its_reason(content, code):
    assert refusal_of(content) == code


def test_colours_of_printers_and_phones_become_those_of_the_web():
    parts = photo_files.develop(files.in_cmyk()).parts

    painted = Image.open(io.BytesIO(parts["640"]))
    red, green, blue = painted.convert("RGB").getpixel((100, 100))
    assert painted.mode == "RGB"
    assert red > 200
    assert green < 60
    assert blue < 60
    assert "icc_profile" not in painted.info
    assert photo_files.develop(files.in_wide_colours()).width == 1600


def test_what_was_clear_is_white():
    parts = photo_files.develop(files.clear()).parts

    assert Image.open(io.BytesIO(parts["640"])).convert("RGB").getpixel((9, 9)) == (
        255,
        255,
        255,
    )


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_cut_anew_from_what_was_kept():
    photo = add_photo(ProductFactory(), files.halves(), alt="Tiga warna")
    before = photo.stored_as
    assert colour_of(photo) == "green"

    crop(photo, 0, 0, 400)

    photo.refresh_from_db()
    assert colour_of(photo) == "red"
    assert photo.stored_as != before
    assert not photo_files.path_of(before, "640").exists()
    crop(photo, 667, 0, 333)
    assert colour_of(photo) == "blue"


def colour_of(photo):
    red, green, blue = opened(photo, "640").convert("RGB").getpixel((320, 240))
    return {red: "red", green: "green", blue: "blue"}[max(red, green, blue)]


@pytest.mark.django_db
def test_a_cut_outside_the_photo_is_refused():
    photo = add_photo(ProductFactory(), files.halves(), alt="Tiga warna")

    with pytest.raises(ValidationError, match="outside"):
        crop(photo, 800, 0, 400)


@pytest.mark.django_db
def test_the_same_photo_is_not_added_twice_and_leaves_no_files(folder):
    product = ProductFactory()
    add_photo(product, files.photo(), alt="Dodol")

    with pytest.raises(ValidationError, match="already"):
        add_photo(product, files.photo(), alt="Dodol")

    assert product.photos.count() == 1
    assert len(list(folder.rglob("*-640.webp"))) == 1


@pytest.mark.django_db
def test_a_photo_without_words_is_refused(folder):
    with pytest.raises(ValidationError):
        add_photo(ProductFactory(), files.photo(), alt="  ")

    assert list(folder.rglob("*.webp")) == []


@pytest.mark.django_db
def test_a_product_has_ten_photos_at_most():
    product = ProductFactory()
    ProductPhotoFactory.create_batch(10, product=product)

    with pytest.raises(ValidationError, match="at most 10"):
        add_photo(product, files.photo(), alt="Dodol")


@pytest.mark.django_db
def test_photos_are_put_in_order():
    product = ProductFactory()
    first, second, third = ProductPhotoFactory.create_batch(3, product=product)

    reorder(product, [third.pk, first.pk, second.pk])
    assert list(product.photos.all()) == [third, first, second]

    move(first, -1)
    assert list(product.photos.all()) == [first, third, second]
    move(first, -1)
    assert list(product.photos.all()) == [first, third, second]


@pytest.mark.django_db
def test_an_order_that_misses_a_photo_is_refused():
    product = ProductFactory()
    _first, second = ProductPhotoFactory.create_batch(2, product=product)

    with pytest.raises(ValidationError, match="changed meanwhile"):
        reorder(product, [second.pk])


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_order_at_once_leave_one_order():
    product = ProductFactory()
    photos = ProductPhotoFactory.create_batch(4, product=product)
    keys = [photo.pk for photo in photos]
    orders = [keys[::-1], [keys[1], keys[0], keys[3], keys[2]]]
    together = threading.Barrier(2)

    def order(wanted):
        together.wait()
        reorder(product, wanted)
        connection.close()

    threads = [threading.Thread(target=order, args=(wanted,)) for wanted in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [photo.pk for photo in product.photos.all()] in orders
    assert sorted(product.photos.values_list("position", flat=True)) == [0, 1, 2, 3]


@pytest.mark.django_db
def test_photos_are_told_in_words_of_both_languages():
    photo = ProductPhotoFactory()

    describe(photo, " Dodol dalam besek ", "Dodol in a woven box")

    photo.refresh_from_db()
    assert (photo.alt, photo.alt_en) == ("Dodol dalam besek", "Dodol in a woven box")


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_is_removed_takes_its_files_along(folder):
    photo = add_photo(ProductFactory(), files.photo(), alt="Dodol")

    assert remove([photo]) == 1

    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert not ProductPhoto.objects.exists()


@pytest.mark.django_db
def test_files_of_products_that_are_gone_are_purged_after_a_day(folder):
    product = ProductFactory()
    add_photo(product, files.photo(), alt="Dodol")
    kept = add_photo(ProductFactory(), files.photo(), alt="Dodol")
    product.delete()
    assert count_strays(None) == 0  # of today: its row may be about to come

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert count_strays(None) == 1
        assert remove_strays(None) == 1

    assert {path.name[:32] for path in folder.rglob("*-640.webp")} == {kept.stored_as}


@pytest.mark.django_db
def test_the_picture_of_a_product_is_its_first_photo():
    product = ProductFactory()
    second, first = ProductPhotoFactory.create_batch(2, product=product, width=800)
    reorder(product, [first.pk, second.pk])

    card, thumbnail = picture_of(product), picture_of(product, "thumbnail")

    assert card.url == f"/katalog/foto/{first.stored_as}-640.webp"
    assert card.srcset == (
        f"/katalog/foto/{first.stored_as}-320.webp 320w, "
        f"/katalog/foto/{first.stored_as}-640.webp 640w"
    )
    assert (card.width, card.height, card.alt) == (640, 480, first.alt)
    assert (thumbnail.width, thumbnail.height) == (160, 160)
    assert [(each.width, each.height) for each in pictures_of(product)] == [
        (800, 1200),
        (800, 1200),
    ]


@pytest.mark.django_db
def test_a_product_without_a_photo_has_a_drawing():
    product = ProductFactory(name="Keripik Tempe")

    picture = picture_of(product)

    assert picture.is_drawing
    assert picture.url.startswith("/katalog/gambar/1/kemasan-")
    assert picture.alt == "Drawing in place of a photo of Keripik Tempe"
    assert picture_of(product) == picture
