"""All that a departing colleague owns goes to others in one step, and can come back."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.accounts.handover import give_back, hand_over, owned_by, seen
from apps.accounts.models import Handover, User
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.imports import ImportBatchFactory

pytestmark = pytest.mark.django_db
PAGE = "rights:hand_over"


@pytest.fixture
def leaver(office):
    return UserFactory(agency=office, roles=["registrar"])


@pytest.fixture
def stayer(office):
    return UserFactory(agency=office, roles=["registrar"])


@pytest.fixture
def batch(office, leaver):
    return ImportBatchFactory(agency=office, created_by=leaver)


def go(leaver, stayer, by, **more):
    looked_at = more.pop("looked_at", seen(owned_by(leaver)))
    return hand_over(leaver, {"imports": stayer}, by=by, looked_at=looked_at, **more)


def test_open_work_goes_to_the_colleague_and_is_remembered(
    administrator, leaver, stayer, batch
):
    [handover] = go(leaver, stayer, administrator, reason="pindah", deactivate=True)

    batch.refresh_from_db()
    assert batch.created_by == stayer
    assert (handover.rows, handover.done_by) == ([batch.pk], administrator)
    assert not User.objects.get(pk=leaver.pk).is_active


def test_what_is_finished_keeps_its_name(office, administrator, leaver, stayer):
    done = ImportBatchFactory(
        agency=office,
        created_by=leaver,
        state="committed",
        committed_at="2026-01-01T00:00Z",
    )

    assert go(leaver, stayer, administrator) == []
    done.refresh_from_db()
    assert done.created_by == leaver


def test_done_twice_it_happens_once(administrator, leaver, stayer, batch):
    looked_at = seen(owned_by(leaver))
    go(leaver, stayer, administrator, looked_at=looked_at)

    assert go(leaver, stayer, administrator, looked_at=looked_at) == []
    assert Handover.objects.count() == 1


def test_what_came_after_the_look_is_not_given_away_unseen(
    office, administrator, leaver, stayer, batch
):
    looked_at = seen(owned_by(leaver))
    ImportBatchFactory(agency=office, created_by=leaver)

    with pytest.raises(ValidationError, match="has changed since you looked"):
        go(leaver, stayer, administrator, looked_at=looked_at)


@pytest.mark.parametrize("fault", ["role", "agency", "himself", "gone", "nobody"])
def test_only_able_colleagues_receive(office, administrator, leaver, batch, fault):
    receiver = {
        "role": UserFactory(agency=office, roles=["auditor"]),
        "agency": UserFactory(agency=AgencyFactory(), roles=["registrar"]),
        "himself": leaver,
        "gone": UserFactory(agency=office, roles=["registrar"], is_active=False),
        "nobody": None,
    }[fault]

    with pytest.raises(ValidationError, match="imports that are not finished"):
        go(leaver, receiver, administrator)
    batch.refresh_from_db()
    assert batch.created_by == leaver


def test_another_agencys_people_are_not_handed_over(leaver, stayer, batch):
    other = UserFactory(agency=AgencyFactory(), roles=["agency-administrator"])

    with pytest.raises(ValidationError, match="outside your agency"):
        go(leaver, stayer, other)


def test_another_agency_gives_nothing_back(administrator, leaver, stayer, batch):
    [handover] = go(leaver, stayer, administrator)
    other = UserFactory(agency=AgencyFactory(), roles=["agency-administrator"])

    with pytest.raises(ValidationError, match="outside your agency"):
        give_back(handover, by=other)

    batch.refresh_from_db()
    assert batch.created_by == stayer


def test_given_back_is_what_the_receiver_still_has(
    office, administrator, leaver, stayer, batch
):
    second = ImportBatchFactory(agency=office, created_by=leaver)
    [handover] = go(leaver, stayer, administrator)
    type(second).objects.filter(pk=second.pk).update(
        state="committed", committed_at="2026-01-01T00:00Z"
    )

    assert give_back(handover, by=administrator) == 1
    assert give_back(handover, by=administrator) == 0
    assert [each.rows for each in owned_by(leaver)] == [[batch]]


def test_the_page_shows_first_and_does_then(
    client, administrator, leaver, stayer, batch
):
    client.force_login(administrator)
    address = reverse(PAGE) + f"?dari={leaver.pk}"

    shown = client.get(address)
    assert batch.file_name in shown.content.decode()
    looked_at = shown.context["form"].initial["looked_at"]
    data = {"imports": stayer.pk, "reason": "pindah", "looked_at": looked_at}
    response = client.post(address, data)

    assert response.status_code == 302
    batch.refresh_from_db()
    assert batch.created_by == stayer
    page = client.get(reverse(PAGE)).content.decode()
    assert "is handed over" in page
    back = reverse("rights:give_back", args=[Handover.objects.get().pk])
    client.post(back)
    batch.refresh_from_db()
    assert batch.created_by == leaver


def test_nobody_of_another_agency_can_be_chosen(client, administrator):
    stranger = UserFactory(agency=AgencyFactory(), name="Rahasia Besar")
    client.force_login(administrator)

    response = client.get(reverse(PAGE) + f"?dari={stranger.pk}")

    assert response.status_code == 200
    assert "Rahasia Besar" not in response.content.decode()
    assert "form" not in response.context
