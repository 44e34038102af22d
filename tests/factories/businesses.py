import factory
from django.utils import timezone

from apps.businesses.models import (
    Business,
    Claim,
    CoachingRelation,
    Consent,
    Person,
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
