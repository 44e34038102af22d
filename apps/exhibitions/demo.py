"""Exhibitions of the demo, with the figures that newspapers gave of them.

The Gelar Produk IKM Kreatif 2019 (64 exhibitors: 38 food and drink, 13 fashion, 13 crafts),
JakCraft 2019 (46, Rp235.947.000 «per pukul 13.00 WIB») and three journeys of Kota Tangerang.
Who stood there, and on which days it was where nobody wrote that down, is invented.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, zip_longest

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.businesses.models import Business
from apps.exhibitions.demo_now import load_current
from apps.exhibitions.laying_out import BoothRow, lay_row
from apps.exhibitions.models import (
    Attendance,
    DailySales,
    Exhibition,
    ExhibitionSeries,
    Hall,
    Participation,
    Zone,
)
from apps.exhibitions.plan_changes import changing
from apps.exhibitions.publishing import publish_plan
from apps.exhibitions.seats import all_days
from apps.sectors.models import RecapGroup

SEED = 2019
State = Participation.State
FOOD, FASHION, CRAFTS = "makanan-minuman", "fesyen", "kerajinan"
COLOURS = {FOOD: "#a84a1d", FASHION: "#2a4a7f", CRAFTS: "#2b6539"}
CHANNELS = {"agency": 40, "craft_council": 14, "entrepreneurship": 10}


@dataclass(frozen=True)
class Edition:
    """One exhibition, its exhibitors by recap group and what they sold together (Rp)."""

    agency: str
    series: str
    edition: str
    title: str
    slug: str
    theme: str
    starts_on: date
    days: int
    venue: str
    exhibitors: dict[str, int]
    channels: dict[str, int]
    sold: int
    place: str = Exhibition.Place.HOME


EDITIONS = [
    Edition(
        "DPPKUKM-DKI",
        "Gelar Produk IKM Kreatif",
        "2019",
        "Gelar Produk IKM Kreatif Tahun 2019",
        "gelar-produk-ikm-kreatif-2019",
        "Menjadi IKM DKI Jakarta yang Inovatif, Kreatif, dan Mandiri (Jak-IKM)",
        date(2019, 10, 22),
        3,
        "Balai Kota DKI Jakarta",
        {FOOD: 38, FASHION: 13, CRAFTS: 13},
        CHANNELS,
        187_350_000,
    ),
    Edition(
        "DEKRANASDA-DKI",
        "JakCraft",
        "2019",
        "JakCraft 2019",
        "jakcraft-2019",
        "Kerajinan Jakarta untuk pasar dunia",
        date(2019, 11, 25),
        4,
        "Gedung G Balai Kota DKI Jakarta",
        {FOOD: 8, FASHION: 16, CRAFTS: 22},
        {"craft_council": 26, "entrepreneurship": 12, "other": 8},
        235_947_000,
    ),
    *(
        Edition(
            "DISPERINDAG-TNG",
            "Pameran luar daerah",
            f"{city} 2017",
            f"Pameran produk IKM Kota Tangerang di {city}",
            f"tangerang-di-{city.lower()}-2017",
            "",
            day,
            3,
            f"Gedung pameran, {city}",
            {FOOD: 3, FASHION: 2, CRAFTS: 3},
            {"agency": 8},
            sold,
            Exhibition.Place.AWAY,
        )
        for city, day, sold in [
            ("Pontianak", date(2017, 5, 18), 21_400_000),
            ("Bali", date(2017, 8, 24), 33_750_000),
            ("Solo", date(2017, 12, 7), 18_200_000),
        ]
    ),
]


@transaction.atomic
def load_exhibitions() -> int:
    """Make them once. Returns how many exhibitions there are."""
    for edition in EDITIONS:
        agency = Agency.objects.filter(code=edition.agency).first()
        if agency and not Exhibition.objects.filter(slug=edition.slug).exists():
            _load(edition, agency)
    load_current()
    return Exhibition.objects.count()


def _load(edition: Edition, agency: Agency) -> None:
    dice = random.Random(f"{SEED} {edition.slug}")  # noqa: S311  believable
    organiser = User.objects.filter(agency=agency).order_by("pk").first()
    exhibition = _exhibition(edition, agency)
    exhibitors = _exhibitors(edition, exhibition, organiser, dice)
    if len(exhibitors) < sum(edition.exhibitors.values()) or organiser is None:
        exhibition.participations.all().delete()
        exhibition.delete()  # a register too small to choose from
        return
    _lay_out(exhibition, exhibitors, organiser)
    _sell(edition, exhibition, exhibitors, dice)
    Attendance.objects.bulk_create(
        Attendance(participation=each, day=day, was_there=True)
        for day in exhibition.days
        for each in exhibitors
    )


def _exhibition(edition: Edition, agency: Agency) -> Exhibition:
    series, _made = ExhibitionSeries.objects.get_or_create(
        agency=agency, name=edition.series
    )
    found: Exhibition = Exhibition.objects.create(
        agency=agency,
        series=series,
        edition=edition.edition,
        title=edition.title,
        slug=edition.slug,
        theme=edition.theme,
        state=Exhibition.State.CLOSED,
        starts_on=edition.starts_on,
        ends_on=edition.starts_on + timedelta(days=edition.days - 1),
        opens_at=time(10),
        closes_at=time(17),
        place=edition.place,
        venue=edition.venue,
        places=sum(edition.exhibitors.values()),
        goods_only_allowed=edition.place == Exhibition.Place.AWAY,
        note="Susunan peserta, stan, dan sebagian tanggal adalah rekaan demo.",
    )
    return found


def _exhibitors(
    edition: Edition, exhibition: Exhibition, by: User | None, dice: random.Random
) -> list[Participation]:
    """So many of each recap group, in turn from the branches of the agency."""
    channels = [name for name, count in edition.channels.items() for _ in range(count)]
    dice.shuffle(channels)
    decided = timezone.make_aware(
        datetime.combine(edition.starts_on - timedelta(days=21), time(9, 30))
    )
    made: list[Participation] = []
    for code, count in edition.exhibitors.items():
        group = RecapGroup.objects.get(code=code)
        for business in _in_turn(exhibition, group, count):
            made.append(
                Participation(
                    exhibition=exhibition,
                    business=business,
                    channel=channels[len(made)],
                    proposed_by=business.agency,
                    recap_group=group,
                    products=business.products,
                    needs_power_va=450 if code == FOOD and dice.random() < 0.4 else 0,
                    state=State.ATTENDED,
                    reason="Memenuhi syarat dan lolos kurasi.",
                    decided_by=by,
                    decided_at=decided,
                    confirmed_at=decided + timedelta(days=4),
                )
            )
    return Participation.objects.bulk_create(made)


def _in_turn(
    exhibition: Exhibition, group: RecapGroup, count: int
) -> Iterable[Business]:
    """The public sees their profiles: only who agrees, and whose area is known."""
    known = Business.objects.known_to(exhibition.agency_id).listed()
    if exhibition.agency.code == "DEKRANASDA-DKI":
        known = Business.objects.listed().filter(agency__code__startswith="SUDIN-")
    rows = known.filter(
        commodity_group__recap_group=group, region__isnull=False
    ).select_related("agency")
    branches: dict[int, list[Business]] = {}
    for business in rows.order_by("pk"):
        branches.setdefault(business.agency_id, []).append(business)
    mixed = chain.from_iterable(zip_longest(*branches.values()))
    return [business for business in mixed if business][:count]


def _lay_out(exhibition: Exhibition, exhibitors: list[Participation], by: User) -> None:
    """A zone for each group, rows of twelve, and everybody in the order of the names."""
    hall = Hall.objects.create(
        exhibition=exhibition, name="Aula", width=Decimal(32), depth=Decimal(22)
    )
    top = Decimal(2)
    with changing(exhibition, by=by) as change:
        for letter, code in zip("ABC", COLOURS, strict=True):
            group = RecapGroup.objects.get(code=code)
            own = [each for each in exhibitors if each.recap_group == group]
            zone = Zone.objects.create(
                hall=hall, name=f"Zona {letter}", colour=COLOURS[code]
            )
            zone.groups.set([group])
            booths = []
            for first, count in _rows(len(own)):
                row = BoothRow(
                    f"{letter}-",
                    count,
                    Decimal(2),
                    top,
                    first=first,
                    aisle_after=7,
                    zone=zone,
                )
                booths += lay_row(hall, row)
                top += Decimal(3)
            for booth, each in zip(booths, sorted(own, key=str), strict=True):
                change.put(each, booth, all_days(change.exhibition))
            top += Decimal("0.5")
        change.text = "Denah disusun menurut kelompok"
    publish_plan(exhibition, by=by)


def _rows(count: int) -> Iterator[tuple[int, int]]:
    for first in range(1, count + 1, 13):
        yield first, min(13, count - first + 1)


def _sell(
    edition: Edition,
    exhibition: Exhibition,
    exhibitors: list[Participation],
    dice: random.Random,
) -> None:
    """Every day of nearly all; the parts are the whole that was told, to the rupiah."""
    days = [(each, day) for each in exhibitors for day in exhibition.days]
    told = [pair for pair in days if dice.random() < 0.94]
    weights = [dice.lognormvariate(0, 0.7) for _pair in told]
    amounts = [
        round(edition.sold * weight / sum(weights) / 1000) * 1000 for weight in weights
    ]
    amounts[-1] += edition.sold - sum(amounts)
    if amounts[-1] < 0:
        amounts[0], amounts[-1] = amounts[0] + amounts[-1], 0
    rows = []
    for (each, day), amount in zip(told, amounts, strict=True):
        qris = round(amount * dice.uniform(0.2, 0.7) / 1000) * 1000
        rows.append(
            DailySales(
                participation=each,
                day=day,
                cash=amount - min(qris, amount),
                qris=min(qris, amount),
                orders=dice.choice([0, 0, 0, 500_000, 2_000_000]),
                contacts=dice.randint(0, 6),
                source=DailySales.Source.OFFICER,
            )
        )
    DailySales.objects.bulk_create(rows)
    until = timezone.make_aware(datetime.combine(exhibition.ends_on, time(13)))
    DailySales.objects.filter(participation__exhibition=exhibition).update(
        noted_at=until
    )
