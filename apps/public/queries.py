"""What public pages read: listed businesses, and nothing of them that was not agreed to.

Every read starts from `Business.objects.listed()`. A `Card` or `Profile` holds all that a
page may say; no template sees the row itself.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Page
from django.db.models import Count, Max, QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate

from apps.businesses.merging import kept_record
from apps.businesses.models import Business, Consent, Merge
from apps.public.area_map import Circle, circles_of
from apps.public.counts import count_listed
from apps.public.filters import DirectoryFilter
from apps.regions.codes import DIGITS, LENGTHS, REGENCY, next_length
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup
from ikmportal.paging import KeyedPaginator

PER_PAGE = 24
ON_HOME = 8
TOP = DIGITS[REGENCY]


@dataclass(frozen=True)
class Card:
    """A listed business as a list shows it. `place` is never finer than a village."""

    slug: str
    name: str
    products: str
    group: str
    place: str
    verified: bool


@dataclass(frozen=True)
class Profile(Card):
    description: str
    region: Region | None
    established_year: int | None
    verified_on: date | None
    whatsapp: str


@dataclass(frozen=True)
class Choice:
    """A value of a filter: how many it would leave, and whether it is set."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Chip:
    label: str
    query: str


@dataclass(frozen=True)
class Area:
    """Where the area filter stands: the way down to here, and the areas inside."""

    path: tuple[Region, ...]
    choices: tuple[Choice, ...]
    circles: tuple[Circle, ...] = ()

    @property
    def here(self) -> Region | None:
        return self.path[-1] if self.path else None


@dataclass(frozen=True)
class Directory:
    page: Page
    cards: list[Card]
    groups: list[Choice]
    area: Area
    chips: list[Chip]
    q: str
    order: str
    query: str

    @property
    def beside_area(self) -> str:
        """What narrows the list beside the area: an address of the map adds its own."""
        asked = parse_qsl(self.query)
        return urlencode([(name, value) for name, value in asked if name != "wilayah"])


@dataclass(frozen=True)
class Home:
    cards: list[Card]
    groups: list[Choice]
    cities: tuple[Choice, ...]
    listed: int
    verified: int
    as_of: datetime | None


def with_places(rows: QuerySet[Business]) -> QuerySet[Business]:
    return rows.select_related("commodity_group", "region__parent__parent__parent")


def as_card(business: Business) -> Card:
    return Card(
        slug=business.slug or "",
        name=business.public_name,
        products=business.products,
        group=str(business.commodity_group or ""),
        place=place_of(business.region),
        verified=business.is_approved,
    )


def place_of(region: Region | None) -> str:
    """«Gandaria Utara, Kebayoran Baru, Jakarta Selatan»: the province only if no more is known."""
    path = ancestry(region)
    return ", ".join(str(each) for each in reversed(path[1:] or path))


def ancestry(region: Region | None) -> tuple[Region, ...]:
    """A region's way down from its province, as far as it was selected with the row."""
    return (*ancestry(region.parent), region) if region else ()


def profile(slug: str) -> Profile:
    """A listed business, or Business.DoesNotExist, in the moment that it is no longer listed."""
    business = (
        with_places(Business.objects.listed()).select_related("owner").get(slug=slug)
    )
    card = as_card(business)
    return Profile(
        **asdict(card),
        description=business.description,
        region=business.region,
        established_year=business.established_year,
        verified_on=localdate(business.approved_at) if business.approved_at else None,
        whatsapp=whatsapp_address(business),
    )


def slug_after_merges(slug: str) -> str:
    """Where the profile of a merged record is found now; "" if nowhere."""
    merged = Merge.objects.standing().filter(absorbed_slug=slug).first()
    kept = kept_record(Merge.Kind.BUSINESS, merged.absorbed) if merged else None
    listed = Business.objects.listed().filter(pk=kept).first() if kept else None
    return (listed.slug or "") if listed else ""


def whatsapp_address(business: Business) -> str:
    """A chat with the business: only with its standing consent, and by a mobile number."""
    agreed = Consent.objects.standing().filter(
        business=business, purpose=Consent.Purpose.CONTACT
    )
    sealed: Any = business.owner.phone
    phone = sealed.reveal() if sealed and agreed.exists() else ""
    return f"https://wa.me/{phone[1:]}" if phone.startswith("+628") else ""


def directory(query: QueryDict) -> Directory:
    """A page of the directory with the counts beside its filters, in the same queries always."""
    known = {group.code: group for group in CommodityGroup.objects.all()}
    names = {code: str(group) for code, group in known.items()}
    filters = DirectoryFilter(query, Business.objects.listed(), groups=known)
    chosen = filters.chosen
    q, groups, code = (
        chosen["q"] or "",
        chosen["kelompok"] or [],
        chosen["wilayah"] or "",
    )
    code = code if code.isdigit() else ""
    length = max(TOP, next_length(code), len(code))
    counts = count_listed(filters.without("kelompok", "wilayah", "urut"), length, q)
    total = counts.total(groups, code)
    page = CountedPages(with_places(filters.qs), total).get_page(query.get("hal"))
    area = area_of(counts.by_area(groups, code), code, length, drawn=True)
    return Directory(
        page=page,
        cards=[as_card(business) for business in page],
        groups=group_choices(counts.by_group(code), names, groups),
        area=area,
        chips=chips(chosen, names, area),
        q=q,
        order=chosen["urut"] or "nama",
        query=encoded(chosen),
    )


class CountedPages(KeyedPaginator):
    """Pages of the directory, whose number is known from the counts beside its filters."""

    def __init__(self, rows: QuerySet[Business], total: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.total = total

    @property
    def count(self) -> int:
        return self.total


def group_choices(
    counts: dict[str, int], names: dict[str, str], chosen: list[str]
) -> list[Choice]:
    return [
        Choice(code, name, counts.get(code, 0), code in chosen)
        for code, name in names.items()
        if counts.get(code) or code in chosen
    ]


def area_of(
    counts: dict[str, int], code: str, length: int, *, drawn: bool = False
) -> Area:
    """The areas one level below `code`, or the cities, with what lies in each."""
    above = [code[:each] for each in LENGTHS if TOP <= each <= len(code)]
    asked = [*above, *(part for part in counts if part)]
    regions = Region.objects.defer("boundary").in_bulk(asked)
    inside = [
        (regions[part], count)
        for part, count in sorted(counts.items(), key=lambda item: -item[1])
        if part in regions and len(part) == length and part not in above
    ]
    return Area(
        path=tuple(regions[each] for each in above if each in regions),
        choices=tuple(
            Choice(region.code, str(region), count, False) for region, count in inside
        ),
        circles=circles_of(inside) if drawn else (),
    )


def chips(chosen: dict, names: dict[str, str], area: Area) -> list[Chip]:
    """What narrows the list now, each with the address of the list without it."""
    found = []
    if chosen["q"]:
        found.append(Chip(f"«{chosen['q']}»", encoded({**chosen, "q": ""})))
    for code in chosen["kelompok"] or []:
        rest = [other for other in chosen["kelompok"] if other != code]
        found.append(Chip(names[code], encoded({**chosen, "kelompok": rest})))
    if area.here:
        found.append(Chip(str(area.here), encoded({**chosen, "wilayah": ""})))
    return found


def encoded(chosen: dict) -> str:
    return urlencode(
        {name: value for name, value in chosen.items() if value}, doseq=True
    )


def home() -> Home:
    """What the front page shows: how many, where, of what kind, and the newest."""
    listed = Business.objects.listed()
    names = {group.code: str(group) for group in CommodityGroup.objects.all()}
    counts = count_listed(listed, TOP)
    totals = listed.aggregate(
        listed=Count("pk"), verified=Count("approved_at"), as_of=Max("updated_at")
    )
    newest = with_places(listed).order_by("-listed_at", "pk")[:ON_HOME]
    return Home(
        cards=[as_card(business) for business in newest],
        groups=group_choices(counts.by_group(), names, []),
        cities=area_of(counts.by_area(), "", TOP).choices,
        **totals,
    )
