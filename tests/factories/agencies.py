import factory

from apps.agencies.models import Agency, SectorCoverage


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda number: f"DINAS-{number}")
    kind = Agency.Kind.DINAS
    name = factory.Sequence(lambda number: f"Dinas Perindustrian {number}")


class SectorCoverageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SectorCoverage

    agency = factory.SubFactory(AgencyFactory)
    subsector = factory.SubFactory("tests.factories.sectors.CreativeSubsectorFactory")
    local_label = factory.Sequence(lambda number: f"kriya {number}")
