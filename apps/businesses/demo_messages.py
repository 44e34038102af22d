"""Messages of the demo: two occasions of the Dinas, in every state that a list can show."""

from datetime import UTC, datetime

from django.db import transaction

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.businesses.models import Business, Person
from apps.businesses.writing import owners_of
from apps.outbox.drafting import draft, open_occasion
from apps.outbox.models import Channel, Message, MessageTemplate, Occasion

AGENCY = "DPPKUKM-DKI"
WRITTEN_TO = 24
SENT_AT = datetime(2019, 11, 12, 3, tzinfo=UTC)
REFUSED = "550 mailbox unavailable"
INVITATION = (
    "Yth. {nama},\n\nKami mengundang {usaha} mengikuti kurasi produk untuk Gelar Produk IKM "
    "Kreatif 2019. Mohon membawa tiga contoh produk beserta kemasannya.\n\nHormat kami,\n{dinas}"
)
REMINDER = (
    "Yth. {nama}, kami mengingatkan jadwal pendampingan kemasan untuk {usaha}. Bila berhalangan, "
    "mohon kabari kami. Terima kasih. {dinas}"
)
STATES = [
    *(["sent"] * 5),
    *(["failed"] * 2),
    "uncertain",
    *(["approved"] * 4),
    "cancelled",
]


@transaction.atomic
def load_messages() -> int:
    """Write to some owners of the demo, once. Returns how many messages there are."""
    agency = Agency.objects.filter(code=AGENCY).first()
    if agency is None or Occasion.objects.filter(agency=agency).exists():
        return Message.objects.count()
    by = User.objects.filter(agency=agency, groups__name="data-administrator").first()
    approver = User.objects.filter(agency=agency, groups__name="approver").first()
    MessageTemplate.objects.get_or_create(
        agency=agency,
        code="undangan-kurasi",
        language="id",
        defaults={"subject": "Undangan kurasi untuk {usaha}", "body": INVITATION},
    )
    businesses = Business.objects.filter(agency=agency).order_by("pk")[:WRITTEN_TO]
    _give_addresses(list(businesses))
    chosen = Business.objects.filter(pk__in=[business.pk for business in businesses])
    for channel, code, subject, body in [
        (
            Channel.MAIL,
            "undangan-kurasi-2019",
            "Undangan kurasi untuk {usaha}",
            INVITATION,
        ),
        (
            Channel.WHATSAPP,
            "pendampingan-kemasan-2019",
            "Pendampingan kemasan",
            REMINDER,
        ),
    ]:
        occasion = open_occasion(
            agency, code, channel=channel, subject=subject, body=body, by=by
        )
        draft(occasion, owners_of(chosen, channel))
        _age(occasion, by, approver or by)
    return Message.objects.count()


def _give_addresses(businesses: list[Business]) -> None:
    for business in businesses:
        Person.objects.filter(pk=business.owner_id, email="").update(
            email=f"ikm{business.pk}@demo.invalid"
        )


def _age(occasion: Occasion, by: User | None, approver: User | None) -> None:
    """As if somebody had been at work: the first ones are sent, some waiting, the rest drafts."""
    rows = list(occasion.messages.order_by("pk")[: len(STATES)])
    for message, status in zip(rows, STATES, strict=False):
        message.status = status
        if status != "cancelled":
            message.approved_by, message.approved_at = approver, SENT_AT
        if status == "sent":
            message.sent_by, message.sent_at = by, SENT_AT
        if status == "failed":
            message.failure = REFUSED
    fields = ["status", "approved_by", "approved_at", "sent_by", "sent_at", "failure"]
    Message.objects.bulk_update(rows, fields)
