"""Reads region boundaries from GeoJSON, and finds the point in the middle of each."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.regions.models import Region

DECIMALS = 4  # about 11 m
STORE = """
    UPDATE regions_region region SET boundary = shape.geometry::jsonb
    FROM unnest(%s::text[], %s::text[]) AS shape (code, geometry)
    WHERE region.code = shape.code AND region.boundary IS DISTINCT FROM shape.geometry::jsonb
"""
FILL_POINTS = """
    UPDATE regions_region region SET latitude = point.latitude, longitude = point.longitude
    FROM unnest(%s::text[], %s::float8[], %s::float8[]) AS point (code, latitude, longitude)
    WHERE region.code = point.code AND region.latitude IS NULL
"""
Ring = list[list[float]]
Point = tuple[str, float, float]


@dataclass(frozen=True)
class BoundaryCounts:
    """What a load did: shapes read, boundaries changed, points set, codes nobody has."""

    shapes: int
    changed: int
    points: int
    unknown: tuple[str, ...]


@transaction.atomic
@pghistory.context(channel="reference")
def load_boundaries(folder: Path) -> BoundaryCounts:
    """Store every shape of the GeoJSON files in the folder, at any depth.

    A feature's id is the region's code. Raises ValidationError for a file that is no GeoJSON.
    """
    shapes = dict(_features(sorted(folder.rglob("*.geojson"))))
    known = set(Region.objects.filter(code__in=shapes).values_list("code", flat=True))
    texts = {code: json.dumps(shapes[code]) for code in sorted(known)}
    with connection.cursor() as cursor:
        cursor.execute(STORE, [list(texts), list(texts.values())])
        changed = cursor.rowcount
    points = fill_points((code, *centre_of(shapes[code])) for code in texts)
    unknown = tuple(sorted(shapes.keys() - known))
    return BoundaryCounts(len(shapes), changed, points, unknown)


def fill_points(points: Iterable[Point]) -> int:
    """Place the regions that have no point yet. Returns how many."""
    columns = [list(column) for column in zip(*points, strict=True)]
    if not columns:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FILL_POINTS, columns)
        return int(cursor.rowcount)


def _features(files: Iterable[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in files:
        try:
            features = json.loads(file.read_bytes())["features"]
            for feature in features:
                code = str(feature["id"]).replace(".", "")
                yield code, _rounded(feature["geometry"])
        except (ValueError, KeyError, TypeError) as error:
            message = _("%(file)s is not a GeoJSON collection with polygons.")
            raise ValidationError(message % {"file": file.name}) from error


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    """A MultiPolygon with short coordinates, without points that fell together."""
    if geometry["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(geometry["type"])
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    rounded = [[_rounded_ring(ring) for ring in polygon] for polygon in polygons]
    return {"type": "MultiPolygon", "coordinates": rounded}


def _rounded_ring(ring: Ring) -> Ring:
    points = [[round(x, DECIMALS), round(y, DECIMALS)] for x, y, *_height in ring]
    return [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]


def centre_of(geometry: dict[str, Any]) -> tuple[float, float]:
    """Latitude and longitude of the centroid by area; holes count against it."""
    total = moment_x = moment_y = 0.0
    for polygon in geometry["coordinates"]:
        for place, ring in enumerate(polygon):
            area, x, y = _moments(ring)
            sign = (1 if area >= 0 else -1) * (-1 if place else 1)
            total += sign * area
            moment_x += sign * x
            moment_y += sign * y
    if not total:  # a shape too small for its rounding
        longitude, latitude = geometry["coordinates"][0][0][0]
        return latitude, longitude
    return round(moment_y / total, DECIMALS), round(moment_x / total, DECIMALS)


def _moments(ring: Ring) -> tuple[float, float, float]:
    """Area and first moments by the shoelace formula, from the first point to lose no digits."""
    origin_x, origin_y = ring[0]
    area = moment_x = moment_y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        ax, ay, bx, by = x1 - origin_x, y1 - origin_y, x2 - origin_x, y2 - origin_y
        cross = ax * by - bx * ay
        area += cross / 2
        moment_x += (ax + bx) * cross / 6
        moment_y += (ay + by) * cross / 6
    return area, moment_x + origin_x * area, moment_y + origin_y * area
