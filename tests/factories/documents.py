import factory
from django.utils import timezone

from apps.documents.issuing import Paper, issue
from apps.documents.kinds import LETTER
from apps.documents.letters import issue_letter
from apps.documents.models import (
    Document,
    Letter,
    Letterhead,
    NumberSeries,
    Signatory,
)
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory


class LetterheadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Letterhead

    agency = factory.SubFactory(AgencyFactory)
    government = "PEMERINTAH KOTA CONTOH"
    name = "DINAS PERINDUSTRIAN"
    address = "Jalan Contoh Nomor 1\nTelepon (021) 000000"
    place = "Contoh"


class SignatoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signatory

    agency = factory.SubFactory(AgencyFactory)
    name = "Ni Luh Contoh, S.E."
    nip = "197108121998032004"
    rank = "Pembina (IV/a)"
    position = "Kepala Dinas Perindustrian"


class NumberSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NumberSeries
        django_get_or_create = ("agency", "kind", "year")

    agency = factory.SubFactory(AgencyFactory)
    kind = LETTER.code
    year = factory.LazyFunction(lambda: timezone.localdate().year)
    pattern = LETTER.pattern


class LetterFactory(factory.django.DjangoModelFactory):
    """A draft of somebody of the agency, to be signed by its own signatory."""

    class Meta:
        model = Letter

    agency = factory.SubFactory(AgencyFactory)
    signatory = factory.SubFactory(
        SignatoryFactory, agency=factory.SelfAttribute("..agency")
    )
    written_by = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..agency")
    )
    subject = "Undangan bimbingan teknis"
    recipient = "Yth. Para Pemilik IKM\ndi tempat"
    body = "Kami mengundang Saudara.\n\n1. hari: Senin\n2. tempat: aula"


def issued_letter(**fields):
    """A letter that was issued, by somebody else than its writer: its document."""
    letter = LetterFactory(**fields)
    return issue_letter(letter, by=UserFactory(agency=letter.agency))


class DocumentFactory(factory.django.DjangoModelFactory):
    """An issued letter, made as the portal makes it: with number, code and seal."""

    class Meta:
        model = Document

    agency = factory.SubFactory(AgencyFactory)
    subject = "Undangan bimbingan teknis"
    kind = LETTER

    @classmethod
    def _create(cls, model_class, *args, **fields):
        agency, at = fields["agency"], fields.pop("at", None)
        by = fields.pop("issued_by", None) or UserFactory(agency=agency)
        content = {
            "nature": "Biasa",
            "attachments": "",
            "recipient": ["Yth. Para Pemilik IKM"],
            "body": [{"marker": "", "text": "Kami mengundang Saudara."}],
            "copies": [],
            "signatory": SignatoryFactory(agency=agency).printed(),
            **fields.pop("content", {}),
        }
        return issue(Paper(content=content, **fields), by=by, at=at)
