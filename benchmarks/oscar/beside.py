"""Our list of a commodity group beside django-oscar's category page over the same products."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.oscar.timing import TIMES, median
from benchmarks.visitors import scratch_url

GROUP = "pangan"
NOTE = (
    f"small catalogue only, for the shop is slow to fill; median of {TIMES} warm requests, "
    "each drawn anew; django-oscar's search answered by PostgreSQL, without facets"
)


def oscar_rows(client: Any) -> list[dict[str, Any]]:
    """The first and the last whole page of a group, of the products that are there now."""
    if find_spec("oscar") is None:
        print("django-oscar is not installed: its category page is not measured.")
        return []
    from apps.catalogue.models import Product
    from apps.public import kept_pages
    from apps.public.queries import PER_PAGE

    count = Product.objects.count()
    last = Product.objects.filter(commodity_group__code=GROUP).count() // PER_PAGE
    pages = [1, last]
    theirs = oscar_seconds(pages, PER_PAGE)
    return [
        {
            "work": f"our category page {page} at {count} products",
            "value": median(
                client,
                f"/katalog/?kelompok={GROUP}&hal={page}",
                before=kept_pages.forget_all,
            ),
            "beside": "django-oscar's over the same products",
            "floor": seconds,
            "note": NOTE,
        }
        for page, seconds in zip(pages, theirs, strict=True)
    ]


def oscar_seconds(pages: list[int], per_page: int) -> list[float]:
    """What a process of its own measures on a database of its own, which is then dropped."""
    from django.db import connection

    name = f"{connection.settings_dict['NAME']}_oscar"
    command = [sys.executable, "-m", "benchmarks.oscar", GROUP, *map(str, pages)]
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    with connection.cursor() as cursor, TemporaryDirectory() as media:
        cursor.execute(drop)
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            answer = subprocess.run(
                command,
                check=True,
                input=json.dumps(products()).encode(),
                stdout=subprocess.PIPE,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "benchmarks.oscar.settings",
                    "DATABASE_URL": scratch_url(name),
                    "MEDIA_ROOT": media,
                    "PER_PAGE": str(per_page),
                },
            )
        finally:
            cursor.execute(drop)
    return json.loads(answer.stdout.splitlines()[-1])


def products() -> list[tuple[str, str, str, str]]:
    """Name, group, price and description of each product, the newest first as we show them."""
    from apps.catalogue.models import Product

    rows = Product.objects.order_by("-published_at").values_list(
        "name", "commodity_group__code", "price", "description"
    )
    return [(name, group, str(price), said) for name, group, price, said in rows]
