"""Businesses of a city that does not exist: seeded, so that every demo is the same.

NIKs use kecamatan code 00, which is never given, and phones 0812-0000-…, which are nobody's.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

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
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup

SEED = 2019
FIRST_DAY = datetime(2018, 1, 8, 2, tzinfo=UTC)
FEMALE = [
    "Siti",
    "Ani",
    "Dewi",
    "Rina",
    "Yuni",
    "Lestari",
    "Wati",
    "Sri",
    "Ratna",
    "Fitri",
    "Nur",
    "Maya",
    "Tuti",
    "Endang",
    "Ida",
    "Rini",
    "Kartika",
    "Mega",
    "Puspita",
    "Wulan",
    "Sari",
    "Indah",
    "Novi",
    "Desi",
    "Lilis",
    "Eka",
    "Aminah",
    "Yanti",
    "Sulastri",
    "Murni",
]
MALE = [
    "Agus",
    "Budi",
    "Joko",
    "Hadi",
    "Slamet",
    "Eko",
    "Dedi",
    "Rahmat",
    "Hendra",
    "Yusuf",
    "Ahmad",
    "Bambang",
    "Wahyu",
    "Andi",
    "Rudi",
    "Iwan",
    "Asep",
    "Ujang",
    "Surya",
    "Bayu",
    "Fajar",
    "Gilang",
    "Ridwan",
    "Taufik",
    "Sugeng",
    "Mulyadi",
    "Arif",
    "Doni",
    "Irfan",
    "Rizal",
]
LAST = [
    "Contoh",
    "Utama",
    "Pratama",
    "Santoso",
    "Wijaya",
    "Hidayat",
    "Setiawan",
    "Nugroho",
    "Saputra",
    "Kusuma",
    "Purnama",
    "Maharani",
    "Anggraini",
    "Rahayu",
    "Permata",
    "Lestari",
    "Handayani",
    "Susanti",
    "Suryani",
    "Cahyono",
    "Firmansyah",
]
BALINESE = [
    "Ni Wayan",
    "Ni Made",
    "Ni Nyoman",
    "Ni Ketut",
    "I Wayan",
    "I Made",
    "I Nyoman",
]
# group code → products, words that brands are made of
CRAFTS = {
    "pangan": (
        [
            *(
                "keripik singkong",
                "dodol",
                "sambal",
                "kue kering",
                "bir pletok",
                "abon sapi",
            ),
            *(
                "rempeyek",
                "roti",
                "selai nanas",
                "kopi bubuk",
                "tempe",
                "keripik tempe",
            ),
        ],
        ["Dapur", "Rasa", "Kripcis", "Lezat", "Warung"],
    ),
    "sandang": (
        [
            "batik ecoprint",
            "kain endek",
            "busana muslim",
            "kebaya",
            "kaus sablon",
            "mukena",
        ],
        ["Busana", "Griya", "Konveksi", "Batik"],
    ),
    "kulit": (
        ["tas kulit", "dompet kulit", "sandal", "sepatu kulit"],
        ["Kulit", "Jejak"],
    ),
    "kerajinan": (
        [
            *("anyaman pandan", "perhiasan perak", "souvenir limbah", "ukiran kayu"),
            *("lampion", "boneka kain", "gerabah", "tas anyaman"),
        ],
        ["Karya", "Kriya", "Anyaman", "Sanggar"],
    ),
    "kayu": (
        ["mebel rotan", "rak kayu", "kusen", "mainan kayu"],
        ["Mebel", "Jati", "Rotan"],
    ),
    "kosmetik": (["lulur", "sabun herbal", "minyak urut", "jamu"], ["Herbal", "Ayu"]),
    "logam": (["pagar besi", "perkakas dapur", "teralis"], ["Bengkel", "Baja"]),
    "jasa": (["servis AC", "reparasi jahit", "las keliling"], ["Jasa", "Servis"]),
}
WEIGHTS = {
    "pangan": 45,
    "sandang": 18,
    "kerajinan": 18,
    "kulit": 5,
    "kayu": 5,
    "kosmetik": 5,
}
SHARES = {
    "SUDIN-JAKPUS": 130,
    "SUDIN-JAKUT": 130,
    "SUDIN-JAKBAR": 150,
    "SUDIN-JAKSEL": 180,
    "SUDIN-JAKTIM": 170,
    "DPPKUKM-DKI": 120,
    "DISPERINDAG-TNG": 140,
    "DISPERINDAG-DPS": 180,
}


@dataclass
class Made:
    """One business of the demo with what belongs to it, not yet saved."""

    person: Person
    business: Business
    figures: YearlyFigures
    relation: CoachingRelation
    claims: list[Claim]
    consent: Consent | None


@transaction.atomic
def load_businesses(scale: int = 1) -> int:
    """Fill an empty register with about 1,200 × `scale` businesses. Returns how many."""
    if Business.objects.exists():
        return 0
    groups = {group.code: group for group in CommodityGroup.objects.all()}
    agencies = {
        agency.code: agency for agency in Agency.objects.select_related("region")
    }
    made = [
        one
        for code, share in SHARES.items()
        if code in agencies
        for one in _of_agency(agencies[code], share * scale, groups)
    ]
    Person.objects.bulk_create([one.person for one in made], batch_size=2000)
    Business.objects.bulk_create([one.business for one in made], batch_size=2000)
    YearlyFigures.objects.bulk_create([one.figures for one in made], batch_size=2000)
    CoachingRelation.objects.bulk_create(
        [one.relation for one in made], batch_size=2000
    )
    Claim.objects.bulk_create(
        [claim for one in made for claim in one.claims], batch_size=2000
    )
    Consent.objects.bulk_create(
        [one.consent for one in made if one.consent], batch_size=2000
    )
    return len(made)


def _of_agency(
    agency: Agency, count: int, groups: dict[str, CommodityGroup]
) -> Iterator[Made]:
    dice = random.Random(f"{SEED} {agency.code}")  # noqa: S311  believable, not secret
    villages = list(
        Region.objects.within(agency.region_id or "").filter(level=Region.Level.VILLAGE)
    )
    for number in range(count):
        group_code = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        person = _person(dice, agency, dice.choice(villages), number)
        yield _one(dice, person, group_code, groups.get(group_code))


def _one(
    dice: random.Random, person: Person, group_code: str, group: CommodityGroup | None
) -> Made:
    agency, village = person.agency, person.region
    products, words = CRAFTS[group_code]
    makes = dice.sample(products, k=min(len(products), dice.randint(1, 3)))
    brand = (
        f"{dice.choice(words)} {person.name.split()[-1 if dice.random() < 0.3 else 0]}"
    )
    mapped = dice.random() > 0.06
    day = FIRST_DAY + timedelta(hours=dice.randint(0, 60_000))
    listed = dice.random() < 0.55
    business = Business(
        agency=agency,
        owner=person,
        name=brand if dice.random() < 0.8 else f"UD {brand}",
        brand=brand,
        products=", ".join(makes),
        commodity_group=group,
        address=f"Jl. Contoh No. {dice.randint(1, 200)}",
        region=village if mapped else None,
        nib=f"9{dice.randint(10**11, 10**12 - 1)}" if dice.random() < 0.4 else "",
        established_year=dice.randint(1995, 2023) if dice.random() < 0.7 else None,
        listed_at=day if listed else None,
        slug=_slug(dice, brand) if listed else None,
        description=_description(brand, makes, village) if listed else "",
    )
    consent = Consent(
        business=business, purpose="publication", method="paper", given_at=day
    )
    return Made(
        person=person,
        business=business,
        figures=_figures(dice, business),
        relation=CoachingRelation(business=business, agency=agency, since=day.date()),
        claims=_claims(dice, business, group_code),
        consent=consent if listed else None,
    )


def _person(
    dice: random.Random, agency: Agency, village: Region, number: int
) -> Person:
    female = dice.random() < 0.62
    first = dice.choice(FEMALE if female else MALE)
    name = f"{first} {dice.choice(LAST)}"
    if agency.code.endswith("-DPS"):
        titles = [title for title in BALINESE if title.startswith("Ni") is female]
        name = f"{dice.choice(titles)} {dice.choice(LAST)}"
    born = date(1960, 1, 1) + timedelta(days=dice.randint(0, 15_000))
    person = Person(
        agency=agency, name=name, sex="f" if female else "m", region=village
    )
    if dice.random() < 0.75:  # a quarter of real rows have no usable NIK
        day = born.day + (40 if female else 0)
        sequence = f"{number + 1:04d}"
        person.set_nik(f"{village.code[:4]}00{day:02d}{born:%m%y}{sequence}")
        person.birth_date = born
    if dice.random() < 0.9:
        person.set_phone(f"0812-0000-{dice.randint(0, 9999):04d}")
    return person


def _slug(dice: random.Random, brand: str) -> str:
    """As `new_slug` makes it, but the same in every demo."""
    head = new_slug(brand).rsplit("-", 1)[0]
    return f"{head}-{dice.randint(16**5, 16**6 - 1):x}"


def _description(brand: str, makes: list[str], village: Region | None) -> str:
    return (
        f"{brand} membuat {', '.join(makes)} di {village}. Bahan baku sebagian besar "
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
        source="Pendataan demo",
    )


def _claims(dice: random.Random, business: Business, group_code: str) -> list[Claim]:
    schemes = (
        ["pirt", "halal", "trademark"] if group_code == "pangan" else ["trademark"]
    )
    return [
        Claim(
            business=business,
            scheme=scheme,
            source="Pendataan demo",
            as_of=date(2019, 12, 31),
        )
        for scheme in schemes
        if dice.random() < 0.35
    ]
