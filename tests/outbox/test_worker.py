"""kill -9 in the middle of a batch: no mail is lost, none is sent twice, and one is asked about."""

from collections import Counter

import pytest
from django.db import connection, transaction

from apps.outbox.models import Message
from apps.outbox.sending import give_up_left_open
from apps.outbox.tasks import send_waiting
from tests.factories.outbox import MessageFactory
from tests.imports.test_jobs import kill_in_the_middle, start_worker, wait_until

pytestmark = pytest.mark.slow
MAILS = 12
__all__ = ["start_worker"]


@pytest.fixture
def asked(transactional_db, occasion, officer, sink, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{sink.server_address[1]}")
    MessageFactory.create_batch(MAILS, occasion=occasion, approved=True)
    with transaction.atomic():
        send_waiting.defer(occasion_id=occasion.pk, user_id=officer.pk)
    yield occasion
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def counts():
    return Counter(Message.objects.values_list("status", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_mail_and_doubles_none(asked, sink, request):
    start = request.getfixturevalue("start_worker")
    worker = start()
    wait_until(lambda: len(sink.mails) >= 3)
    sink.gate.clear()  # the server has the next mail, and does not say so
    before = len(sink.mails)
    kill_in_the_middle(worker, lambda: len(sink.mails) > before)
    sink.gate.set()
    assert counts()["sending"] == 1

    start()
    wait_until(lambda: counts() == {"sent": MAILS - 1, "sending": 1})

    assert Counter(sink.recipients).most_common(1)[0][1] == 1
    assert len(sink.mails) == MAILS
    Message.objects.filter(status="sending").update(sending_at="2019-01-01T00:00Z")
    assert (give_up_left_open(), counts()["uncertain"]) == (1, 1)
