"""Messages to exhibitors are drafts: one to each whose place a version has changed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.exhibitions.placing import place
from apps.exhibitions.publishing import publish_plan
from apps.exhibitions.running.own_link import address_of
from apps.exhibitions.telling import tell_of_links, tell_of_places
from apps.outbox.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory, PersonFactory
from tests.factories.exhibitions import (
    BoothFactory,
    ExhibitionFactory,
    HallFactory,
    selected,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(exhibition, roles):
    return UserFactory(agency=exhibition.agency, roles=["organiser"])


@pytest.fixture
def exhibition():
    return ExhibitionFactory(title="Gelar {Produk}")


def exhibitor(exhibition, name, **reached):
    owner = PersonFactory(agency=exhibition.agency, name=f"Pemilik {name}", **reached)
    business = BusinessFactory(agency=exhibition.agency, owner=owner, name=name)
    return selected(exhibition=exhibition, business=business)


@pytest.fixture
def placed(exhibition):
    hall = HallFactory(exhibition=exhibition)
    booths = [BoothFactory(hall=hall, code=f"A-0{n}", x=3 * n, y=0) for n in range(4)]
    mail = exhibitor(exhibition, "Batik", email="batik@demo.invalid", phone="")
    chat = exhibitor(exhibition, "Kopi", email="", phone="+6281200000007")
    silent = exhibitor(exhibition, "Diam", email="", phone="")
    for each, booth in zip([mail, chat, silent], booths, strict=False):
        place(each, booth, by=None)
    return mail, chat, silent, booths


def told():
    return {each.name: each.body for each in Message.objects.all()}


def test_after_the_first_version_all_are_told_who_can_be_reached(
    exhibition, placed, officer
):
    publish_plan(exhibition, by=officer)

    drafted = tell_of_places(exhibition, by=officer)

    assert {occasion.channel for occasion, _new in drafted} == {"mail", "whatsapp"}
    bodies = told()
    assert set(bodies) == {"Pemilik Batik", "Pemilik Kopi"}
    assert "Batik: stan A-00" in bodies["Pemilik Batik"]
    assert "Gelar (Produk)" in bodies["Pemilik Batik"]
    assert set(Message.objects.values_list("status", flat=True)) == {"drafted"}
    assert [new for _occasion, new in tell_of_places(exhibition, by=officer)] == [0, 0]


def test_after_the_next_only_those_who_moved(exhibition, placed, officer):
    _mail, chat, _silent, booths = placed
    publish_plan(exhibition, by=officer)
    place(chat, booths[3], by=officer)
    publish_plan(exhibition, by=officer)

    tell_of_places(exhibition, by=officer)

    assert list(told()) == ["Pemilik Kopi"]
    assert "pindah dari stan A-01 ke stan A-03" in told()["Pemilik Kopi"]


def test_before_a_plan_is_published_there_is_nothing_to_tell(exhibition, officer):
    with pytest.raises(ValidationError, match="Publish the plan first"):
        tell_of_places(exhibition, by=officer)


def test_each_gets_its_own_link(client, exhibition, placed, officer):
    client.force_login(officer)
    client.post(reverse("exhibitions:tell_links", args=[exhibition.pk]))

    bodies = told()
    assert address_of(placed[0]) in bodies["Pemilik Batik"]
    assert address_of(placed[1]) in bodies["Pemilik Kopi"]
    assert address_of(placed[1]) not in bodies["Pemilik Batik"]


def test_nobody_to_tell_is_said(exhibition, officer):
    exhibitor(exhibition, "Diam", email="", phone="")
    with pytest.raises(ValidationError, match="nobody to tell"):
        tell_of_links(exhibition, by=officer)


def test_the_page_of_the_plan_drafts_and_shows_them(
    client, exhibition, placed, officer
):
    publish_plan(exhibition, by=officer)
    client.force_login(officer)

    page = client.post(
        reverse("exhibitions:tell_places", args=[exhibition.pk]), follow=True
    )

    text = page.content.decode()
    assert "2 messages are drafted" in text
    assert text.count("/kerja/pesan/") >= 2
