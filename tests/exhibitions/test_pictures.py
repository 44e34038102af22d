"""Pictures of exhibitions: who may see them, and the one that lies under a plan."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.exhibitions.copying import next_edition
from apps.exhibitions.models import Hall
from apps.exhibitions.pictures import ALBUM, add_photo, lay_under
from tests.catalogue import pictures_of
from tests.factories.accounts import UserFactory
from tests.factories.exhibitions import (
    FIRST,
    BoothFactory,
    ExhibitionFactory,
    HallFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(roles):
    return HallFactory(name="Aula", width=20, depth=10)


def sign_in(client, agency=None):
    client.force_login(
        UserFactory(roles=["organiser"], **({"agency": agency} if agency else {}))
    )


def send(client, hall, **values):
    fields = {"name": hall.name, "width": "20", "depth": "10"}
    return client.post(
        reverse("exhibitions:hall", args=[hall.pk]), {**fields, **values}, follow=True
    )


def picture():
    return SimpleUploadedFile("lantai.png", pictures_of.photo(1000, 400), "image/jpeg")


def test_a_picture_lies_under_the_plan_on_its_scale(client, hall):
    sign_in(client, hall.exhibition.agency)

    page = send(
        client, hall, picture=picture(), background_x="1", background_width="10"
    )

    hall.refresh_from_db()
    assert hall.background_ratio == pytest.approx(0.4)
    text = page.content.decode()
    assert f"/gambar/{hall.background}-1600.webp" in text
    assert 'x="100" y="0" width="1000" height="400"' in text

    send(client, hall, without_picture="on")
    hall.refresh_from_db()
    assert hall.background == ""


def test_a_picture_without_a_width_is_as_wide_as_the_hall(client, hall):
    sign_in(client, hall.exhibition.agency)
    send(client, hall, picture=picture())
    hall.refresh_from_db()
    assert hall.background_width == 20


def test_what_is_no_picture_is_told_at_its_field(client, hall):
    sign_in(client, hall.exhibition.agency)
    page = send(client, hall, picture=SimpleUploadedFile("x.png", b"<svg/>"))
    assert "This is not a photo" in page.content.decode()
    hall.refresh_from_db()
    assert hall.background == ""


def test_a_copied_hall_keeps_its_picture_when_the_first_loses_it(
    hall, django_capture_on_commit_callbacks
):
    lay_under(hall, pictures_of.photo())
    stored_as = hall.background
    next_edition(hall.exhibition)

    with django_capture_on_commit_callbacks(execute=True):
        lay_under(hall, None)

    assert Hall.objects.get(background=stored_as).exhibition != hall.exhibition
    assert ALBUM.path_of(stored_as, "1600").exists()


def test_others_see_no_picture_and_visitors_the_floor_once_it_is_public(client, hall):
    lay_under(hall, pictures_of.photo())
    photo = add_photo(
        hall.exhibition,
        pictures_of.photo(),
        day=FIRST,
        caption="Stan",
        by=UserFactory(),
    )
    own = [
        reverse("exhibitions:picture", args=[name, "320"])
        for name in (hall.background, photo.stored_as)
    ]
    floor = reverse("public:exhibition_floor", args=[hall.background])

    assert client.get(floor, secure=True).status_code == 404
    sign_in(client)
    assert [client.get(address).status_code for address in own] == [404, 404]
    sign_in(client, hall.exhibition.agency)
    assert [client.get(address).status_code for address in own] == [200, 200]
    unknown = reverse("exhibitions:picture", args=[hall.background, "99"])
    assert client.get(unknown).status_code == 404

    type(hall.exhibition).objects.update(published_at=timezone.now())
    client.logout()
    assert client.get(floor, secure=True).status_code == 200
    photo_floor = reverse("public:exhibition_floor", args=[photo.stored_as])
    assert client.get(photo_floor, secure=True).status_code == 404


def test_a_hall_with_booths_and_a_zone_are_taken_away_as_told(client, hall):
    sign_in(client, hall.exhibition.agency)
    zone = ZoneFactory(hall=hall)
    booth = BoothFactory(hall=hall, zone=zone, x=0, y=0)

    refused = send(client, hall, remove="1")
    assert "take them away first" in refused.content.decode()
    client.post(reverse("exhibitions:zone", args=[zone.pk]), {"remove": "1"})
    booth.refresh_from_db()
    assert booth.zone is None
    client.post(reverse("exhibitions:booth", args=[booth.pk]), {"remove": "1"})
    send(client, hall, remove="1")
    assert not Hall.objects.filter(pk=hall.pk).exists()


def test_another_exhibition_has_no_say(client, roles):
    sign_in(client, ExhibitionFactory().agency)
    assert (
        client.get(reverse("exhibitions:hall", args=[HallFactory().pk])).status_code
        == 404
    )
