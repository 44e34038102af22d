"""Areas as circles where they lie, as large as what is there: a map that needs no map data."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Avg

from apps.regions.models import Region

WIDTH, HEIGHT = 100.0, 56.0
MARGIN_X, MARGIN_Y = 14.0, 9.0  # a name is wider than its circle
LARGEST, SMALLEST = 6.0, 1.4
GAP, GAP_WITH_NAMES = 0.4, 9.0  # a name takes more room than its circle
ROUNDS = 80
NAMED_FROM = 3.0  # a smaller circle is named by its title alone
MOST_NAMED = 12  # more names than that lie over each other


@dataclass(frozen=True)
class Circle:
    """An area on the map, in units of the drawing. `label` is "" where names would overlap."""

    code: str
    name: str
    count: int
    x: float
    y: float
    radius: float
    label: str

    @property
    def below(self) -> float:
        """Where the name stands: under the circle."""
        return round(self.y + self.radius + 3.2, 1)


def circles_of(areas: Iterable[tuple[Region, int]]) -> tuple[Circle, ...]:
    """The areas that lie somewhere known; nothing for fewer than two: that is no map."""
    counted = list(areas)
    points = _points([region for region, _count in counted])
    placed = [(region, count) for region, count in counted if region.code in points]
    if len(placed) < 2:
        return ()
    project = _projection(list(points.values()))
    most = max(count for _region, count in placed)
    named = len(placed) <= MOST_NAMED
    radii = [max(SMALLEST, LARGEST * math.sqrt(n / most)) for _region, n in placed]
    where = _apart(
        _loosened([project(*points[region.code]) for region, _count in placed]),
        radii,
        GAP_WITH_NAMES if named else GAP,
    )
    circles = [
        Circle(
            region.code,
            str(region),
            count,
            round(x, 1),
            round(y, 1),
            round(radius, 1),
            str(region) if named and radius >= NAMED_FROM else "",
        )
        for (region, count), (x, y), radius in zip(placed, where, radii, strict=True)
    ]
    return tuple(sorted(circles, key=lambda circle: -circle.radius))


def _loosened(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Halfway to even steps in the same order west to east and north to south.

    Cities of one capital lie on one spot when another island is on the map too.
    """
    rows = []
    for i, (margin, size) in enumerate([(MARGIN_X, WIDTH), (MARGIN_Y, HEIGHT)]):
        ordered = sorted(point[i] for point in points)
        step = (size - 2 * margin) / (len(points) - 1)
        rows.append(
            [
                (point[i] + margin + step * ordered.index(point[i])) / 2
                for point in points
            ]
        )
    return list(zip(*rows, strict=True))


def _apart(
    points: list[tuple[float, float]], radii: list[float], gap: float
) -> list[tuple[float, float]]:
    """Push circles that lie over each other apart, a little at a time (Dorling's cartogram)."""
    where = [list(point) for point in points]
    for _round in range(ROUNDS):
        for one in range(len(where)):
            for other in range(one):
                x, y = (where[one][i] - where[other][i] for i in (0, 1))
                distance = math.hypot(x, y)
                lacking = radii[one] + radii[other] + gap - distance
                if lacking <= 0:
                    continue
                if not distance:
                    x, y, distance = math.cos(one), math.sin(one), 1.0
                for i, part in enumerate((x, y)):
                    where[one][i] += part / distance * lacking / 2
                    where[other][i] -= part / distance * lacking / 2
        for point in where:
            point[0] = min(max(point[0], MARGIN_X), WIDTH - MARGIN_X)
            point[1] = min(max(point[1], MARGIN_Y), HEIGHT - MARGIN_Y)
    return [(x, y) for x, y in where]


def _points(regions: list[Region]) -> dict[str, tuple[float, float]]:
    """Latitude and longitude by code; of an area without a point, the middle of its parts."""
    found = {
        each.code: (each.latitude, each.longitude)
        for each in regions
        if each.latitude is not None and each.longitude is not None
    }
    lacking = [each.code for each in regions if each.code not in found]
    if lacking:
        parts = Region.objects.filter(parent__in=lacking, latitude__isnull=False)
        middles = (
            parts.order_by()
            .values_list("parent")
            .annotate(Avg("latitude"), Avg("longitude"))
        )
        found |= {code: (latitude, longitude) for code, latitude, longitude in middles}
    return found


def _projection(
    points: list[tuple[float, float]],
) -> Callable[[float, float], tuple[float, float]]:
    """From degrees to the drawing: equal scale both ways, all points inside the margin."""
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    narrowing = math.cos(math.radians((south + north) / 2))
    wide, high = (east - west) * narrowing or 1e-9, (north - south) or 1e-9
    scale = min((WIDTH - 2 * MARGIN_X) / wide, (HEIGHT - 2 * MARGIN_Y) / high)
    left = (WIDTH - wide * scale) / 2
    top = (HEIGHT - high * scale) / 2

    def project(latitude: float, longitude: float) -> tuple[float, float]:
        x = left + (longitude - west) * narrowing * scale
        return x, top + (north - latitude) * scale

    return project
