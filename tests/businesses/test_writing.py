import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.businesses.models import Business
from apps.businesses.writing import write_to_owners
from apps.outbox.models import Message, Occasion
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(roles):
    return UserFactory(agency=AgencyFactory(), roles=["registrar"])


def of(agency, name, **fields):
    owner = PersonFactory(agency=agency, name=name, **fields)
    return BusinessFactory(agency=agency, owner=owner, name="", brand=f"Dodol {name}")


def test_each_owner_gets_one_draft_and_who_cannot_be_reached_none(registrar):
    rina = of(registrar.agency, "Rina", email="rina@demo.invalid")
    BusinessFactory(agency=registrar.agency, owner=rina.owner)
    of(registrar.agency, "Budi")

    occasion, drafts = write_to_owners(
        Business.objects.all(), channel="mail", by=registrar
    )

    message = Message.objects.get()
    assert drafts == 1
    assert (message.name, message.values["business"]) == ("Rina", "Dodol Rina")
    assert (occasion.created_by, message.status) == (registrar, "drafted")


def test_whatsapp_reaches_mobile_numbers_only(registrar):
    of(registrar.agency, "Rina", phone="0812-0000-0001")
    of(registrar.agency, "Budi", phone="021-500000")

    write_to_owners(Business.objects.all(), channel="whatsapp", by=registrar)

    assert Message.objects.get().destination == "+6281200000001"


def test_nobody_to_reach_is_said_and_makes_nothing(registrar):
    of(registrar.agency, "Budi")

    with pytest.raises(ValidationError, match="None of these owners has an e-mail"):
        write_to_owners(Business.objects.all(), channel="mail", by=registrar)

    assert not Occasion.objects.exists()


def test_the_action_leads_to_the_drafts_and_not_to_others_owners(client, registrar):
    mine = of(registrar.agency, "Rina", email="rina@demo.invalid")
    coached = of(AgencyFactory(), "Budi", email="budi@demo.invalid")
    coached.coaching_relations.create(agency=registrar.agency)
    client.force_login(registrar)

    response = client.post(
        reverse("admin:businesses_business_changelist"),
        {"action": "write_mail", ACTION_CHECKBOX_NAME: [mine.pk, coached.pk]},
    )

    assert response.url == Occasion.objects.get().get_absolute_url()
    assert [message.name for message in Message.objects.all()] == ["Rina"]


def test_who_may_not_draft_is_not_offered_to(client, roles):
    reader = UserFactory(agency=AgencyFactory(), roles=["leadership"])
    of(reader.agency, "Rina", email="rina@demo.invalid")
    client.force_login(reader)

    page = client.get(reverse("admin:businesses_business_changelist"))

    assert "write_mail" not in page.content.decode()
