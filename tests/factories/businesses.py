from datetime import date

import factory
from django.utils import timezone

from apps.businesses.models import (
    Attachment,
    Business,
    BusinessGroup,
    BusinessName,
    Claim,
    Closure,
    CoachingRelation,
    CoachingRequest,
    Consent,
    DuplicateCandidate,
    GroupMembership,
    Merge,
    Move,
    Person,
    PersonName,
    RegistrationDraft,
    SavedFilter,
    ServiceRecord,
    SubjectRequest,
    YearlyFigures,
)
from tests.factories.agencies import AgencyFactory


class PersonFactory(factory.django.DjangoModelFactory):
    """A person; `nik` and `phone` as texts go through the model's own readings."""

    class Meta:
        model = Person

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda number: f"Rina Contoh {number}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        nik, phone = kwargs.pop("nik", ""), kwargs.pop("phone", "")
        person = model_class(**kwargs)
        person.set_nik(nik)
        person.set_phone(phone)
        person.save()
        return person


class BusinessFactory(factory.django.DjangoModelFactory):
    """A business of a person of the same agency; `listed` with its owner's consent."""

    class Meta:
        model = Business
        skip_postgeneration_save = True

    class Params:
        listed = factory.Trait(
            listed_at=factory.LazyFunction(timezone.now),
            slug=factory.Sequence(lambda number: f"dodol-rina-{number}"),
            consent=True,
        )
        verified = factory.Trait(
            verified_at=factory.LazyFunction(timezone.now),
            verified_by=factory.SubFactory(
                "tests.factories.accounts.UserFactory",
                agency=factory.SelfAttribute("..agency"),
            ),
        )

        approved = factory.Trait(
            verified=True,
            approved_at=factory.LazyFunction(timezone.now),
            approved_by=factory.SubFactory(
                "tests.factories.accounts.UserFactory",
                agency=factory.SelfAttribute("..agency"),
            ),
        )

    agency = factory.SubFactory(AgencyFactory)
    owner = factory.SubFactory(PersonFactory, agency=factory.SelfAttribute("..agency"))
    name = factory.Sequence(lambda number: f"Dodol Rina {number}")
    consent = None

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        consent = kwargs.pop("consent")
        business = super()._create(model_class, *args, **kwargs)
        if consent:
            ConsentFactory(business=business)
        return business


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    business = factory.SubFactory(BusinessFactory)
    purpose = Consent.Purpose.PUBLICATION
    method = Consent.Method.PAPER
    given_at = factory.LazyFunction(timezone.now)


class CoachingRelationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CoachingRelation

    business = factory.SubFactory(BusinessFactory)
    agency = factory.SelfAttribute("business.agency")


class YearlyFiguresFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = YearlyFigures

    business = factory.SubFactory(BusinessFactory)
    year = 2019


class ClaimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Claim

    business = factory.SubFactory(BusinessFactory)
    scheme = Claim.Scheme.HALAL


class BusinessNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BusinessName

    business = factory.SubFactory(BusinessFactory)
    name = factory.Sequence(lambda number: f"Dodol Lama {number}")


class PersonNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PersonName

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda number: f"Hj. Rina {number}")


class ClosureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Closure

    business = factory.SubFactory(BusinessFactory)
    closed_on = date(2024, 3, 1)
    reason = Closure.Reason.STOPPED


class MoveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Move

    business = factory.SubFactory(BusinessFactory)
    moved_on = date(2024, 3, 1)


class BusinessGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BusinessGroup

    agency = factory.SubFactory(AgencyFactory)
    kind = BusinessGroup.Kind.JOINT_GROUP
    name = factory.Sequence(lambda number: f"KUB Contoh {number}")


class GroupMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupMembership

    group = factory.SubFactory(BusinessGroupFactory)
    business = factory.SubFactory(
        BusinessFactory, agency=factory.SelfAttribute("..group.agency")
    )


class ServiceRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceRecord

    business = factory.SubFactory(BusinessFactory)
    agency = factory.SelfAttribute("business.agency")
    kind = ServiceRecord.Kind.PACKAGING
    happened_on = date(2024, 3, 1)


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A row without a file behind it: what is on disk is made by the deed."""

    class Meta:
        model = Attachment

    business = factory.SubFactory(BusinessFactory)
    kind = Attachment.Kind.PERMIT
    title = "NIB"
    stored_as = factory.Sequence(lambda number: f"{number}.sealed")
    media_type = "application/pdf"
    size = 3
    sha256 = factory.Sequence(lambda number: f"{number:064x}")


class DuplicateCandidateFactory(factory.django.DjangoModelFactory):
    """Two businesses of one agency that wait for a decision."""

    class Meta:
        model = DuplicateCandidate

    class Params:
        agency = factory.SubFactory(AgencyFactory)

    first_business = factory.SubFactory(
        BusinessFactory, agency=factory.SelfAttribute("..agency")
    )
    second_business = factory.SubFactory(
        BusinessFactory, agency=factory.SelfAttribute("..agency")
    )
    score = 0.7


class MergeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Merge

    agency = factory.SubFactory(AgencyFactory)
    kind = Merge.Kind.BUSINESS
    kept = factory.Sequence(lambda number: 900_000_001 + 2 * number)
    absorbed = factory.Sequence(lambda number: 900_000_002 + 2 * number)
    snapshot = "{}"
    merged_by = factory.SubFactory(
        "tests.factories.accounts.UserFactory",
        agency=factory.SelfAttribute("..agency"),
    )


class CoachingRequestFactory(factory.django.DjangoModelFactory):
    """An agency asks another one for a business of it."""

    class Meta:
        model = CoachingRequest

    agency = factory.SubFactory(AgencyFactory)
    business = factory.SubFactory(BusinessFactory)
    asked_agency = factory.SelfAttribute("business.agency")
    reason = "Binaan kami juga"
    asked_by = factory.SubFactory(
        "tests.factories.accounts.UserFactory",
        agency=factory.SelfAttribute("..agency"),
    )


class SubjectRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SubjectRequest

    agency = factory.SelfAttribute("person.agency")
    person = factory.SubFactory(PersonFactory)
    kind = SubjectRequest.Kind.ACCESS
    channel = "Di loket, dengan KTP"
    recorded_by = factory.SubFactory(
        "tests.factories.accounts.UserFactory",
        agency=factory.SelfAttribute("..agency"),
    )


class SavedFilterFactory(factory.django.DjangoModelFactory):
    """Shared with the agency of its owner."""

    class Meta:
        model = SavedFilter

    owner = factory.SubFactory("tests.factories.accounts.UserFactory")
    list_name = "businesses.business"
    name = factory.Sequence(lambda number: f"Pangan {number}")
    query = "status__exact=active"
    shared = True


class RegistrationDraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegistrationDraft

    officer = factory.SubFactory("tests.factories.accounts.UserFactory")
    typed = "{}"
