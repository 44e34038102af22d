"""What officers do with products and photos on their own pages."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.catalogue import hints
from apps.catalogue.models import Product, ProductPhoto
from ikmportal.money import RupiahField
from tests.catalogue import pictures_of as files
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import (
    ProductFactory,
    ProductPhotoFactory,
    ProductSheetFactory,
)

pytestmark = pytest.mark.django_db
TYPED = {"name": "Keripik Balado", "price": "Rp 18.000", "unit": "pack"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(roles):
    return UserFactory(agency=AgencyFactory(), roles=["registrar"])


@pytest.fixture
def business(officer):
    return BusinessFactory(agency=officer.agency, name="Dodol Rina", listed=True)


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_own_products_in_constant_queries(
    sign_in, officer, count, django_assert_num_queries
):
    client = sign_in(officer)
    mine = [
        ProductFactory(business=BusinessFactory(agency=officer.agency))
        for _number in range(count)
    ]
    ProductFactory()  # of another agency
    client.get(reverse("catalogue:list"))

    with django_assert_num_queries(10):
        page = client.get(reverse("catalogue:list"))

    assert {product for product, _picture in page.context["products"]} == set(mine)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "balado"}, ["Keripik Balado"]),
        ({"q": "krp-02"}, ["Dodol"]),
        ({"q": "rina dodol"}, ["Dodol"]),
        ({"keadaan": "submitted"}, ["Dodol"]),
        ({"keadaan": "tanpa-foto"}, ["Dodol"]),
        ({"keadaan": "published"}, []),
    ],
)
def test_the_list_is_narrowed_by_words_and_state(signed_in, business, asked, found):
    crisps = ProductFactory(business=business, name="Keripik Balado")
    ProductPhotoFactory(product=crisps)
    ProductFactory(business=business, name="Dodol", code="KRP-02", state="submitted")

    page = signed_in.get(reverse("catalogue:list"), asked)

    if asked.get("q") == "rina dodol":
        found = ["Dodol", "Keripik Balado"]  # the business is called so
    assert sorted(product.name for product, _ in page.context["products"]) == found


def test_a_product_is_entered_for_a_business_and_led_to_its_photos(signed_in, business):
    answer = signed_in.post(f"{reverse('catalogue:add')}?ikm={business.pk}", TYPED)

    product = Product.objects.get()
    assert answer.url == reverse("catalogue:photos", args=[product.pk])
    assert (product.business, product.price, product.state) == (
        business,
        18000,
        "draft",
    )


def test_the_business_is_chosen_first(signed_in, business):
    BusinessFactory(name="Dodol Asing")  # of another agency

    page = signed_in.get(reverse("catalogue:add"), {"cari": "dodol"})

    assert list(page.context["found"]) == [business]


def test_no_product_is_entered_for_a_business_of_another_office(signed_in):
    foreign = BusinessFactory()

    page = signed_in.post(f"{reverse('catalogue:add')}?ikm={foreign.pk}", TYPED)

    assert page.templates[0].name == "catalogue/choose_business.html"
    assert not Product.objects.exists()


def test_a_code_that_is_taken_is_said_at_the_form(signed_in, business):
    ProductFactory(business=business, code="KRP-01")

    page = signed_in.post(
        f"{reverse('catalogue:add')}?ikm={business.pk}", {**TYPED, "code": "KRP-01"}
    )

    assert "has a product of this code already" in page.content.decode()
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "price"),
    [("Rp25.000", 25000), ("25.000,00", 25000), ("25000", 25000), ("", None)],
)
def test_prices_are_typed_as_people_write_them(typed, price):
    assert RupiahField(required=False).clean(typed) == price


def test_a_product_goes_through_its_states_by_buttons(client, business, roles):
    product = ProductFactory(business=business)
    writer = UserFactory(agency=business.agency, roles=["registrar"])
    decider = UserFactory(agency=business.agency, roles=["approver"])

    for user, deed, state in [
        (writer, "submit", "submitted"),
        (decider, "approve", "curated"),
        (decider, "publish", "published"),
        (writer, "withdraw", "withdrawn"),
    ]:
        client.force_login(user)
        client.post(reverse(f"catalogue:{deed}", args=[product.pk]))
        product.refresh_from_db()
        assert product.state == state


def test_what_is_missing_for_a_publication_is_said(signed_in, officer):
    unlisted = BusinessFactory(agency=officer.agency, name="Tanpa Izin")
    product = ProductFactory(business=unlisted, graded=True)

    page = signed_in.post(reverse("catalogue:publish", args=[product.pk]), follow=True)

    assert "its consent and its publication come first" in said(page)[0]
    assert Product.objects.get().state == "curated"


def test_who_may_not_approve_is_not_offered_it(signed_in, business):
    product = ProductFactory(business=business, state="submitted")

    page = signed_in.get(reverse("catalogue:product", args=[product.pk]))

    assert [step.name for step in page.context["steps"]] == ["send_back"]


def uploaded(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.slow
def test_several_photos_are_added_at_once_and_the_bad_one_is_named(signed_in, business):
    product = ProductFactory(business=business)
    address = reverse("catalogue:photos", args=[product.pk])

    page = signed_in.post(
        address,
        {
            "photos": [
                uploaded("a.jpg", files.photo()),
                uploaded("b.png", files.halves()),
                uploaded("c.jpg", files.HTML),
            ],
            "alt": "Dodol dalam besek",
        },
        follow=True,
    )

    assert said(page) == [
        "2 photos are added.",
        "c.jpg: This is not a photo: a JPEG, PNG or WebP is.",
    ]
    assert list(product.photos.values_list("alt", "position")) == [
        ("Dodol dalam besek", 0),
        ("Dodol dalam besek", 1),
    ]


def test_photos_without_words_are_not_taken(signed_in, business):
    product = ProductFactory(business=business)

    page = signed_in.post(
        reverse("catalogue:photos", args=[product.pk]),
        {"photos": [uploaded("a.jpg", files.photo())], "alt": " "},
    )

    assert page.context["form"].has_error("alt")
    assert not ProductPhoto.objects.exists()


def test_photos_are_moved_by_buttons_and_by_an_order(signed_in, business):
    product = ProductFactory(business=business)
    first, second, third = ProductPhotoFactory.create_batch(3, product=product)

    signed_in.post(reverse("catalogue:shift", args=[third.pk]), {"arah": "maju"})
    assert list(product.photos.all()) == [first, third, second]

    keys = [second.pk, first.pk, third.pk]
    signed_in.post(reverse("catalogue:order", args=[product.pk]), {"photo": keys})
    assert list(product.photos.all()) == [second, first, third]

    page = signed_in.post(
        reverse("catalogue:order", args=[product.pk]), {"photo": keys[:2]}, follow=True
    )
    assert "changed meanwhile" in said(page)[-1]


@pytest.mark.slow
def test_a_photo_is_cut_by_numbers_and_told_in_words(signed_in, business):
    product = ProductFactory(business=business)
    signed_in.post(
        reverse("catalogue:photos", args=[product.pk]),
        {"photos": [uploaded("b.png", files.halves())], "alt": "Tiga warna"},
    )
    photo = ProductPhoto.objects.get()
    address = reverse("catalogue:photo", args=[photo.pk])

    signed_in.post(address, {"cut": "1", "left": "0", "top": "0", "width": "33.3"})
    signed_in.post(address, {"alt": "Merah", "alt_en": "Red"})
    page = signed_in.post(
        address, {"cut": "1", "left": "90", "top": "0", "width": "50"}
    )

    photo.refresh_from_db()
    assert (photo.crop_left, photo.crop_width) == (0, 333)
    assert (photo.alt, photo.alt_en) == ("Merah", "Red")
    assert "outside the photo" in page.content.decode()


@pytest.mark.parametrize("page", ["photo", "shift", "photo_remove"])
def test_photos_of_other_offices_are_not_there(signed_in, page):
    photo = ProductPhotoFactory()

    answer = signed_in.post(reverse(f"catalogue:{page}", args=[photo.pk]))

    assert answer.status_code == 404
    assert ProductPhoto.objects.filter(pk=photo.pk).exists()


def test_a_list_of_another_office_is_not_there(signed_in):
    sheet = ProductSheetFactory()

    assert signed_in.get(sheet.get_absolute_url()).status_code == 404


def test_hints_say_what_to_ask_next():
    bare = ProductFactory(price=None, is_export_ready=True)
    full = ProductFactory(
        **dict.fromkeys(("description", "description_en", "name_en"), "Uraian"),
        price=1,
        materials="ketan",
        lead_time_days=1,
        minimum_order=1,
    )
    ProductPhotoFactory(product=full)

    assert hints.missing(bare)[:3] == ["a photo", "a description", "a price"]
    assert "an HS code" in hints.missing(bare)
    assert hints.missing(full) == ["a commodity group"]
    assert (hints.score(bare), hints.score(full)) == (0, 90)


def test_the_admin_shows_the_picture_and_exports(signed_in, business):
    product = ProductFactory(business=business, name="Dodol =1+1")

    page = signed_in.get(reverse("admin:catalogue_product_change", args=[product.pk]))
    sheet = signed_in.post(reverse("admin:catalogue_product_export"), {"format": "1"})

    assert "/katalog/gambar/1/kue-" in page.content.decode()
    assert "Dodol =1+1" in io.BytesIO(sheet.content).read().decode()


@pytest.mark.parametrize(("asked", "count"), [("ada", 1), ("belum", 2)])
def test_the_admin_filters_by_photos(signed_in, business, asked, count):
    first = ProductFactory(business=business)
    ProductFactory.create_batch(2, business=business)
    ProductPhotoFactory.create_batch(2, product=first)

    page = signed_in.get(reverse("admin:catalogue_product_changelist"), {"foto": asked})

    assert page.context["cl"].result_count == count
