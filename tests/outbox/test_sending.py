"""Mail against a real server: kept, refused, put off, and a line that breaks in the middle."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from apps.outbox.models import Message
from apps.outbox.optouts import message_of, opt_out
from apps.outbox.sending import MOST_ATTEMPTS, ask_to_send, send_waiting
from apps.outbox.tasks import look_after
from tests.factories.accounts import UserFactory
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db


def approved(occasion, address, **fields):
    return MessageFactory(occasion=occasion, approved=True, address=address, **fields)


def state_of(message):
    message.refresh_from_db()
    return message.status, message.failure


def test_approved_mail_leaves_and_a_draft_stays(sink, occasion, officer):
    message = approved(occasion, "rina@demo.invalid", subject="Undangan", body="Halo")
    MessageFactory(occasion=occasion, address="draf@demo.invalid")

    send_waiting(occasion.pk, by=officer)
    send_waiting(occasion.pk, by=officer)

    (mail,) = sink.mails
    assert (mail["To"], mail["Subject"]) == ("rina@demo.invalid", "Undangan")
    assert mail.get_content().startswith("Halo\r\n")
    assert state_of(message) == ("sent", "")
    assert (message.sent_by, message.attempts) == (officer, 1)


def test_each_mail_says_how_to_get_no_more(sink, occasion, officer, settings):
    message = approved(occasion, "rina@demo.invalid")

    send_waiting(occasion.pk, by=officer)

    address = sink.mails[0]["List-Unsubscribe"].strip(" <>")
    assert address in sink.mails[0].get_content()
    assert address.startswith(f"{settings.SITE_URL}/")
    assert message_of(address.rstrip("/").split("/")[-1]) == message


def test_a_refused_address_has_failed_for_good_and_the_next_one_is_sent(
    sink, occasion, officer
):
    bad = approved(occasion, "refuse@demo.invalid")
    good = approved(occasion, "rina@demo.invalid")

    send_waiting(occasion.pk, by=officer)

    assert state_of(bad) == ("failed", "550 no such mailbox")
    assert state_of(good) == ("sent", "")


def test_what_the_server_puts_off_waits_longer_each_time_and_fails_in_the_end(
    sink, occasion, officer, time_machine
):
    message, waits = approved(occasion, "later@demo.invalid"), []
    ask_to_send(occasion, by=officer)
    send_waiting(occasion.pk, by=officer)
    while state_of(message)[0] == "approved":
        waits.append(round((message.retry_at - timezone.now()).total_seconds() / 60))
        send_waiting(occasion.pk, by=officer)  # too early: nothing happens
        time_machine.move_to(message.retry_at + timedelta(seconds=1), tick=False)
        look_after(timestamp=0)

    assert waits == [1, 4, 16, 64]
    assert state_of(message) == ("failed", "450 mailbox busy")
    assert message.attempts == MOST_ATTEMPTS


def test_a_line_that_breaks_in_the_middle_leaves_it_to_a_person(
    sink, occasion, officer
):
    broken = approved(occasion, "hangup@demo.invalid")
    next_one = approved(occasion, "rina@demo.invalid")

    send_waiting(occasion.pk, by=officer)
    send_waiting(occasion.pk, by=officer)

    assert state_of(broken)[0] == "uncertain"
    assert state_of(next_one) == ("sent", "")
    assert sink.recipients == ["hangup@demo.invalid", "rina@demo.invalid"]


def test_without_a_server_nothing_is_lost(sink, settings, occasion, officer):
    message = approved(occasion, "rina@demo.invalid")
    settings.EMAIL_PORT = 9  # nobody listens
    send_waiting(occasion.pk, by=officer)
    assert state_of(message)[0] == "approved"

    settings.EMAIL_PORT = sink.server_address[1]
    Message.objects.update(retry_at=None)
    send_waiting(occasion.pk, by=officer)

    assert (state_of(message), len(sink.mails)) == (("sent", ""), 1)


def test_who_opts_out_after_the_approval_gets_nothing(sink, occasion, officer):
    message = approved(occasion, "rina@demo.invalid")
    opt_out(message)
    Message.objects.update(status="approved")  # as if the two had crossed

    send_waiting(occasion.pk, by=officer)

    assert (state_of(message)[0], sink.mails) == ("unwanted", [])


def test_the_job_has_the_rights_of_who_asked(sink, occasion, officer):
    message = approved(occasion, "rina@demo.invalid")
    officer.groups.set(Group.objects.filter(name="leadership"))
    officer = type(officer).objects.get(pk=officer.pk)

    send_waiting(occasion.pk, by=officer)
    send_waiting(occasion.pk, by=UserFactory(roles=["data-administrator"]))

    occasion.refresh_from_db()
    assert (sink.mails, state_of(message)[0]) == ([], "approved")
    assert "no longer works for this agency" in occasion.notice


def test_mail_that_a_worker_left_open_is_not_sent_by_itself(sink, occasion, officer):
    long_ago = timezone.now() - timedelta(minutes=5)
    left = approved(
        occasion, "rina@demo.invalid", status="sending", sending_at=long_ago
    )
    fresh = approved(
        occasion, "budi@demo.invalid", status="sending", sending_at=timezone.now()
    )

    look_after(timestamp=0)
    send_waiting(occasion.pk, by=officer)

    assert (state_of(left)[0], state_of(fresh)[0]) == ("uncertain", "sending")
    assert sink.mails == []
