"""What visitors see of an exhibition: the plan as it was published, and who agreed to be shown.

An exhibitor whose business is not in the public directory keeps its booth and its group, and
no name.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.businesses.models import Business
from apps.exhibitions.drawing import Drawing, draw_booths
from apps.exhibitions.models import Booth, BoothAssignment, Exhibition, Participation
from apps.exhibitions.publishing import latest
from apps.exhibitions.seats import days_of


@dataclass(frozen=True)
class Exhibitor:
    """Somebody who stands there: `business` is None for who is not to be named."""

    name: str
    booths: str
    products: str
    group: str
    business: Business | None


@dataclass(frozen=True)
class Shown:
    """The page of an exhibition. `chosen`: the code of a booth to point at, or ""."""

    exhibition: Exhibition
    drawing: Drawing | None
    exhibitors: list[Exhibitor]
    chosen: str
    words: str


def shown(exhibition: Exhibition, *, words: str = "", booth: str = "") -> Shown:
    version = latest(exhibition)
    rows = version.rows if version else []
    people = _participations(rows)
    public = set(
        Business.objects.listed()
        .filter(pk__in=[p.business_id for p in people.values() if p.business_id])
        .values_list("pk", flat=True)
    )
    booths = list(
        exhibition.booths.select_related("zone").prefetch_related("zone__groups")
    )
    places = _places(exhibition, rows, people, public, {b.pk: b for b in booths})
    drawing = draw_booths(exhibition, booths, places) if rows else None
    exhibitors = _exhibitors(rows, people, public)
    asked = words.casefold().split()
    found = [
        each
        for each in exhibitors
        if all(word in f"{each.name} {each.products}".casefold() for word in asked)
    ]
    known = {each.code for each in booths}
    return Shown(exhibition, drawing, found, booth if booth in known else "", words)


def _participations(rows: Iterable[dict[str, Any]]) -> dict[int, Participation]:
    keys = {row["participation_id"] for row in rows}
    found = Participation.objects.filter(pk__in=keys).standing()
    return {
        each.pk: each for each in found.select_related("business__owner", "recap_group")
    }


def _named(each: Participation, public: set[int]) -> str:
    if each.business_id is None:
        return each.community
    if each.business and each.business_id in public:
        return each.business.public_name
    return _("An exhibitor")


def _places(
    exhibition: Exhibition,
    rows: Iterable[dict[str, Any]],
    people: dict[int, Participation],
    public: set[int],
    booths: dict[int, Booth],
) -> list[BoothAssignment]:
    """The published places as rows that are in no table, with names that may be shown."""
    for each in people.values():
        each.shown_as = _named(each, public)  # type: ignore[attr-defined]
    return [
        BoothAssignment(
            exhibition=exhibition,
            booth_id=row["booth_id"],
            seat=row["seat"],
            participation=people[row["participation_id"]],
            days=days_of(row),
        )
        for row in rows
        if row["participation_id"] in people and row["booth_id"] in booths
    ]


def _exhibitors(
    rows: Iterable[dict[str, Any]], people: dict[int, Participation], public: set[int]
) -> list[Exhibitor]:
    where: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row["booth"] not in where[row["participation_id"]]:
            where[row["participation_id"]].append(row["booth"])
    found = [
        Exhibitor(
            _named(each, public),
            ", ".join(where[each.pk]),
            each.products if each.business_id in public else "",
            str(each.recap_group or ""),
            each.business if each.business_id in public else None,
        )
        for each in people.values()
    ]
    return sorted(found, key=lambda each: (each.booths, each.name))


def calendar_of(exhibition: Exhibition, address: str) -> str:
    """The days as a calendar file (RFC 5545), an event a day, in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portal IKM//Pameran//ID"]
    for day in exhibition.days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{exhibition.slug}-{day:%Y%m%d}@portal-ikm",
            f"DTSTAMP:{_utc(timezone.now())}",
            *_hours(exhibition, day),
            f"SUMMARY:{_escaped(exhibition.title)}",
            f"LOCATION:{_escaped(exhibition.venue)}",
            f"URL:{address}",
            "END:VEVENT",
        ]
    folded = [_folded(line) for line in [*lines, "END:VCALENDAR"]]
    return "\r\n".join(folded) + "\r\n"


def _hours(exhibition: Exhibition, day: date) -> list[str]:
    if exhibition.opens_at is None or exhibition.closes_at is None:
        after = day + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    return [
        f"DTSTART:{_at(day, exhibition.opens_at)}",
        f"DTEND:{_at(day, exhibition.closes_at)}",
    ]


def _at(day: date, hour: time) -> str:
    return _utc(timezone.make_aware(datetime.combine(day, hour)))


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return (
        text.replace("\\", "\\\\")
        .replace(";", r"\;")
        .replace(",", r"\,")
        .replace("\n", r"\n")
    )


def _folded(line: str) -> str:
    """At most 75 bytes in a line, as calendars ask."""
    parts, rest = [], line
    while len(rest.encode()) > 73:
        cut = 73
        while len(rest[:cut].encode()) > 73:
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])
