"""How to make one row of each scoped model in an agency, for the tests that walk them all."""

from apps.accounts.models import Handover
from apps.catalogue.models import Assignment
from apps.imports.models import ImportKind
from tests.factories.accounts import AccessRecordFactory, RoleGrantFactory, UserFactory
from tests.factories.agencies import SectorCoverageFactory
from tests.factories.businesses import (
    AttachmentFactory,
    BusinessFactory,
    BusinessGroupFactory,
    BusinessNameFactory,
    ClaimFactory,
    ClosureFactory,
    CoachingRelationFactory,
    CoachingRequestFactory,
    ConsentFactory,
    DuplicateCandidateFactory,
    GroupMembershipFactory,
    MergeFactory,
    MoveFactory,
    PersonFactory,
    PersonNameFactory,
    ServiceRecordFactory,
    SubjectRequestFactory,
    YearlyFiguresFactory,
)
from tests.factories.catalogue import (
    ProductFactory,
    ProductPhotoFactory,
    ProductSheetFactory,
)
from tests.factories.curation import (
    AssignmentFactory,
    CandidateFactory,
    CriterionFactory,
    CurationRoundFactory,
    CurationScoreFactory,
    CuratorConflictFactory,
    CuratorFactory,
    scored_round,
)
from tests.factories.documents import (
    DocumentFactory,
    LetterFactory,
    LetterheadFactory,
    NumberSeriesFactory,
    SignatoryFactory,
)
from tests.factories.exhibitions import (
    AttendanceFactory,
    BoothAssignmentFactory,
    BoothFactory,
    BoothProposalFactory,
    DailySalesFactory,
    EligibilityRuleFactory,
    ExhibitionFactory,
    ExhibitionPhotoFactory,
    ExhibitionSeriesFactory,
    HallFactory,
    InvitationFactory,
    ParticipationFactory,
    PlanStepFactory,
    PlanVersionFactory,
    QuotaFactory,
    VisitorCountFactory,
    WishFactory,
    ZoneFactory,
)
from tests.factories.imports import (
    ImportBatchFactory,
    ImportRowFactory,
    MappingMemoryFactory,
    SpellingMemoryFactory,
)
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


def of_product(agency):
    return ProductPhotoFactory(product=of_business(ProductFactory)(agency))


def of_exhibition(factory, *path):
    """A row of an exhibition of the agency; `path`: the factories on the way there."""

    def make(agency, **fields):
        above = {"exhibition": ExhibitionFactory(agency=agency)}
        for name, each in path:
            above = {name: each(**above)}
        return factory(**above, **fields)

    return make


def of_round(factory):
    def make(agency, **fields):
        return factory(round=CurationRoundFactory(agency=agency), **fields)

    return make


def of_assignment(agency):
    return AssignmentFactory(candidate__round__agency=agency)


def of_conflict(agency):
    return CuratorConflictFactory(curator__round__agency=agency)


def of_score(agency):
    round_ = scored_round(1, 2, agency=agency)
    assignment = Assignment.objects.filter(candidate__round=round_).first()
    criterion = round_.criteria.first()
    return CurationScoreFactory(assignment=assignment, criterion=criterion)


def of_person(factory):
    def make(agency, **fields):
        return factory(person=PersonFactory(agency=agency), **fields)

    return make


def search_entry(agency):
    return BusinessFactory(agency=agency).search_entry


def of_group(agency):
    return GroupMembershipFactory(group=BusinessGroupFactory(agency=agency))


def of_user(agency):
    return RoleGrantFactory(user=UserFactory(agency=agency))


def of_giver(agency):
    giver, receiver = UserFactory.create_batch(2, agency=agency)
    return Handover.objects.create(
        giver=giver, receiver=receiver, done_by=receiver, kind="imports", rows=[]
    )


def of_batch(agency):
    return ImportRowFactory(batch=ImportBatchFactory(agency=agency))


def kind_of_batch(agency):
    batch = ImportBatchFactory(agency=agency)
    return ImportKind.objects.create(batch=batch, code="nik.missing", positions=[0])


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
    "businesses.BusinessName": of_business(BusinessNameFactory),
    "businesses.PersonName": of_person(PersonNameFactory),
    "businesses.Closure": of_business(ClosureFactory),
    "businesses.Move": of_business(MoveFactory),
    "businesses.BusinessGroup": BusinessGroupFactory,
    "businesses.GroupMembership": of_group,
    "businesses.ServiceRecord": of_business(ServiceRecordFactory),
    "businesses.Attachment": of_business(AttachmentFactory),
    "businesses.DuplicateCandidate": DuplicateCandidateFactory,
    "businesses.Merge": MergeFactory,
    "businesses.CoachingRequest": CoachingRequestFactory,
    "businesses.SubjectRequest": of_person(SubjectRequestFactory),
    "businesses.SearchEntry": search_entry,
    "catalogue.Product": of_business(ProductFactory),
    "catalogue.ProductPhoto": of_product,
    "exhibitions.ExhibitionSeries": ExhibitionSeriesFactory,
    "exhibitions.Exhibition": ExhibitionFactory,
    "exhibitions.Invitation": of_exhibition(InvitationFactory),
    "exhibitions.Quota": of_exhibition(QuotaFactory),
    "exhibitions.EligibilityRule": of_exhibition(EligibilityRuleFactory),
    "exhibitions.Participation": of_exhibition(ParticipationFactory),
    "exhibitions.Wish": of_exhibition(WishFactory),
    "exhibitions.Hall": of_exhibition(HallFactory),
    "exhibitions.Zone": of_exhibition(ZoneFactory, ("hall", HallFactory)),
    "exhibitions.Booth": of_exhibition(BoothFactory, ("hall", HallFactory)),
    "exhibitions.BoothAssignment": of_exhibition(
        BoothAssignmentFactory, ("hall", HallFactory), ("booth", BoothFactory)
    ),
    "exhibitions.BoothProposal": of_exhibition(BoothProposalFactory),
    "exhibitions.PlanStep": of_exhibition(PlanStepFactory),
    "exhibitions.PlanVersion": of_exhibition(PlanVersionFactory),
    "exhibitions.Attendance": of_exhibition(
        AttendanceFactory, ("participation", ParticipationFactory)
    ),
    "exhibitions.DailySales": of_exhibition(
        DailySalesFactory, ("participation", ParticipationFactory)
    ),
    "exhibitions.VisitorCount": of_exhibition(VisitorCountFactory),
    "exhibitions.ExhibitionPhoto": of_exhibition(ExhibitionPhotoFactory),
    "catalogue.CurationRound": CurationRoundFactory,
    "catalogue.Criterion": of_round(CriterionFactory),
    "catalogue.Curator": of_round(CuratorFactory),
    "catalogue.CuratorConflict": of_conflict,
    "catalogue.Candidate": of_round(CandidateFactory),
    "catalogue.Assignment": of_assignment,
    "catalogue.CurationScore": of_score,
    "catalogue.ProductSheet": lambda agency: ProductSheetFactory(agency=agency),
    "documents.Document": DocumentFactory,
    "documents.Letter": LetterFactory,
    "documents.Letterhead": LetterheadFactory,
    "documents.NumberSeries": NumberSeriesFactory,
    "documents.Signatory": SignatoryFactory,
    "imports.ImportBatch": ImportBatchFactory,
    "imports.ImportRow": of_batch,
    "imports.ImportKind": kind_of_batch,
    "imports.MappingMemory": MappingMemoryFactory,
    "imports.SpellingMemory": SpellingMemoryFactory,
    "outbox.Occasion": OccasionFactory,
    "outbox.Message": of_occasion,
    "outbox.MessageTemplate": MessageTemplateFactory,
    "outbox.OptOut": OptOutFactory,
}
