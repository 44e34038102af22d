"""About 3,000 products of the demo's businesses: seeded, so that every demo is the same."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from apps.accounts.models import User
from apps.businesses.models import Business
from apps.catalogue.demo_paintings import paint_some
from apps.catalogue.models import HsCode, Product
from apps.sectors.models import CreativeSubsector

SEED = 2020
FIRST_DAY = datetime(2019, 2, 4, 2, tzinfo=UTC)
HOURS = 40_000
TWO_YEARS = timedelta(days=730)
State = Product.State
# How many of a hundred: of businesses that are listed, and of the others.
LISTED = [(State.PUBLISHED, 88), (State.SUBMITTED, 4), (State.WITHDRAWN, 3)]
OTHERS = [(State.SUBMITTED, 22), (State.CURATED, 18)]
ROUNDED_TO = 500  # rupiah


@dataclass
class Shelf:
    """What all products are made from."""

    words: dict[str, Any]
    subsectors: dict[str, CreativeSubsector]
    hs_codes: dict[str, HsCode]
    approvers: dict[int, User]
    dice: random.Random

    def chance(self, percent: int) -> bool:
        return self.dice.random() * 100 < percent


@transaction.atomic
def load_products() -> int:
    """Fill an empty catalogue. Returns how many products were made."""
    if Product.objects.exists():
        return 0
    file = settings.BASE_DIR / "fixtures" / "demo" / "products.json"
    approvers = User.objects.filter(groups__name="approver", agency__isnull=False)
    shelf = Shelf(
        words=json.loads(file.read_text()),
        subsectors={
            each.code: each
            for each in CreativeSubsector.objects.filter(list_version="17")
        },
        hs_codes={each.code: each for each in HsCode.objects.all()},
        approvers={each.agency_id: each for each in approvers if each.agency_id},
        dice=random.Random(SEED),  # noqa: S311  believable, not secret
    )
    businesses = Business.objects.select_related("commodity_group", "owner")
    made = [one for each in businesses.order_by("pk") for one in _of(shelf, each)]
    Product.objects.bulk_create(made, batch_size=1000)
    paint_some(made, shelf.words["painted"])
    return len(made)


def _of(shelf: Shelf, business: Business) -> Iterator[Product]:
    group = business.commodity_group.code if business.commodity_group else ""
    subsector = shelf.subsectors.get(shelf.words["subsectors"].get(group, ""))
    number = 0
    for make in (part.strip() for part in business.products.split(",")):
        if about := shelf.words["products"].get(make):
            kinds = min(len(about["kinds"]), 1 + shelf.chance(28))
            for kind in shelf.dice.sample(about["kinds"], k=kinds):
                number += 1
                product = _product(shelf, business, make, kind)
                product.code = f"{slugify(make)[:3].upper()}-{number:02d}"
                product.subsector = subsector
                yield product


def _product(shelf: Shelf, business: Business, make: str, kind: list[str]) -> Product:
    about, dice = shelf.words["products"][make], shelf.dice
    name = f"{make[0].upper()}{make[1:]} {kind[0]}"
    low, high = about["price"]
    product = Product(
        business=business,
        name=name,
        commodity_group=business.commodity_group,
        unit=about["unit"],
        materials=about["materials"],
        price=dice.randint(low * 1000, high * 1000) // ROUNDED_TO * ROUNDED_TO,
    )
    if shelf.chance(6):
        product.price = None
    _describe(shelf, product, about, kind)
    if shelf.chance(55):
        product.minimum_order = dice.choice([1, 2, 5, 10, 12, 20])
        product.lead_time_days = dice.choice([1, 2, 3, 5, 7, 14])
    if shelf.chance(45):
        product.capacity = dice.choice([20, 50, 80, 120, 200, 300, 500, 1000])
    if about["hs"] and shelf.chance(18):
        product.is_export_ready = True
        product.hs_code = shelf.hs_codes.get(about["hs"])
    _bring_on(shelf, product)
    return product


def _describe(
    shelf: Shelf, product: Product, about: dict[str, Any], kind: list[str]
) -> None:
    """Words in Indonesian for nearly all, in English for many."""
    english = f"{about['english']}, {kind[1]}"
    texts = shelf.dice.choice(shelf.words["descriptions"])
    words = {
        "name": product.name,
        "english": english,
        "maker": product.business.display_name,
        "materials": about["materials"] or "pilihan",
    }
    if shelf.chance(94):
        product.description = texts[0].format(**words)
        if _is_food(product) and texts[0].startswith("{name}"):
            product.description += " Bahan dan pembuatannya halal."
    if shelf.chance(62):
        product.name_en = english
        if shelf.chance(70):
            product.description_en = texts[1].format(**words)


def _is_food(product: Product) -> bool:
    group = product.commodity_group
    return group is not None and group.code == "pangan"


def _bring_on(shelf: Shelf, product: Product) -> None:
    """As far as it has come: graded by a curation, or approved directly; then published."""
    is_listed = product.business.listed_at is not None
    product.state = _drawn(shelf, LISTED if is_listed else OTHERS)
    if product.state in {State.DRAFT, State.SUBMITTED}:
        return
    day = FIRST_DAY + timedelta(hours=shelf.dice.randint(0, HOURS))
    approver = shelf.approvers.get(product.business.agency_id)
    if approver is None or shelf.chance(60):
        product.grade = shelf.dice.choices(["A", "B", "C"], [3, 5, 2])[0]
        product.graded_on = day.date()
        product.grade_until = day.date() + TWO_YEARS
    else:
        product.approved_at, product.approved_by = day, approver
    if product.state != State.CURATED:
        head = slugify(product.name)[:60]
        product.slug = f"{head}-{shelf.dice.randint(16**5, 16**6 - 1):x}"
        product.published_at = min(day + timedelta(days=2), timezone.now())


def _drawn(shelf: Shelf, shares: list[tuple[Any, int]]) -> Any:
    """A state by its share of a hundred; a draft where none is hit."""
    hit = shelf.dice.random() * 100
    for state, share in shares:
        hit -= share
        if hit < 0:
            return state
    return State.DRAFT
