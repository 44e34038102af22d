"""What a register is like after some years: doubles, gaps, moved and closed, visited, grouped.

Seeded like the businesses themselves, and made by the deeds that officers use.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.businesses.demo import FIRST_DAY, FOOD, SEED
from apps.businesses.doubles import find_doubles
from apps.businesses.life import close_business, move_business, reopen_business
from apps.businesses.models import (
    Business,
    BusinessGroup,
    Closure,
    CoachingRelation,
    CoachingRequest,
    DuplicateCandidate,
    GroupMembership,
    Person,
    SavedFilter,
    ServiceRecord,
    SubjectRequest,
)
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup

EVERY = 40  # of so many businesses one moved, one closed, one stands twice
AFTER = date(2022, 3, 1)
SERVICES: list[tuple[str, str, dict[str, Any]]] = [
    ("logo", "", {"budget": "apbd", "value": 1_500_000}),
    ("packaging", "standing pouch 250 g", {"budget": "apbd", "value": 2_000_000}),
    ("machine", "spinner peniris minyak", {"budget": "dak", "value": 8_500_000}),
    ("visit", "", {"result": "Produksi berjalan, perlu perbaikan ventilasi."}),
]
KINDS = [
    ("joint_group", "KUB {place} Maju"),
    ("new_entrepreneurs", "Wirausaha Baru Angkatan 2019 {place}"),
    ("cluster", "Sentra {place}"),
]


@transaction.atomic
def load_mess() -> int:
    """Make an untouched demo one that was worked in. Returns how many doubles wait."""
    if ServiceRecord.objects.exists() or not Business.objects.exists():
        return DuplicateCandidate.objects.count()
    offices = Agency.objects.filter(businesses__isnull=False).distinct().order_by("pk")
    for office in offices:
        dice = random.Random(f"{SEED} mess {office.code}")  # noqa: S311  believable
        businesses = list(
            Business.objects.filter(agency=office)
            .select_related("owner", "region")
            .order_by("pk")
        )
        users = {
            role: User.objects.filter(agency=office, groups__name=role).first()
            for role in ("registrar", "approver", "data-administrator")
        }
        _approve(businesses, users["approver"], dice)
        _serve(office, businesses, dice)
        _group(office, businesses, dice)
        _prospects(office, dice)
        _move_and_close(office, businesses, users["registrar"])
        _register_twice(office, businesses)
        find_doubles(office)
        _wait_for_answers(office, businesses, users)
    return DuplicateCandidate.objects.count()


def _approve(
    businesses: list[Business], approver: User | None, dice: random.Random
) -> None:
    verified = [each.pk for each in businesses if each.verified_at]
    chosen = [pk for pk in verified if dice.random() < 0.8]
    if approver:
        Business.objects.filter(pk__in=chosen).approve(by=approver)


def _serve(office: Agency, businesses: list[Business], dice: random.Random) -> None:
    made = []
    for business in businesses:
        if dice.random() > 0.3:
            continue
        kind, item, more = dice.choice(SERVICES)
        day = FIRST_DAY.date() + timedelta(days=dice.randint(0, 1400))
        budget = {"budget_year": day.year} if "budget" in more else {}
        made.append(
            ServiceRecord(
                business=business,
                agency=office,
                kind=kind,
                item=item,
                happened_on=day,
                **more,
                **budget,
            )
        )
    ServiceRecord.objects.bulk_create(made, batch_size=2000)


def _group(office: Agency, businesses: list[Business], dice: random.Random) -> None:
    placed = [each for each in businesses if each.region]
    for number, (kind, name) in enumerate(KINDS):
        members = placed[12 * number : 12 * number + 12]
        if not members:
            break
        head = members[0]
        group = BusinessGroup.objects.create(
            agency=office,
            kind=kind,
            name=name.format(place=head.region),
            region=head.region,
            products=head.products,
            since=date(2019, 2, 1),
        )
        GroupMembership.objects.bulk_create(
            GroupMembership(
                group=group,
                business=business,
                role="head" if business is head else "member",
                since=group.since,
            )
            for business in members
        )


def _prospects(office: Agency, dice: random.Random) -> None:
    """Only a name and a phone, from a fair or a phone call."""
    for number in range(4):
        owner = Person(agency=office, name=f"Calon Perajin {number + 1}")
        owner.set_phone(f"0812-0000-{dice.randint(0, 9999):04d}")
        owner.save()
        Business.objects.create(
            agency=office, owner=owner, status=Business.Status.PROSPECT
        )


def _some(businesses: list[Business], first: int) -> Iterator[Business]:
    yield from businesses[first::EVERY]


def _move_and_close(
    office: Agency, businesses: list[Business], by: User | None
) -> None:
    villages = Region.objects.within(office.region_id or "").filter(level=4)
    for business in _some(businesses, 5):
        new = villages.exclude(pk=business.region_id).order_by("code").first()
        if new and business.region:
            move_business(
                business, on=AFTER, region=new, address="Jl. Baru No. 1", by=by
            )
    for business in _some(businesses, 11):
        close_business(business, on=AFTER, reason=Closure.Reason.NOT_FOUND, by=by)
    for business in list(_some(businesses, 11))[1::2]:
        reopen_business(
            business, on=AFTER + timedelta(days=60), reason="Berjualan lagi", by=by
        )


def _register_twice(office: Agency, businesses: list[Business]) -> None:
    """As a second officer types it: title and capitals, no NIK, the products cut short."""
    for business in _some(businesses, 17):
        known: Any = business.owner
        owner = Person(agency=office, name=f"Ibu {known.name.upper()}", sex=known.sex)
        if known.phone:
            owner.set_phone(known.phone.reveal())
        owner.save()
        twin = Business.objects.create(
            agency=office,
            owner=owner,
            name=business.brand.upper(),
            products=business.products.split(",")[0],
            region=business.region,
        )
        CoachingRelation.objects.create(business=twin, agency=office, since=AFTER)


def _wait_for_answers(
    office: Agency, businesses: list[Business], users: dict[str, User | None]
) -> None:
    registrar = users["registrar"]
    if not registrar or len(businesses) < 30:
        return
    SubjectRequest.objects.create(
        agency=office,
        person=businesses[23].owner,
        kind=SubjectRequest.Kind.CORRECTION,
        channel="Di loket, dikenali dengan KTP",
        detail="Alamat di kartu sudah berubah.",
        recorded_by=registrar,
    )
    other = Agency.objects.filter(code="DEKRANASDA-DKI").exclude(pk=office.pk).first()
    asking = User.objects.filter(agency=other, groups__name="registrar").first()
    if other and asking:
        CoachingRequest.objects.create(
            agency=other,
            asked_agency=office,
            business=businesses[29],
            evidence=["nik"],
            reason="Ikut pameran kerajinan bersama kami.",
            asked_by=asking,
        )
    food = CommodityGroup.objects.filter(code=FOOD).first()
    SavedFilter.objects.create(
        owner=registrar,
        list_name="businesses.business",
        name="Pangan tanpa halal",
        query=f"commodity_group__id__exact={food.pk}&permit=-halal" if food else "",
        shared=True,
    )
