import factory

from apps.sectors.models import (
    CommodityGroup,
    CreativeSubsector,
    KbliCode,
    RecapGroup,
    SectorAlias,
)


class RecapGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecapGroup

    code = factory.Sequence(lambda number: f"recap-{number}")
    name = factory.Sequence(lambda number: f"Rekap {number}")


class CommodityGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommodityGroup

    code = factory.Sequence(lambda number: f"group-{number}")
    name = factory.Sequence(lambda number: f"Kelompok {number}")
    recap_group = factory.SubFactory(RecapGroupFactory)


class CreativeSubsectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CreativeSubsector

    list_version = CreativeSubsector.ListVersion.SIXTEEN
    code = factory.Sequence(lambda number: f"subsector-{number}")
    name = factory.Sequence(lambda number: f"Subsektor {number}")


class KbliCodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KbliCode

    version = KbliCode.Version.V2020
    code = factory.Sequence(lambda number: f"{10000 + number}")
    title = factory.Sequence(lambda number: f"Industri {number}")


class SectorAliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SectorAlias

    alias = factory.Sequence(lambda number: f"kata {number}")
    commodity_group = factory.SubFactory(CommodityGroupFactory)
