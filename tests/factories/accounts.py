import factory
from django.contrib.auth.models import Group

from apps.accounts.models import AccessRecord, RoleGrant, User
from tests.factories.agencies import AgencyFactory

PASSWORD = "kain-endek-merah-2019"


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody of an agency. `roles=["registrar"]` gives role groups, which must be loaded."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        superuser = factory.Trait(is_superuser=True, agency=None)

    email = factory.Sequence(lambda number: f"petugas{number}@demo.invalid")
    name = factory.Sequence(lambda number: f"Petugas {number}")
    agency = factory.SubFactory(AgencyFactory)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        if extracted:
            self.groups.set(Group.objects.filter(name__in=extracted))

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        self.save(update_fields=["password"])


class AccessRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessRecord

    agency = factory.SubFactory(AgencyFactory)
    user = factory.SubFactory(UserFactory, agency=factory.SelfAttribute("..agency"))
    kind = AccessRecord.Kind.REVEAL
    model = "businesses.person"
    rows = factory.LazyFunction(lambda: [10**9])  # of nobody who is made in a test
    count = 1
    reason = AccessRecord.Reason.IDENTITY


class RoleGrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    group = factory.LazyFunction(
        lambda: Group.objects.get_or_create(name="organiser")[0]
    )
