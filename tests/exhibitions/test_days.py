"""The days: who was there, how many came, photos; and what an exhibitor reports by its link."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from apps.exhibitions.models import (
    Attendance,
    DailySales,
    ExhibitionPhoto,
    VisitorCount,
)
from apps.exhibitions.pictures import ALBUM, count_strays, remove_strays
from apps.exhibitions.recap import days_of, recap_of
from apps.exhibitions.running.own_link import address_of, renew, token_of
from apps.exhibitions.selecting import go_on
from tests.catalogue import pictures_of
from tests.factories.accounts import UserFactory
from tests.factories.exhibitions import (
    DailySalesFactory,
    ExhibitionFactory,
    ParticipationFactory,
    selected,
)

pytestmark = pytest.mark.django_db
SENT = {"cash": "1.250.000", "qris": "Rp 250.000", "orders": "", "contacts": "3"}


@pytest.fixture
def exhibition():
    today = localdate()
    return ExhibitionFactory(starts_on=today, ends_on=today + timedelta(days=2))


@pytest.fixture
def organiser(client, exhibition, roles):
    user = UserFactory(agency=exhibition.agency, roles=["organiser"])
    client.force_login(user)
    return user


def send(client, exhibition, deed, day=None, **values):
    day = day or exhibition.starts_on
    address = reverse("exhibitions:day", args=[exhibition.pk])
    sent = {"hari": day.isoformat(), "deed": deed, **values}
    return client.post(address, sent, follow=True)


def test_who_was_there_has_come_and_a_note_can_be_taken_back(
    client, exhibition, organiser
):
    there, absent, unknown = (selected(exhibition=exhibition) for _ in range(3))

    send(
        client,
        exhibition,
        "attendance",
        **{f"p{there.pk}": "1", f"p{absent.pk}": "0", f"p{unknown.pk}": ""},
    )

    noted = dict(Attendance.objects.values_list("participation", "was_there"))
    assert noted == {there.pk: True, absent.pk: False}
    for each, state in [
        (there, "attended"),
        (absent, "selected"),
        (unknown, "selected"),
    ]:
        each.refresh_from_db()
        assert each.state == state
    (first, *_later) = days_of(exhibition)
    assert (first.there, first.absent) == (1, 1)

    send(client, exhibition, "attendance", **{f"p{absent.pk}": ""})
    assert Attendance.objects.get().participation == there


def test_nobody_of_another_exhibition_is_noted(client, exhibition, organiser):
    other = selected()
    send(client, exhibition, "attendance", **{f"p{other.pk}": "1"})
    assert not Attendance.objects.exists()


def test_an_hour_is_counted_once(client, exhibition, organiser):
    counted = {"count-until": "13:00", "count-visitors": "250"}
    send(client, exhibition, "count", **counted)
    refused = send(client, exhibition, "count", **counted)

    assert "This hour is noted already." in refused.content.decode()
    assert recap_of(exhibition).visitors == 250
    address = reverse("exhibitions:remove", args=[exhibition.pk])
    client.post(address, {"count": VisitorCount.objects.get().pk})
    assert recap_of(exhibition).visitors is None


def test_photos_are_painted_anew_and_go_with_their_row(
    client, exhibition, organiser, uploaded
):
    response = send(
        client,
        exhibition,
        "photos",
        **{
            "photo-caption": "Stan A-01",
            "photo-photos": [
                uploaded("a.jpg", pictures_of.photo()),
                uploaded("b.jpg", b"<html>"),
            ],
        },
    )

    assert "b.jpg" in response.content.decode()
    photo = ExhibitionPhoto.objects.get()
    picture = client.get(reverse("exhibitions:picture", args=[photo.stored_as, "320"]))
    assert picture.content[8:12] == b"WEBP"
    client.post(
        reverse("exhibitions:remove", args=[exhibition.pk]), {"photo": photo.pk}
    )
    assert not ExhibitionPhoto.objects.exists()


@pytest.fixture
def uploaded():
    return lambda name, content: SimpleUploadedFile(name, content, "image/jpeg")


def test_files_of_an_exhibition_that_is_gone_are_swept(exhibition, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    stored_as = ALBUM.keep(ALBUM.develop(pictures_of.photo()).parts)
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=2)):
        assert count_strays(now) == 1
        remove_strays(now)
    assert not ALBUM.path_of(stored_as, "320").exists()


def report(client, each, **values):
    address = reverse("public:own_sales", args=[token_of(each)])
    sent = {**SENT, "hari": localdate().isoformat(), **values}
    return client.post(address, sent, secure=True, follow=True)


def test_an_exhibitor_reports_by_its_link_and_corrects_it(client, exhibition):
    each = selected(exhibition=exhibition)

    assert "Thank you" in report(client, each).content.decode()
    report(client, each, qris="500.000")

    row = DailySales.objects.get()
    assert (row.sold, row.contacts, row.source) == (1_750_000, 3, "exhibitor")
    assert row.noted_by is None


def test_a_day_without_any_number_is_not_zero(client, exhibition):
    each = selected(exhibition=exhibition)
    empty = dict.fromkeys(SENT, "")
    response = report(client, each, **empty)
    assert response.status_code == 422
    assert not DailySales.objects.exists()
    report(client, each, **{**empty, "cash": "0"})
    assert DailySales.objects.get().sold == 0


def test_what_an_officer_noted_is_not_written_over(client, exhibition):
    each = selected(exhibition=exhibition)
    DailySalesFactory(participation=each, day=localdate(), cash=900_000)

    page = report(client, each).content.decode()

    assert DailySales.objects.get().cash == 900_000
    assert "An officer noted this day" in page


def test_what_is_many_times_the_others_is_asked_about(client, exhibition):
    for _ in range(3):
        DailySalesFactory(
            participation=selected(exhibition=exhibition), day=localdate(), cash=200_000
        )
    each = selected(exhibition=exhibition)

    page = report(client, each, cash="90.000.000").content.decode()
    assert "many times what others sold" in page

    page = report(client, each, cash="90.000.000", is_odd_confirmed="on")
    assert "many times what others sold" not in page.content.decode()


def test_days_to_come_cannot_be_reported(client, exhibition):
    each = selected(exhibition=exhibition)
    report(client, each, hari=exhibition.ends_on.isoformat())
    assert [row.day for row in DailySales.objects.all()] == [localdate()]


@pytest.mark.parametrize("change", ["renewed", "withdrawn", "cancelled", "mistyped"])
def test_a_link_that_is_not_valid_opens_nothing(client, exhibition, change):
    each = selected(exhibition=exhibition)
    address = reverse("public:own_sales", args=[token_of(each)])
    if change == "renewed":
        renew(each)
    elif change == "withdrawn":
        go_on(each, "withdrawn", by=UserFactory())
    elif change == "cancelled":
        type(exhibition).objects.update(state="cancelled")
    else:
        address = address[:-2] + "x/"
    response = client.get(address, secure=True)
    assert response.status_code == 404
    assert str(each) not in response.content.decode()


def test_a_week_after_the_last_day_it_only_shows(client):
    exhibition = ExhibitionFactory()
    each = selected(exhibition=exhibition)
    last = exhibition.ends_on
    with time_machine.travel(last + timedelta(days=8)):
        report(client, each, hari=last.isoformat())
    assert not DailySales.objects.exists()
    with time_machine.travel(last + timedelta(days=6)):
        report(client, each, hari=last.isoformat())
    assert DailySales.objects.get().day == last


def test_an_officer_sees_the_link_and_makes_a_new_one(client, exhibition, organiser):
    each = selected(exhibition=exhibition)
    page = reverse("exhibitions:participation", args=[each.pk])
    old = address_of(each)
    assert old in client.get(page).content.decode()

    client.post(reverse("exhibitions:renew_link", args=[each.pk]))

    each.refresh_from_db()
    assert address_of(each) != old
    assert address_of(each) in client.get(page).content.decode()


def test_who_only_applied_has_no_link(client, exhibition, organiser):
    each = ParticipationFactory(exhibition=exhibition)
    page = client.get(reverse("exhibitions:participation", args=[each.pk]))
    assert "/pameran/lapor/" not in page.content.decode()


def test_the_day_that_is_nearest_is_shown_first(client, organiser, exhibition):
    past = ExhibitionFactory(
        agency=exhibition.agency, starts_on=date(2019, 5, 1), ends_on=date(2019, 5, 3)
    )
    page = client.get(reverse("exhibitions:day", args=[past.pk]))
    assert page.context["day"] == date(2019, 5, 3)
