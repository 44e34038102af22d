import pytest

from apps.public.area_map import HEIGHT, MARGIN_X, MARGIN_Y, WIDTH, circles_of
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


def city(code, latitude=None, longitude=None):
    province = RegionFactory(
        code=code[:2], level=1, kind="province", name="DKI", parent=None
    )
    return RegionFactory(
        code=code,
        level=2,
        kind="city",
        name=f"Kota {code}",
        parent=province,
        latitude=latitude,
        longitude=longitude,
    )


def test_areas_lie_as_on_earth_and_inside_the_drawing():
    north = city("3172", -6.13, 106.85)
    south = city("3174", -6.28, 106.80)
    west = city("3173", -6.17, 106.75)

    circles = {
        each.code: each for each in circles_of([(north, 4), (south, 16), (west, 1)])
    }

    assert circles["3172"].y < circles["3173"].y < circles["3174"].y
    assert circles["3173"].x < circles["3174"].x < circles["3172"].x
    for circle in circles.values():
        assert MARGIN_X <= circle.x <= WIDTH - MARGIN_X
        assert MARGIN_Y <= circle.y <= HEIGHT - MARGIN_Y


def test_the_surface_of_a_circle_is_what_is_there():
    circles = circles_of(
        [(city("3172", -6.1, 106.8), 4), (city("3174", -6.3, 106.9), 16)]
    )

    large, small = circles
    assert (large.code, large.radius / small.radius) == ("3174", 2.0)


def test_an_area_without_a_point_lies_amid_its_parts():
    known, lacking = city("3172", -6.0, 106.0), city("3174")
    for number, (latitude, longitude) in enumerate([(-7.0, 107.0), (-8.0, 108.0)], 1):
        RegionFactory(
            code=f"31740{number}",
            level=3,
            kind="district",
            name=f"Bagian {number}",
            parent=lacking,
            latitude=latitude,
            longitude=longitude,
        )

    circles = {each.code: each for each in circles_of([(known, 1), (lacking, 1)])}

    assert circles["3174"].y > circles["3172"].y


def test_one_area_is_no_map():
    assert circles_of([(city("3172", -6.1, 106.8), 4), (city("3174"), 3)]) == ()


def test_many_areas_stand_without_their_names():
    areas = [
        (city(f"31{number}", -6 - number / 100, 106.8), 1) for number in range(10, 30)
    ]

    assert {circle.label for circle in circles_of(areas)} == {""}
