from datetime import timedelta

import factory
from django.utils import timezone
from django.utils.timezone import localdate

from apps.catalogue.models import Product, ProductPhoto, ProductSheet
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory


class ProductFactory(factory.django.DjangoModelFactory):
    """A draft; `graded` has a grade, `published` is shown if its business is listed."""

    class Meta:
        model = Product

    class Params:
        graded = factory.Trait(
            state=Product.State.CURATED,
            grade=Product.Grade.B,
            graded_on=factory.LazyFunction(localdate),
            grade_until=factory.LazyFunction(lambda: localdate() + timedelta(days=730)),
        )
        published = factory.Trait(
            graded=True,
            state=Product.State.PUBLISHED,
            slug=factory.Sequence(lambda number: f"produk-{number}"),
            published_at=factory.LazyFunction(timezone.now),
        )

    business = factory.SubFactory(BusinessFactory)
    name = factory.Sequence(lambda number: f"Keripik Pisang {number}")


class ProductPhotoFactory(factory.django.DjangoModelFactory):
    """A row without files behind it: what is on disk is made by the deed."""

    class Meta:
        model = ProductPhoto

    product = factory.SubFactory(ProductFactory)
    alt = "Keripik pisang dalam kemasan"
    stored_as = factory.Sequence(lambda number: f"{number:032x}")
    sha256 = factory.Sequence(lambda number: f"{number:064x}")
    width = 1600
    height = 1200


class ProductSheetFactory(factory.django.DjangoModelFactory):
    """A list that was sent, without files behind it."""

    class Meta:
        model = ProductSheet

    agency = factory.SubFactory(AgencyFactory)
    created_by = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..agency")
    )
    file_name = "produk.xlsx"
