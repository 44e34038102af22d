from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import AccessRecord
from apps.outbox.models import Message
from apps.outbox.optouts import opt_out
from apps.outbox.tasks import look_after
from apps.outbox.whatsapp import in_hand, take_next, tick
from tests.factories.accounts import UserFactory
from tests.factories.outbox import MessageFactory, OccasionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(agency):
    return OccasionFactory(agency=agency, channel="whatsapp")


def waiting(chat, count=1):
    for n in range(count):
        MessageFactory(
            occasion=chat, approved=True, name=f"{n}", address=f"+62812000000{n:02}"
        )
    return list(chat.messages.order_by("pk"))


@pytest.fixture
def colleague(agency):
    return UserFactory(agency=agency, roles=["registrar"])


def test_the_link_holds_number_and_text(chat):
    (stored,) = waiting(chat)
    Message.objects.update(body="Yth. Rina & Budi,\nhalo")
    stored.refresh_from_db()

    assert stored.whatsapp_url == (
        "https://wa.me/6281200000000?text=Yth.%20Rina%20%26%20Budi%2C%0Ahalo"
    )


def test_two_officers_never_get_the_same_message(chat, officer, colleague):
    first, second = waiting(chat, 2)

    assert (take_next(chat, officer), take_next(chat, colleague)) == (first, second)
    assert take_next(chat, officer) == first
    tick(first, "sent", by=officer)
    assert (take_next(chat, officer), in_hand(chat, officer)) == (None, None)


def test_each_number_that_is_opened_is_written_down_first(client, chat, officer):
    first, _second = waiting(chat, 2)
    client.force_login(officer)
    run = reverse("outbox:run", args=[chat.pk])

    client.post(reverse("outbox:take", args=[chat.pk]), REMOTE_ADDR="10.1.2.3")
    pages = [client.get(run).content.decode() for _ in range(2)]

    assert all("wa.me/6281200000000" in page for page in pages)
    record = AccessRecord.objects.get()
    assert (record.kind, record.model, record.rows) == (
        "contact",
        "outbox.message",
        [first.pk],
    )
    assert (record.user, record.agency) == (officer, chat.agency)
    assert (record.explanation, record.address) == (str(chat), "10.1.2.3")
    client.post(reverse("outbox:tick", args=[first.pk]), {"outcome": "sent"})
    assert AccessRecord.objects.count() == 2


def test_a_number_whose_look_cannot_be_written_down_is_not_handed_out(
    client, chat, officer
):
    waiting(chat)
    client.force_login(officer)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.full() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE 'full'; END$$;"
            "CREATE TRIGGER full_disk BEFORE INSERT ON accounts_accessrecord "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.full()"
        )

    answer = client.post(reverse("outbox:take", args=[chat.pk]))

    assert answer.status_code == 500
    assert in_hand(chat, officer) is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_officers_at_once_get_eight_messages(chat, agency):
    waiting(chat, 8)
    officers = UserFactory.create_batch(8, agency=agency, roles=["registrar"])
    barrier = Barrier(8)

    def take(officer):
        barrier.wait()
        try:
            return take_next(chat, officer).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(take, officers))

    assert len(set(taken)) == 8


@pytest.mark.parametrize(
    ("outcome", "status", "sender"),
    [("sent", "sent", True), ("failed", "failed", True), ("later", "approved", False)],
)
def test_what_is_ticked_is_kept(chat, officer, outcome, status, sender):
    waiting(chat)

    tick(take_next(chat, officer), outcome, by=officer)

    message = Message.objects.get()
    assert (message.status, message.sent_by == officer) == (status, sender)


def test_a_tick_of_somebody_else_is_refused(chat, officer, colleague):
    waiting(chat)
    message = take_next(chat, officer)

    with pytest.raises(ValidationError):
        tick(message, "failed", by=colleague)

    assert Message.objects.get().status == "sending"


def test_what_nobody_ticked_is_asked_about_and_may_still_be_ticked(chat, officer):
    waiting(chat)
    message = take_next(chat, officer)
    Message.objects.update(sending_at=timezone.now() - timedelta(hours=1))

    look_after(timestamp=0)
    assert Message.objects.get().status == "uncertain"
    tick(message, "sent", by=officer)

    assert Message.objects.get().status == "sent"


def test_who_opted_out_is_not_handed_out(chat, officer):
    (message,) = waiting(chat)
    opt_out(message)
    Message.objects.update(status="approved")

    assert take_next(chat, officer) is None


def test_a_run_through_the_pages(client, chat, officer):
    first, second = waiting(chat, 2)
    client.force_login(officer)
    run = reverse("outbox:run", args=[chat.pk])
    assert "Take the next one" in client.get(run).content.decode()

    client.post(reverse("outbox:take", args=[chat.pk]))
    page = client.get(run).content.decode()
    assert f'href="{first.whatsapp_url.replace("&", "&amp;")}"' in page
    client.post(reverse("outbox:tick", args=[first.pk]), {"outcome": "sent"})
    page = client.get(run).content.decode()

    assert first.whatsapp_url not in page
    assert Message.objects.get(pk=second.pk).sent_by == officer
    client.post(reverse("outbox:tick", args=[second.pk]), {"outcome": "failed"})
    assert "Nothing is left to send" in client.get(run).content.decode()
