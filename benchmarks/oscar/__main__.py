"""Fills an empty shop and says what pages of one of its categories take.

    python -m benchmarks.oscar CATEGORY PAGE ... < products.json

In a process of its own: one process has one Django project. DATABASE_URL names an empty
database; the products are given as [name, category, price, description].
"""

import json
import logging
import sys
from typing import Any

import django


def main() -> None:
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command
    from django.test import Client
    from oscar.core.loading import get_model

    from benchmarks.oscar.timing import median

    call_command("migrate", verbosity=0)
    fill(json.load(sys.stdin))
    category = get_model("catalogue", "Category").objects.get(name=sys.argv[1])
    client = Client()
    pages = [f"{category.get_absolute_url()}?page={number}" for number in sys.argv[2:]]
    for page in pages:
        check(client.get(page, secure=True), page)
    print(json.dumps([median(client, page) for page in pages]))


def check(response: Any, page: str) -> None:
    """A page without its products and their prices would be a fast one."""
    from django.conf import settings

    for mark in (b"product_pod", b"price_color"):
        shown = response.content.count(mark)
        if shown != settings.OSCAR_PRODUCTS_PER_PAGE:
            raise RuntimeError(f"{shown} of {mark.decode()}: {page}")


def fill(products: list[list[str]]) -> None:
    """A category for each group, and for each product a price, so that it can be bought."""
    from django.db import connection
    from oscar.apps.catalogue.categories import create_from_breadcrumbs
    from oscar.core.loading import get_model

    names = sorted({category for _name, category, _price, _said in products})
    categories = {name: create_from_breadcrumbs(name) for name in names}
    kind = get_model("catalogue", "ProductClass").objects.create(
        name="Produk", track_stock=False
    )
    product = get_model("catalogue", "Product")
    made = product.objects.bulk_create(
        product(
            product_class=kind,
            title=name,
            slug=f"produk-{number}",
            description=said,
        )
        for number, (name, _category, _price, said) in enumerate(products)
    )
    through = get_model("catalogue", "ProductCategory")
    through.objects.bulk_create(
        through(product=each, category=categories[category])
        for each, (_name, category, _price, _said) in zip(made, products, strict=True)
    )
    partner = get_model("partner", "Partner").objects.create(name="Perajin")
    record = get_model("partner", "StockRecord")
    record.objects.bulk_create(
        record(product=each, partner=partner, partner_sku=each.pk, price=price)
        for each, (_name, _category, price, _said) in zip(made, products, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
