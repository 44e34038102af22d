"""Businesses of a city that does not exist: seeded, so that every demo is the same.

NIKs use kecamatan code 00, which is never given, and phones 0812-0000-…, which are nobody's.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.businesses.models import (
    Business,
    Claim,
    CoachingRelation,
    Consent,
    Person,
    YearlyFigures,
)
from apps.businesses.naming import new_slug
from apps.businesses.receipts import RECEIPT, give_receipt
from apps.documents.models import Document
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup

SEED = 2019
FIRST_DAY = datetime(2018, 1, 8, 2, tzinfo=UTC)
HOURS = 60_000
SOURCE = "Pendataan demo"
RECEIPTS = 3  # for each agency
FOOD = "pangan"


@dataclass
class Made:
    """One business with what belongs to it, not yet saved."""

    person: Person
    business: Business
    relation: CoachingRelation
    figures: YearlyFigures
    claims: list[Claim]
    consent: Consent | None


@dataclass
class Office:
    """What the businesses of one agency are made from, drawn with the same dice each time."""

    agency: Agency
    verifier: User | None
    villages: list[Region]
    groups: dict[str, CommodityGroup]
    words: dict[str, Any]
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(f"{SEED} {self.agency.code}")  # noqa: S311  believable

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def word(self, kind: str) -> str:
        words = self.words[kind]
        return self.dice.choice(words.split() if isinstance(words, str) else words)


@transaction.atomic
def load_businesses(scale: int = 1) -> int:
    """Fill an empty register with 1,200 × `scale` businesses. Returns how many were made."""
    if Business.objects.exists():
        return 0
    text = (settings.BASE_DIR / "fixtures" / "demo" / "words.json").read_text()
    words = json.loads(text)
    groups = {group.code: group for group in CommodityGroup.objects.all()}
    made = [
        one
        for agency in Agency.objects.filter(code__in=words["businesses"])
        for one in _of_agency(
            agency, words["businesses"][agency.code] * scale, groups, words
        )
    ]
    for model, rows in [
        (Person, [one.person for one in made]),
        (Business, [one.business for one in made]),
        (CoachingRelation, [one.relation for one in made]),
        (YearlyFigures, [one.figures for one in made]),
        (Claim, [claim for one in made for claim in one.claims]),
        (Consent, [one.consent for one in made if one.consent]),
    ]:
        model.objects.bulk_create(rows, batch_size=2000)  # type: ignore[attr-defined]
    return len(made)


@transaction.atomic
def load_receipts() -> int:
    """The receipts of a few businesses of each agency. Returns how many stand."""
    for registrar in User.objects.filter(groups__name="registrar"):
        own = Business.objects.filter(agency=registrar.agency).select_related("owner")
        for business in own.order_by("pk")[:RECEIPTS]:
            give_receipt(business, by=registrar)
    return Document.objects.filter(kind=RECEIPT.code).count()


def _of_agency(
    agency: Agency,
    count: int,
    groups: dict[str, CommodityGroup],
    words: dict[str, Any],
) -> Iterator[Made]:
    inside = Region.objects.within(agency.region_id or "")
    office = Office(
        agency=agency,
        verifier=User.objects.filter(agency=agency, groups__name="verifier").first(),
        villages=list(inside.filter(level=Region.Level.VILLAGE)),
        groups=groups,
        words=words,
    )
    crafts = words["crafts"]
    shares = [craft["share"] for craft in crafts.values()]
    for number in range(count):
        code = office.dice.choices(list(crafts), shares)[0]
        yield _one(office, _person(office, number), code)


def _one(office: Office, person: Person, code: str) -> Made:
    dice, craft = office.dice, office.words["crafts"][code]
    makes = dice.sample(craft["products"], k=dice.randint(1, 3))
    business = Business(
        agency=office.agency,
        owner=person,
        brand=_brand(office, person, craft["brands"]),
        products=", ".join(makes),
        commodity_group=office.groups.get(code),
        address=f"Jl. Contoh No. {dice.randint(1, 200)}",
        region=person.region if office.chance(0.94) else None,
        nib=f"9{dice.randint(10**11, 10**12 - 1)}" if office.chance(0.4) else "",
        established_year=dice.randint(1995, 2023) if office.chance(0.7) else None,
    )
    business.name = f"{'UD ' if office.chance(0.2) else ''}{business.brand}"
    day = FIRST_DAY + timedelta(hours=dice.randint(0, HOURS))
    if office.verifier and office.chance(0.4):
        business.verified_at, business.verified_by = day, office.verifier
    consent = None
    if office.chance(0.6):
        consent = Consent(
            business=business, purpose="publication", method="paper", given_at=day
        )
        if office.chance(0.92):
            _list(office, business, makes, day)
    return Made(
        person=person,
        business=business,
        relation=CoachingRelation(
            business=business, agency=office.agency, since=day.date()
        ),
        figures=_figures(dice, business),
        claims=_claims(office, business, code),
        consent=consent,
    )


def _person(office: Office, number: int) -> Person:
    dice, village = office.dice, office.dice.choice(office.villages)
    sex = "female" if office.chance(0.62) else "male"
    balinese = office.agency.code.endswith("-DPS")
    first = office.word(f"balinese_{sex}" if balinese else sex)
    born = date(1960, 1, 1) + timedelta(days=dice.randint(0, 15_000))
    person = Person(
        agency=office.agency,
        name=f"{first} {office.word('last')}",
        sex=sex[0],
        birth_date=born,
        region=village,
    )
    if office.chance(0.75):  # of real rows a quarter have no usable NIK
        day = born.day + (40 if sex == "female" else 0)
        person.set_nik(f"{village.code[:4]}00{day:02d}{born:%m%y}{number + 1:04d}")
    if office.chance(0.9):
        person.set_phone(f"0812-0000-{dice.randint(0, 9999):04d}")
    return person


def _brand(office: Office, person: Person, firsts: str) -> str:
    """«Dapur Siti», «Dapur Melati»: after its owner or after something pleasant."""
    first = office.dice.choice(firsts.split())
    own = person.name.split()[-1 if office.agency.code.endswith("-DPS") else 0]
    return f"{first} {own if office.chance(0.5) else office.word('second')}"


def _list(office: Office, business: Business, makes: list[str], day: datetime) -> None:
    """Publish it, at an address that is the same in every demo."""
    head = new_slug(business.brand).rsplit("-", 1)[0]
    business.slug = f"{head}-{office.dice.randint(16**5, 16**6 - 1):x}"
    business.listed_at = day
    place = f" di {business.region}" if business.region else ""
    business.description = (
        f"{business.brand} membuat {', '.join(makes)}{place}. Bahan baku sebagian besar "
        "dibeli dari pemasok setempat, dan setiap produk diperiksa sebelum dikirim."
    )


def _figures(dice: random.Random, business: Business) -> YearlyFigures:
    male, female = dice.randint(0, 5), dice.randint(1, 7)
    production = dice.randint(12, 400) * 1_000_000
    return YearlyFigures(
        business=business,
        year=2019,
        workers_male=male,
        workers_female=female,
        workers=male + female,
        investment=dice.randint(3, 150) * 1_000_000,
        production_value=production,
        raw_material_value=production * 55 // 100,
        source=SOURCE,
    )


def _claims(office: Office, business: Business, code: str) -> list[Claim]:
    schemes = ["pirt", "halal", "trademark"] if code == FOOD else ["trademark"]
    return [
        Claim(business=business, scheme=scheme, source=SOURCE, as_of=date(2019, 12, 31))
        for scheme in schemes
        if office.chance(0.35)
    ]
