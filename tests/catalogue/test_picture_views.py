import io

import pytest
from django.urls import reverse
from PIL import Image

from apps.catalogue.drawing import UnknownDrawing, draw, key_for
from apps.catalogue.drawing.choosing import ARRANGEMENTS, BY_GROUP, CLOTHS, WORDS
from apps.catalogue.drawing.motifs import MOTIFS
from apps.catalogue.drawing.palettes import PALETTES
from apps.catalogue.drawing.things import THINGS
from apps.catalogue.models import Product
from apps.catalogue.photos import add_photo
from tests.catalogue import pictures_of as files
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_photo(**fields):
    business = BusinessFactory(listed=True)
    product = ProductFactory(business=business, published=True, **fields)
    return add_photo(product, files.photo(), alt="Dodol")


def address(photo, file="640.webp"):
    return reverse("photo", args=[f"{photo.stored_as}-{file}"])


@pytest.mark.django_db
def test_a_photo_of_a_published_product_is_for_everybody(client):
    photo = a_photo()

    answer = client.get(address(photo))

    assert Image.open(io.BytesIO(answer.content)).size == (640, 480)
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, no-cache"


@pytest.mark.django_db
def test_a_photo_that_a_browser_has_costs_no_bytes(client):
    photo = a_photo()
    etag = client.get(address(photo))["ETag"]

    answer = client.get(address(photo), HTTP_IF_NONE_MATCH=etag)

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("held", [False, True])
def test_a_photo_of_a_withdrawn_product_is_gone_at_once(client, held):
    photo = a_photo()
    headers = {"HTTP_IF_NONE_MATCH": client.get(address(photo))["ETag"]} if held else {}
    Product.objects.update(state=Product.State.WITHDRAWN)

    assert client.get(address(photo), **headers).status_code == 404


@pytest.mark.django_db
def test_a_photo_is_gone_with_the_consent_of_the_maker(client):
    photo = a_photo()
    business = photo.product.business
    business.listed_at = None
    business.slug = None
    business.save()

    assert client.get(address(photo)).status_code == 404


@pytest.mark.django_db
def test_officers_see_the_photos_of_their_drafts_and_others_do_not(client, roles):
    agency = AgencyFactory()
    product = ProductFactory(business=BusinessFactory(agency=agency))
    photo = add_photo(product, files.photo(), alt="Dodol")

    assert client.get(address(photo)).status_code == 404
    client.force_login(UserFactory(agency=AgencyFactory(), roles=["registrar"]))
    assert client.get(address(photo)).status_code == 404
    client.force_login(UserFactory(agency=agency, roles=["registrar"]))
    answer = client.get(address(photo))
    assert Image.open(io.BytesIO(answer.content)).size == (640, 480)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "file", ["original.webp", "640.jpg", "640", "../../x.webp", "og.webp", ""]
)
def test_nothing_else_of_a_photo_has_an_address(client, file):
    photo = a_photo()

    answer = client.get(f"/katalog/foto/{photo.stored_as}-{file}")

    assert answer.status_code == 404


def test_a_drawing_is_an_image_that_may_do_nothing(client):
    answer = client.get("/katalog/gambar/1/toples-kawung-soga-2.svg")

    assert answer.content.decode() == draw("toples-kawung-soga-2")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_drawing_is_a_jpeg_for_who_shows_no_svg(client):
    answer = client.get("/katalog/gambar/1/toples-kawung-soga-2.jpg")

    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))


@pytest.mark.parametrize(
    "name",
    [
        *("toples-kawung-soga-9.svg", "toples-kawung-soga-2.html", "toples.svg"),
        *("toples-kawung-soga-2-3.svg", "x-kawung-soga-2.svg", "toples-x-soga-2.svg"),
        *("toples-kawung-x-2.svg", "<script>.svg", "toples-kawung-soga-²-.svg"),
    ],
)
def test_a_drawing_that_nobody_asked_for_is_not_there(client, name):
    assert client.get(f"/katalog/gambar/1/{name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "group", "thing"),
    [
        ("Keripik Tempe Original", "pangan", "kemasan"),
        ("Tas Anyaman Pandan", "kerajinan-perhiasan", "tas"),
        ("Kopi Bubuk Arabika", "pangan", "kopi"),
        ("Batik Tulis Kawung", "sandang-tekstil", "kain"),
        ("Kursi Rotan", "kayu-furnitur", "kursi"),
        ("Sabun Serai", "kosmetik-herbal", "sabun"),
        ("SAMBAL ROA", "pangan", "toples"),
    ],
)
def test_the_name_says_what_is_drawn(name, group, thing):
    assert key_for(name, group=group).split("-")[0] == thing


def test_a_name_that_says_its_cloth_has_it():
    assert key_for("Kain batik truntum").split("-")[:2] == ["kain", "truntum"]


def test_the_group_says_what_is_drawn_where_the_name_does_not():
    drawn = {key_for(f"Xyz {n}", group="kayu-furnitur").split("-")[0] for n in range(9)}

    assert drawn <= {"kursi", "rak"}


def test_every_choice_can_be_drawn():
    assert set(WORDS) == set(THINGS)
    assert {thing for things in BY_GROUP.values() for thing in things} <= set(THINGS)
    assert {cloth for cloths in CLOTHS.values() for cloth in cloths} <= set(MOTIFS)


def test_drawings_are_light_and_hold_no_script():
    for place, thing in enumerate(THINGS):
        motif = list(MOTIFS)[place % len(MOTIFS)]
        palette = list(PALETTES)[place % len(PALETTES)]

        drawn = draw(f"{thing}-{motif}-{palette}-{place % ARRANGEMENTS}")

        assert len(drawn) < 22_000
        assert "<script" not in drawn
        assert "href" not in drawn
        assert "style=" not in drawn


def test_an_unknown_key_is_no_drawing():
    with pytest.raises(UnknownDrawing):
        draw("toples-kawung-soga")
