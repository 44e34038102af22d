import factory

from apps.regions.models import Region, RegionAlias
from apps.regions.official import kind_of, level_of, parent_of


class RegionFactory(factory.django.DjangoModelFactory):
    """A region with those that it lies in; only the code is needed."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = factory.Sequence(
        lambda number: f"31740{number % 9 + 1}{number % 9000 + 1000}"
    )
    name = factory.LazyAttribute(lambda region: f"Region {region.code}")
    level = factory.LazyAttribute(lambda region: level_of(region.code))
    kind = factory.LazyAttribute(lambda region: kind_of(region.code, region.name))

    @factory.lazy_attribute
    def parent(self):
        code = parent_of(self.code)
        return RegionFactory(code=code) if code else None


class RegionAliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegionAlias

    alias = factory.Sequence(lambda number: f"alias {number}")
    region = factory.SubFactory(RegionFactory)
