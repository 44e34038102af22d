import pytest

from apps.businesses.demo_messages import load_messages
from apps.outbox.models import Message
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_the_demo_has_messages_in_every_state_once():
    agency = AgencyFactory(code="DPPKUKM-DKI")
    for number in range(24):
        phone = f"0812-0000-{number:04d}"
        owner = PersonFactory(agency=agency, phone=phone)
        BusinessFactory(agency=agency, owner=owner)

    made = load_messages()

    assert (made, load_messages()) == (48, 48)
    states = {message.status for message in Message.objects.all()}
    assert states == {*Message.Status.values} - {"sending", "unwanted"}
