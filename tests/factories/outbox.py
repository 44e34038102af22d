import factory
from django.utils import timezone

from apps.outbox.drafting import address_index
from apps.outbox.models import Channel, Message, MessageTemplate, Occasion, OptOut
from tests.factories.agencies import AgencyFactory


class OccasionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occasion

    agency = factory.SubFactory(AgencyFactory)
    code = factory.Sequence(lambda number: f"undangan-{number}")
    channel = Channel.MAIL
    subject = "Undangan untuk {business}"
    body = "Yth. {name},\n\nKami mengundang {business}."


class MessageFactory(factory.django.DjangoModelFactory):
    """A draft; `approved=True` makes one that may leave."""

    class Meta:
        model = Message

    class Params:
        approved = factory.Trait(
            status=Message.Status.APPROVED,
            approved_at=factory.LazyFunction(timezone.now),
        )

    occasion = factory.SubFactory(OccasionFactory)
    recipient_key = factory.Sequence(lambda number: f"person:{number}")
    channel = factory.SelfAttribute("occasion.channel")
    name = factory.Sequence(lambda number: f"Rina Contoh {number}")
    address = factory.Sequence(lambda number: f"rina{number}@demo.invalid")
    address_index = factory.LazyAttribute(
        lambda message: address_index(message.channel, message.address)
    )
    values = factory.LazyAttribute(lambda message: {"name": message.name})
    subject = "Undangan"
    body = "Yth. Rina"


class MessageTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MessageTemplate

    agency = factory.SubFactory(AgencyFactory)
    code = factory.Sequence(lambda number: f"templat-{number}")
    subject = "Undangan {business}"
    body = "Yth. {name}"


class OptOutFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OptOut

    agency = factory.SubFactory(AgencyFactory)
    name = "Rina Contoh"
    channel = Channel.MAIL
    address_index = factory.Sequence(lambda number: f"{number:064d}")
    how = OptOut.How.LINK
