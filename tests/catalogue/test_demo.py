import json

import pytest
from django.conf import settings

from apps.accounts.models import User
from apps.businesses.models import Business
from apps.catalogue.demo import load_products
from apps.catalogue.drawing.choosing import THINGS
from apps.catalogue.models import Product, ProductPhoto
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WORDS = json.loads(
    (settings.BASE_DIR / "fixtures" / "demo" / "products.json").read_text()
)


@pytest.fixture
def street(roles, settings, tmp_path):
    """A few dozen makers, half of them listed."""
    settings.MEDIA_ROOT = tmp_path
    agency = AgencyFactory()
    UserFactory(agency=agency, roles=["approver"])
    makes = list(WORDS["products"])
    for number in range(48):
        chosen = makes[number % len(makes)], makes[(number * 7 + 3) % len(makes)]
        BusinessFactory(
            agency=agency, listed=number % 2 == 0, products=", ".join(chosen)
        )


def seen():
    columns = ("name", "name_en", "price", "state", "grade", "slug", "code")
    return list(Product.objects.order_by("pk").values_list(*columns))


def test_the_demo_has_the_same_products_each_time(street):
    assert load_products() > 96
    first = seen()
    Product.objects.all().delete()
    load_products()

    assert first == seen()
    assert load_products() == 0


def test_only_products_of_listed_makers_are_published_and_most_of_them(street):
    load_products()

    published = Product.objects.filter(state=Product.State.PUBLISHED)
    assert set(published) == set(Product.objects.shown())
    listed = Product.objects.filter(business__in=Business.objects.listed())
    assert published.count() > 0.75 * listed.count()
    assert {"draft", "submitted"} <= set(
        Product.objects.values_list("state", flat=True)
    )
    assert published.filter(approved_by__in=User.objects.all()).exists()


def test_painted_photos_are_marked_as_drawings(street):
    load_products()

    assert ProductPhoto.objects.exists()
    assert not ProductPhoto.objects.filter(is_drawing=False).exists()


def test_every_word_of_the_demo_can_be_drawn():
    for make in WORDS["products"]:
        assert any(word in THINGS for word in make.casefold().split()), make
