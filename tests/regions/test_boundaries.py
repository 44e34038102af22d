import json
import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from apps.regions.boundaries import centre_of, load_boundaries
from apps.regions.loading import load_regions
from apps.regions.models import Region
from apps.regions.official import official_rows
from tests.factories.regions import RegionFactory

SHARED = Path(
    os.environ.get(
        "BOUNDARIES_DIR", Path(__file__).parents[3] / "shared" / "boundaries"
    )
)
SQUARE = [[106.0, -6.0], [107.0, -6.0], [107.0, -7.0], [106.0, -7.0], [106.0, -6.0]]
HOLE = [[106.0, -6.0], [106.5, -6.0], [106.5, -7.0], [106.0, -7.0], [106.0, -6.0]]


def write(folder, shapes):
    features = [
        {
            "type": "Feature",
            "id": code,
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for code, rings in shapes.items()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "shapes.geojson").write_text(text)


@pytest.mark.django_db
def test_load_boundaries_stores_the_shape_and_the_missing_point(tmp_path):
    RegionFactory(code="31")
    RegionFactory(code="32", latitude=-6.9, longitude=107.6)
    write(tmp_path, {"31": [SQUARE], "32": [SQUARE], "99": [SQUARE]})

    counts = load_boundaries(tmp_path)

    assert (counts.shapes, counts.changed, counts.points) == (3, 2, 1)
    assert counts.unknown == ("99",)
    jakarta, other = Region.objects.all()
    assert jakarta.boundary == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}
    assert (jakarta.latitude, jakarta.longitude) == (-6.5, 106.5)
    assert (other.latitude, other.longitude) == (-6.9, 107.6)


@pytest.mark.django_db
def test_load_boundaries_rounds_and_drops_points_that_fall_together(tmp_path):
    RegionFactory(code="31")
    write(tmp_path, {"31": [[[106.0, -6.0], [106.00001, -6.0], *SQUARE[1:]]]})

    load_boundaries(tmp_path)

    assert Region.objects.get().boundary["coordinates"] == [[SQUARE]]


def test_the_centre_of_a_shape_leaves_its_hole_out():
    shape = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE]]}

    assert centre_of(shape) == (-6.5, 106.75)


def test_a_shape_without_area_is_where_it_begins():
    line = [[106.0, -6.0], [106.1, -6.0], [106.0, -6.0]]

    assert centre_of({"type": "MultiPolygon", "coordinates": [[line]]}) == (-6.0, 106.0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"features": [{"id": "31"}]}',
        '{"features": [{"id": "31", "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
    ],
)
def test_load_boundaries_names_the_file_that_is_no_geojson(tmp_path, text):
    (tmp_path / "odd.geojson").write_text(text)

    with pytest.raises(ValidationError, match=r"odd\.geojson"):
        load_boundaries(tmp_path)


@pytest.mark.django_db
def test_the_command_prints_one_line_of_counts(tmp_path, capsys):
    RegionFactory(code="31")
    write(tmp_path, {"31": [SQUARE], "99": [SQUARE]})

    call_command("load_boundaries", tmp_path)

    assert capsys.readouterr().out == (
        "2 shapes, 1 boundaries changed, 1 points set, 1 unknown codes (99).\n"
    )


def test_the_command_refuses_what_is_no_folder(tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("load_boundaries", tmp_path / "nowhere")

    assert refusal.value.returncode == 2


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.is_dir(), reason="no boundary data on this machine")
def test_the_shared_boundaries_fit_the_official_codes():
    load_regions(row for row in official_rows() if row.level <= 2)

    counts = load_boundaries(SHARED)

    placed = Region.objects.exclude(boundary=None)
    assert placed.count() == Region.objects.count() == 552
    assert all(len(code) > 4 for code in counts.unknown)
