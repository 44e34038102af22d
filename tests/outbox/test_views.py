import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.outbox.drafting import Recipient, draft
from apps.outbox.models import Message, OptOut
from apps.outbox.optouts import opt_out_address
from tests.factories.accounts import UserFactory
from tests.factories.outbox import (
    MessageFactory,
    MessageTemplateFactory,
    OccasionFactory,
)
from tests.forms import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def url(name, *args):
    return reverse(f"outbox:{name}", args=args)


def drafted(occasion, *names):
    people = [
        Recipient(f"person:{name}", name, f"{name.lower()}@demo.invalid")
        for name in names
    ]
    draft(occasion, people)
    return list(occasion.messages.order_by("name"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_own_occasions_in_constant_queries(
    signed_in, agency, django_assert_num_queries, count
):
    mine = OccasionFactory.create_batch(count, agency=agency)
    for occasion in mine:
        drafted(occasion, "Rina", "Budi")
    OccasionFactory()
    signed_in.get(url("list"))

    with django_assert_num_queries(9):
        response = signed_in.get(url("list"))

    assert list(response.context["page"]) == mine[::-1]
    assert response.context["page"][0].count_drafted == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_drafts_are_shown_in_constant_queries(
    signed_in, occasion, django_assert_num_queries, count
):
    drafted(occasion, *"ABC"[:count])
    signed_in.get(url("detail", occasion.pk))

    with django_assert_num_queries(11):
        page = signed_in.get(url("detail", occasion.pk)).content.decode()

    assert "Yth. A," in page
    assert "a*****@demo.invalid" in page
    assert "a@demo.invalid" not in page


@pytest.mark.parametrize("status", Message.Status.values)
def test_a_message_in_each_state_can_be_looked_at(signed_in, occasion, status):
    sent_at = timezone.now() if status == "sent" else None
    MessageFactory(occasion=occasion, approved=True, status=status, sent_at=sent_at)

    page = signed_in.get(url("detail", occasion.pk), {"tampil": status})

    label = str(Message.Status(status).label)
    assert [message.status for message in page.context["page"]] == [status]
    assert label in page.content.decode()


def test_a_new_text_is_written_into_every_draft(signed_in, occasion):
    drafted(occasion, "Rina", "Budi")

    answer = signed_in.post(
        url("reword", occasion.pk), {"subject": "Halo {nama}", "body": "Datanglah."}
    )

    assert answer.url == occasion.get_absolute_url()
    assert {m.subject for m in Message.objects.all()} == {"Halo Rina", "Halo Budi"}


def test_a_text_with_an_unknown_place_comes_back_with_a_sentence(signed_in, occasion):
    drafted(occasion, "Rina")

    response = signed_in.post(
        url("reword", occasion.pk), {"subject": "Halo", "body": "NIK {nik}"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "There is no {nik} to fill in" in page
    assert "NIK {nik}" in page


def test_a_template_fills_the_form(signed_in, occasion, agency):
    drafted(occasion, "Rina")
    template = MessageTemplateFactory(agency=agency, body="Dari templat")
    foreign = MessageTemplateFactory(body="Rahasia")
    address = url("detail", occasion.pk)

    page = signed_in.get(f"{address}?templat={template.pk}")

    assert "Dari templat" in form_of(page, action=url("reword", occasion.pk))["body"]
    page = signed_in.get(f"{address}?templat={foreign.pk}")
    assert "Rahasia" not in page.content.decode()


def test_approving_and_sending(signed_in, officer, occasion):
    rina, budi = reversed(drafted(occasion, "Rina", "Budi"))
    signed_in.post(url("sort", budi.pk), {"deed": "out"})

    signed_in.post(url("approve", occasion.pk))
    signed_in.post(url("send", occasion.pk))

    rina.refresh_from_db()
    budi.refresh_from_db()
    assert (rina.status, rina.approved_by) == ("approved", officer)
    assert budi.status == "cancelled"
    job = ProcrastinateJob.objects.get(task_name="outbox.send_waiting")
    assert job.args == {"occasion_id": occasion.pk, "user_id": officer.pk}


def test_one_is_told_who_approves_ones_own_messages(signed_in, officer, occasion):
    drafted(occasion, "Rina")
    signed_in.post(url("reword", occasion.pk), {"subject": "Halo", "body": "Isi"})
    UserFactory(agency=occasion.agency, roles=["approver"], name="Bayu")

    page = signed_in.post(url("approve", occasion.pk), follow=True)

    assert "You wrote this yourself" in page.content.decode()
    assert Message.objects.get().status == "drafted"


def test_an_officer_notes_who_wants_no_messages(signed_in, officer, occasion):
    (rina,) = drafted(occasion, "Rina")

    signed_in.post(url("sort", rina.pk), {"deed": "unwanted"})

    rina.refresh_from_db()
    assert rina.status == "unwanted"
    opted = OptOut.objects.get()
    assert (opted.how, opted.recorded_by) == ("asked", officer)


@pytest.mark.parametrize(("deed", "status"), [("sent", "sent"), ("again", "approved")])
def test_a_person_decides_what_was_perhaps_sent(signed_in, occasion, deed, status):
    message = MessageFactory(occasion=occasion, approved=True, status="uncertain")

    signed_in.post(url("sort", message.pk), {"deed": deed})
    signed_in.post(url("sort", message.pk), {"deed": "sent"})

    message.refresh_from_db()
    assert message.status == status


def test_progress_asks_for_the_whole_page_when_all_is_sent(signed_in, occasion):
    answer = signed_in.get(url("progress", occasion.pk), headers={"HX-Request": "true"})

    assert answer.headers["HX-Refresh"] == "true"


def test_who_may_not_approve_is_told_which_right_is_missing(client, occasion):
    registrar = UserFactory(agency=occasion.agency, roles=["registrar"])
    client.force_login(registrar)
    drafted(occasion, "Rina")

    response = client.post(url("approve", occasion.pk))

    assert response.status_code == 403
    assert "approve messages" in response.content.decode()
    assert not Message.objects.exclude(status="drafted").exists()


def test_the_link_in_a_message_asks_and_then_opts_out(client, occasion, settings):
    (rina,) = drafted(occasion, "Rina")
    address = opt_out_address(rina).removeprefix(settings.SITE_URL)

    asked = client.get(address)
    assert not OptOut.objects.exists()
    done = client.post(address)

    assert str(occasion.agency) in asked.content.decode()
    assert "will not write to this address any more" in done.content.decode()
    assert OptOut.objects.get().how == "link"


def test_a_link_that_was_altered_opts_nobody_out(client, occasion):
    (rina,) = drafted(occasion, "Rina")

    response = client.post(reverse("public:opt_out", args=[f"{rina.pk}:x:y"]))

    assert response.status_code == 404
    assert not OptOut.objects.exists()
