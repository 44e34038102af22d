import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from apps.outbox.drafting import (
    Recipient,
    approve,
    draft,
    leave_out,
    open_occasion,
    put_back,
    reword,
)
from apps.outbox.models import Message, Occasion, OptOut
from apps.outbox.optouts import opt_out
from apps.outbox.wording import fill_in, subject_of, unknown_placeholders
from tests.factories.accounts import UserFactory
from tests.factories.outbox import (
    MessageFactory,
    MessageTemplateFactory,
    OccasionFactory,
    OptOutFactory,
)

pytestmark = pytest.mark.django_db
RINA = Recipient("person:1", "Rina", "rina@demo.invalid", values={"business": "Dodol"})
BUDI = Recipient("person:2", "Budi", "budi@demo.invalid")


def test_each_person_gets_one_draft_however_often_the_job_runs(occasion):
    first = draft(occasion, [RINA, BUDI])
    again = draft(occasion, [RINA, BUDI, RINA])

    assert (first, again, occasion.messages.count()) == (2, 0, 2)


def test_a_draft_is_written_for_its_recipient(occasion):
    draft(occasion, [RINA])

    message = occasion.messages.get()
    assert message.subject == "Undangan untuk Dodol"
    assert message.body == "Yth. Rina,\n\nKami mengundang Dodol."
    assert (message.destination, str(message.address)) == ("rina@demo.invalid", "••••")
    assert message.address_masked == "r*****@demo.invalid"


def test_the_same_code_is_the_same_occasion(agency):
    text = {"channel": "mail", "subject": "S", "body": "B"}

    one, two = (open_occasion(agency, "bimtek-2019", **text) for _ in range(2))

    assert (one, Occasion.objects.count()) == (two, 1)


def test_an_occasion_with_an_unknown_place_is_refused(agency):
    with pytest.raises(ValidationError, match=r"There is no \{nik\} to fill in"):
        open_occasion(agency, "x", channel="mail", subject="S", body="Yth. {nik}")

    assert not Occasion.objects.exists()


def test_rewording_changes_drafts_and_leaves_what_was_approved(occasion, officer):
    draft(occasion, [RINA, BUDI])
    approve(Message.objects.filter(recipient_key="person:1"), by=officer)

    reword(occasion, subject="Halo {nama}", body="Dari {dinas}")

    assert list(
        occasion.messages.order_by("name").values_list("subject", flat=True)
    ) == [
        "Halo Budi",
        "Undangan untuk Dodol",
    ]


def test_what_is_left_out_is_not_approved_and_comes_back_as_a_draft(occasion, officer):
    draft(occasion, [RINA, BUDI])
    rina = Message.objects.filter(recipient_key="person:1")
    leave_out(rina)

    assert approve(occasion.messages.all(), by=officer) == 1
    assert put_back(rina) == 1
    assert rina.get().status == "drafted"


@pytest.mark.parametrize("deed", ["drafted", "worded"])
def test_who_wrote_messages_does_not_approve_them_where_another_may(
    occasion, officer, deed
):
    draft(occasion, [RINA])
    if deed == "drafted":
        Occasion.objects.update(created_by=officer)
    else:
        reword(occasion, subject="Halo", body="Isi", by=officer)
    other = UserFactory(agency=occasion.agency, roles=["approver"], name="Bayu")

    with pytest.raises(ValidationError, match="ask Bayu"):
        approve(occasion.messages.all(), by=officer)
    assert approve(occasion.messages.all(), by=other) == 1
    assert not occasion.messages.get().approved_alone


def test_alone_in_the_office_one_approves_ones_own_and_it_is_written_down(
    occasion, officer
):
    draft(occasion, [RINA])
    reword(occasion, subject="Halo", body="Isi", by=officer)
    UserFactory(roles=["approver"])  # of another agency
    UserFactory(agency=occasion.agency, roles=["approver"], is_active=False)
    UserFactory(agency=occasion.agency, roles=["registrar"])

    assert approve(occasion.messages.all(), by=officer) == 1

    assert occasion.messages.get().approved_alone


def test_who_opted_out_is_not_drafted_to_on_any_later_occasion(occasion):
    draft(occasion, [RINA, BUDI])
    opt_out(occasion.messages.get(name="Rina"))
    opt_out(occasion.messages.get(name="Rina"))
    later = OccasionFactory(agency=occasion.agency)
    draft(later, [RINA, BUDI])

    assert OptOut.objects.get().how == "link"
    for where in (occasion, later):
        assert where.messages.get(name="Rina").status == "unwanted"
        assert where.messages.get(name="Budi").status == "drafted"


def test_opting_out_of_one_office_or_channel_says_nothing_of_others(occasion):
    draft(occasion, [RINA])
    opt_out(occasion.messages.get())
    elsewhere = OccasionFactory()
    chat = OccasionFactory(agency=occasion.agency, channel="whatsapp")

    for where in (elsewhere, chat):
        draft(where, [RINA])
        assert where.messages.get().status == "drafted"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "sent", "approved": True},
        {"status": "approved", "approved_at": None},
        {"recipient_key": "person:1"},
    ],
)
def test_the_database_refuses_what_cannot_be(occasion, fields):
    draft(occasion, [RINA])

    with pytest.raises(IntegrityError):
        MessageFactory(occasion=occasion, **fields)


@pytest.mark.parametrize("factory", [OccasionFactory, MessageTemplateFactory])
def test_codes_stand_once(factory):
    row = factory()
    with pytest.raises(ValidationError):
        factory.build(agency=row.agency, code=row.code).full_clean()


def test_an_address_opts_out_once():
    row = OptOutFactory()
    with pytest.raises(IntegrityError):
        OptOutFactory(agency=row.agency, address_index=row.address_index)


def test_places_are_filled_in_and_unknown_ones_named():
    assert fill_in("{nama} {usaha} {agency}{business}", {"name": "Rina"}) == "Rina  "
    assert unknown_placeholders("{nama} {nik} {}") == ["nik", ""]
    assert subject_of("{name}\nBcc: x", {"name": "A\r\nB"}) == "A B Bcc: x"


def test_braces_in_a_name_are_no_place(occasion):
    draft(occasion, [Recipient("person:3", "{agency}", "x@demo.invalid")])

    assert occasion.messages.get().body.startswith("Yth. {agency},")
