"""The plan as the page draws it: centimetres in SVG, colours by what is asked, faults beside."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.businesses.models import CoachingRelation
from apps.exhibitions.faults import Fault, faults_of
from apps.exhibitions.models import (
    Booth,
    BoothAssignment,
    Exhibition,
    Hall,
    Participation,
    Zone,
)
from apps.sectors.models import RecapGroup

CM = 100  # SVG units in a metre
LETTER = 19  # width of a letter of a name, in those
LINE = 36
COLOURS = 6
NEEDS: list[tuple[str, str | Promise]] = [
    ("power", gettext_lazy("needs power")),
    ("water", gettext_lazy("needs water")),
    ("access", gettext_lazy("needs access by wheelchair")),
    ("none", gettext_lazy("needs nothing special")),
]
COLOURED_BY: dict[str, str | Promise] = {
    "kelompok": pgettext_lazy("colours of a plan", "recap group"),
    "jalur": pgettext_lazy("colours of a plan", "channel"),
    "keadaan": pgettext_lazy("colours of a plan", "state"),
    "kebutuhan": pgettext_lazy("colours of a plan", "needs"),
}


@dataclass(frozen=True)
class DrawnBooth:
    """A booth in centimetres with who has it; `colour` is a number of the palette, or None."""

    booth: Booth
    x: int
    y: int
    width: int
    height: int
    places: list[BoothAssignment]
    lines: list[tuple[int, str]]
    colour: int | None
    label: str
    is_faulty: bool

    @property
    def is_locked(self) -> bool:
        return any(place.is_locked for place in self.places)

    @property
    def free(self) -> int:
        return self.booth.capacity - len({place.seat for place in self.places})


@dataclass(frozen=True)
class DrawnZone:
    zone: Zone
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class DrawnPicture:
    """A picture in centimetres of the hall; `stored_as` names its files."""

    stored_as: str
    x: int
    y: int
    width: int
    height: int


@dataclass
class DrawnHall:
    """A hall with its zones and booths, in centimetres."""

    hall: Hall
    width: int
    height: int
    booths: list[DrawnBooth] = field(default_factory=list)
    zones: list[DrawnZone] = field(default_factory=list)

    @property
    def picture(self) -> "DrawnPicture | None":
        """What lies under the plan, on the same scale."""
        hall = self.hall
        if not hall.background or hall.background_width is None:
            return None
        width = _cm(hall.background_width)
        return DrawnPicture(
            hall.background,
            _cm(hall.background_x),
            _cm(hall.background_y),
            width,
            round(width * hall.background_ratio),
        )


@dataclass
class Drawing:
    """All that the page of a plan shows."""

    halls: list[DrawnHall]
    placed: int
    legend: list[tuple[int, str]]
    faults: list[Fault]
    unplaced: list[Participation] = field(default_factory=list)


def draw(exhibition: Exhibition, by: str = "kelompok") -> Drawing:
    """The draft, in a number of queries that does not grow with the booths."""
    standing = list(
        exhibition.participations.standing()
        .select_related("business__owner", "recap_group")
        .order_by("pk")
    )
    booths = list(
        exhibition.booths.select_related("zone").prefetch_related("zone__groups")
    )
    places = list(
        exhibition.assignments.select_related(
            "participation__business__owner", "participation__recap_group"
        ).order_by("seat", "days")
    )
    faults = faults_of(exhibition, booths, places)
    drawing = draw_booths(exhibition, booths, places, by, faults)
    stands = {place.participation_id for place in places}
    drawing.unplaced = [each for each in standing if each.pk not in stands]
    return drawing


def draw_booths(
    exhibition: Exhibition,
    booths: list[Booth],
    places: list[BoothAssignment],
    by: str = "kelompok",
    faults: Iterable[Fault] = (),
) -> Drawing:
    """The halls with these booths and who has them."""
    kinds = _kinds(by)
    there = defaultdict(list)
    for place in places:
        there[place.booth_id].append(place)
    faulty = {fault.booth for fault in faults}
    halls = {
        hall.pk: DrawnHall(hall, _cm(hall.width), _cm(hall.depth))
        for hall in exhibition.halls.all()
    }
    for booth in booths:
        halls[booth.hall_id].booths.append(
            _booth(booth, there[booth.pk], by, kinds, faulty)
        )
    for drawn in halls.values():
        drawn.zones = _zones(booths, drawn.hall)
    return Drawing(
        list(halls.values()),
        len({place.participation_id for place in places}),
        [(number, str(label)) for number, (_key, label) in enumerate(kinds)],
        list(faults),
    )


def _cm(metres: Any) -> int:
    return round(metres * CM)


def _kinds(by: str) -> list[tuple[Any, Any]]:
    """What the colours mean, in order; the last colour is for all the rest."""
    if by == "jalur":
        return list(CoachingRelation.Channel.choices)
    if by == "keadaan":
        return [
            (value, label)
            for value, label in Participation.State.choices
            if value in {"selected", "confirmed", "attended"}
        ]
    if by == "kebutuhan":
        return list(NEEDS)
    return [(group.pk, str(group)) for group in RecapGroup.objects.order_by("position")]


def _kind_of(each: Participation, by: str) -> Any:
    if by == "jalur":
        return each.channel
    if by == "keadaan":
        return each.state
    if by == "kebutuhan":
        if each.needs_access:
            return "access"
        if each.needs_water:
            return "water"
        return "power" if each.needs_power_va else "none"
    return each.recap_group_id


def _booth(
    booth: Booth,
    places: list[BoothAssignment],
    by: str,
    kinds: list[tuple[Any, Any]],
    faulty: set[int],
) -> DrawnBooth:
    keys = [key for key, _label in kinds]
    colour = None
    if places:
        kind = _kind_of(places[0].participation, by)
        colour = min(keys.index(kind) if kind in keys else COLOURS, COLOURS - 1)
    names = list(dict.fromkeys(_called(place.participation) for place in places))
    width, height = _cm(booth.width), _cm(booth.depth)
    said = ", ".join(names) or _("free")
    return DrawnBooth(
        booth,
        _cm(booth.x),
        _cm(booth.y),
        width,
        height,
        places,
        _lines(names, width, height),
        colour,
        f"{booth.code}: {said}",
        booth.pk in faulty,
    )


def _called(each: Participation) -> str:
    """As it may be shown here: visitors see the names of those who agreed."""
    return getattr(each, "shown_as", "") or str(each)


def _lines(names: list[str], width: int, height: int) -> list[tuple[int, str]]:
    """The names broken into what fits the booth, each line with where it stands."""
    room, most = max(width // LETTER, 4), max((height - 55) // LINE, 1)
    lines: list[str] = []
    for name in names:
        line = ""
        for word in name.split():
            if line and len(line) + len(word) + 1 > room:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    cut = [Truncator(line).chars(room + 2) for line in lines]
    return [(80 + LINE * number, line) for number, line in enumerate(cut)]


def _zones(booths: Iterable[Booth], hall: Hall) -> list[DrawnZone]:
    """Around the booths of each zone, half a metre wider."""
    own = defaultdict(list)
    for booth in booths:
        if booth.zone and booth.hall_id == hall.pk:
            own[booth.zone].append(booth)
    found = []
    for zone, inside in own.items():
        left, top = min(b.x for b in inside), min(b.y for b in inside)
        right = max(b.x + b.width for b in inside)
        bottom = max(b.y + b.depth for b in inside)
        found.append(
            DrawnZone(
                zone,
                _cm(left) - 40,
                _cm(top) - 60,
                _cm(right - left) + 80,
                _cm(bottom - top) + 100,
            )
        )
    return found
