"""How to make one row of each scoped model in an agency, for the tests that walk them all."""

from apps.accounts.models import Handover
from tests.factories.accounts import AccessRecordFactory, RoleGrantFactory, UserFactory
from tests.factories.agencies import SectorCoverageFactory
from tests.factories.businesses import (
    BusinessFactory,
    ClaimFactory,
    CoachingRelationFactory,
    ConsentFactory,
    PersonFactory,
    YearlyFiguresFactory,
)
from tests.factories.documents import (
    DocumentFactory,
    LetterFactory,
    LetterheadFactory,
    NumberSeriesFactory,
    SignatoryFactory,
)
from tests.factories.imports import ImportBatchFactory, ImportRowFactory
from tests.factories.outbox import (
    MessageFactory,
    MessageTemplateFactory,
    OccasionFactory,
    OptOutFactory,
)


def of_business(factory):
    def make(agency, **fields):
        return factory(business=BusinessFactory(agency=agency), **fields)

    return make


def of_user(agency):
    return RoleGrantFactory(user=UserFactory(agency=agency))


def of_giver(agency):
    giver, receiver = UserFactory.create_batch(2, agency=agency)
    return Handover.objects.create(
        giver=giver, receiver=receiver, done_by=receiver, kind="imports", rows=[]
    )


def of_batch(agency):
    return ImportRowFactory(batch=ImportBatchFactory(agency=agency))


def of_occasion(agency, **fields):
    return MessageFactory(occasion=OccasionFactory(agency=agency), **fields)


MAKERS = {
    "accounts.User": UserFactory,
    "agencies.SectorCoverage": SectorCoverageFactory,
    "accounts.AccessRecord": AccessRecordFactory,
    "accounts.RoleGrant": of_user,
    "accounts.Handover": of_giver,
    "businesses.Person": PersonFactory,
    "businesses.Business": BusinessFactory,
    "businesses.CoachingRelation": of_business(CoachingRelationFactory),
    "businesses.YearlyFigures": of_business(YearlyFiguresFactory),
    "businesses.Claim": of_business(ClaimFactory),
    "businesses.Consent": of_business(ConsentFactory),
    "documents.Document": DocumentFactory,
    "documents.Letter": LetterFactory,
    "documents.Letterhead": LetterheadFactory,
    "documents.NumberSeries": NumberSeriesFactory,
    "documents.Signatory": SignatoryFactory,
    "imports.ImportBatch": ImportBatchFactory,
    "imports.ImportRow": of_batch,
    "outbox.Occasion": OccasionFactory,
    "outbox.Message": of_occasion,
    "outbox.MessageTemplate": MessageTemplateFactory,
    "outbox.OptOut": OptOutFactory,
}
