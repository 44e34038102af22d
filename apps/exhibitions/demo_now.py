"""Two exhibitions of the demo that are not over: one that runs today, one that selects.

They are invented, and so are their days: counted from the day on which the demo is loaded.
"""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.timezone import localdate

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.businesses.models import Business
from apps.exhibitions.laying_out import BoothRow, lay_row
from apps.exhibitions.models import (
    Attendance,
    DailySales,
    EligibilityRule,
    Exhibition,
    ExhibitionSeries,
    Hall,
    Invitation,
    Participation,
    Quota,
    VisitorCount,
    Wish,
    Zone,
)
from apps.exhibitions.plan_changes import changing
from apps.exhibitions.publishing import publish_plan
from apps.exhibitions.seats import all_days
from apps.sectors.models import RecapGroup

AGENCY, SEED = "DPPKUKM-DKI", 64
FOOD, FASHION, CRAFTS = "makanan-minuman", "fesyen", "kerajinan"
RUNNING, NEXT = "bazar-ikm-kreatif", "gelar-produk-ikm-kreatif-berikutnya"
STANDING = {FOOD: 12, FASHION: 6, CRAFTS: 6}
APPLIED = {FOOD: 30, FASHION: 14, CRAFTS: 12}
CHANNELS = ["agency", "agency", "agency", "craft_council", "entrepreneurship"]
NOTE = "Pameran rekaan untuk demo."
State = Participation.State


def load_current() -> None:
    """Make them once, if the register is large enough to choose from."""
    agency = Agency.objects.filter(code=AGENCY).first()
    organiser = User.objects.filter(agency=agency).order_by("pk").first()
    if agency is None or organiser is None:
        return
    if not Exhibition.objects.filter(slug=RUNNING).exists():
        _running(agency, organiser, random.Random(SEED))  # noqa: S311  believable
    if not Exhibition.objects.filter(slug=NEXT).exists():
        _selecting(agency, random.Random(SEED + 1))  # noqa: S311  believable


def _chosen(
    agency: Agency, wanted: dict[str, int], dice: random.Random
) -> list[tuple[RecapGroup, Business]]:
    """So many of each recap group of those that the public may see; [] if there are too few."""
    known = Business.objects.known_to(agency.pk).listed().filter(region__isnull=False)
    found = []
    for code, count in wanted.items():
        group = RecapGroup.objects.get(code=code)
        rows = known.filter(commodity_group__recap_group=group).order_by("pk")
        businesses = list(rows.select_related("agency", "owner"))
        if len(businesses) < count:
            return []
        found += [(group, each) for each in dice.sample(businesses, count)]
    return found


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _running(agency: Agency, by: User, dice: random.Random) -> None:
    chosen = _chosen(agency, STANDING, dice)
    if not chosen:
        return
    first = localdate() - timedelta(days=1)
    exhibition = Exhibition.objects.create(
        agency=agency,
        title="Bazar IKM Kreatif Balai Kota",
        slug=RUNNING,
        state=Exhibition.State.CONFIRMED,
        starts_on=first,
        ends_on=first + timedelta(days=3),
        opens_at=time(10),
        closes_at=time(17),
        venue="Balai Kota DKI Jakarta",
        places=len(chosen),
        loading_at=_at(first - timedelta(days=1), 13),
        note=NOTE,
    )
    people = _standing(exhibition, chosen, by, dice)
    booths = _lay_out(exhibition, per_row=12)
    with changing(exhibition, by=by) as change:
        for booth, each in zip(booths, people, strict=False):
            change.put(each, booth, all_days(change.exhibition))
        change.text = "Denah disusun menurut kelompok"
    publish_plan(exhibition, by=by)
    _so_far(exhibition, people, dice)


def _standing(
    exhibition: Exhibition,
    chosen: list[tuple[RecapGroup, Business]],
    by: User,
    dice: random.Random,
) -> list[Participation]:
    decided = exhibition.starts_on - timedelta(days=21)
    return Participation.objects.bulk_create(
        Participation(
            exhibition=exhibition,
            business=business,
            channel=dice.choice(CHANNELS),
            proposed_by=business.agency,
            recap_group=group,
            products=business.products,
            stands=business.owner.name,
            state=State.ATTENDED,
            reason="Memenuhi syarat dan lolos kurasi.",
            decided_by=by,
            decided_at=_at(decided, 9),
            confirmed_at=_at(decided + timedelta(days=4), 9),
        )
        for group, business in chosen
    )


def _so_far(
    exhibition: Exhibition, people: list[Participation], dice: random.Random
) -> None:
    """Yesterday is told by nearly all; of today it is known who came, and some have reported."""
    yesterday, today = exhibition.starts_on, localdate()
    Attendance.objects.bulk_create(
        Attendance(participation=each, day=day, was_there=dice.random() < 0.97)
        for day in (yesterday, today)
        for each in people
    )
    DailySales.objects.bulk_create(
        DailySales(
            participation=each,
            day=day,
            cash=dice.randint(2, 40) * 25_000,
            qris=dice.randint(0, 40) * 25_000,
            contacts=dice.randint(0, 5),
            source=dice.choice(DailySales.Source.values[:2]),
        )
        for day, share in ((yesterday, 0.92), (today, 0.25))
        for each in people
        if dice.random() < share
    )
    for hour, visitors in ((13, 310), (17, 275)):
        VisitorCount.objects.create(
            exhibition=exhibition, day=yesterday, until=time(hour), visitors=visitors
        )


def _lay_out(exhibition: Exhibition, *, per_row: int) -> list:
    """A zone for each group with as many rows as its places need; booths in their order."""
    hall = Hall.objects.create(
        exhibition=exhibition, name="Aula", width=Decimal(30), depth=Decimal(18)
    )
    sizes = (
        STANDING if exhibition.slug == RUNNING else {FOOD: 20, FASHION: 10, CRAFTS: 10}
    )
    booths, top = [], Decimal(2)
    for (code, count), letter, colour in zip(
        sizes.items(), "ABC", ("#a84a1d", "#2a4a7f", "#2b6539"), strict=True
    ):
        zone = Zone.objects.create(hall=hall, name=f"Zona {letter}", colour=colour)
        zone.groups.set([RecapGroup.objects.get(code=code)])
        for first in range(1, count + 1, per_row):
            row = BoothRow(
                f"{letter}-",
                min(per_row, count - first + 1),
                Decimal(2),
                top,
                first=first,
                zone=zone,
                power_va=900 if code == FOOD else 0,
            )
            booths += lay_row(hall, row)
            top += Decimal(3)
        top += Decimal("0.5")
    return booths


def _selecting(agency: Agency, dice: random.Random) -> None:
    """Applications are in, nobody is decided: what «Propose places» is for."""
    chosen = _chosen(agency, APPLIED, dice)
    if not chosen:
        return
    series = ExhibitionSeries.objects.filter(
        agency=agency, name="Gelar Produk IKM Kreatif"
    ).first()
    first = localdate() + timedelta(days=30)
    exhibition = Exhibition.objects.create(
        agency=agency,
        series=series,
        edition="berikutnya",
        title="Gelar Produk IKM Kreatif, edisi berikutnya",
        slug=NEXT,
        state=Exhibition.State.SELECTING,
        starts_on=first,
        ends_on=first + timedelta(days=2),
        opens_at=time(10),
        closes_at=time(17),
        venue="Balai Kota DKI Jakarta",
        places=40,
        call_until=localdate() - timedelta(days=2),
        confirm_until=localdate() + timedelta(days=14),
        loading_at=_at(first - timedelta(days=1), 13),
        first_timers_percent=30,
        note=NOTE,
    )
    people = _applied(exhibition, chosen, dice)
    _lay_out(exhibition, per_row=12)
    _terms(exhibition, people)


def _applied(
    exhibition: Exhibition,
    chosen: list[tuple[RecapGroup, Business]],
    dice: random.Random,
) -> list[Participation]:
    return Participation.objects.bulk_create(
        Participation(
            exhibition=exhibition,
            business=business,
            channel=dice.choice(CHANNELS),
            proposed_by=business.agency,
            recap_group=group,
            products=business.products,
            needs_power_va=dice.choice([0, 0, 450]) if group.code == FOOD else 0,
            state=State.APPLIED,
        )
        for group, business in chosen
    )


def _terms(exhibition: Exhibition, people: list[Participation]) -> None:
    food = RecapGroup.objects.get(code=FOOD)
    for fact, words, is_hard, group in [
        ("coached", "Binaan dinas atau lembaga mitra", True, None),
        ("claim:pirt", "Memiliki nomor P-IRT", False, food),
        ("trained:packaging", "Sudah mengikuti pelatihan kemasan", False, food),
    ]:
        EligibilityRule.objects.create(
            exhibition=exhibition,
            fact=fact,
            words=words,
            is_hard=is_hard,
            recap_group=group,
        )
    Quota.objects.create(exhibition=exhibition, recap_group=food, least=18, most=22)
    Quota.objects.create(exhibition=exhibition, channel="craft_council", least=6)
    for code in ("SUDIN-JAKSEL", "DEKRANASDA-DKI"):
        asked = Agency.objects.filter(code=code).first()
        if asked:
            channel = "agency" if code.startswith("SUDIN") else "craft_council"
            Invitation.objects.create(
                exhibition=exhibition, agency=asked, channel=channel, places=10
            )
    for first, second in zip(people[0:6:2], people[1:6:2], strict=True):
        Wish.objects.create(
            exhibition=exhibition, kind=Wish.Kind.APART, first=first, second=second
        )
    Wish.objects.create(
        exhibition=exhibition,
        kind=Wish.Kind.TOGETHER,
        first=people[30],
        second=people[31],
    )
