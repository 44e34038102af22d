from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.regions.fields import path_of
from apps.regions.models import Region, RegionAlias
from ikmportal.tables import TableAdmin, TableResource, by_code


class RegionResource(TableResource):
    parent = by_code("parent", Region)

    class Meta:
        model = Region
        import_id_fields = ["code"]
        fields = [
            *("code", "level", "kind", "name", "short_name", "parent", "bps_code"),
            *("postal_code", "latitude", "longitude", "valid_until"),
        ]


class ProvinceFilter(admin.SimpleListFilter):
    title = _("province")
    parameter_name = "province"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        provinces = Region.objects.filter(level=Region.Level.PROVINCE).defer("boundary")
        return [(province.code, str(province)) for province in provinces]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return (
            queryset.filter(code__startswith=self.value()) if self.value() else queryset
        )


@admin.register(Region)
class RegionAdmin(TableAdmin):
    resource_classes = [RegionResource]
    list_display = ["code", "name", "kind", "parent", "postal_code", "valid_until"]
    list_display_links = ["code", "name"]
    list_filter = [
        "level",
        "kind",
        ProvinceFilter,
        ("valid_until", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["parent"]
    search_fields = ["name", "code__startswith"]
    search_help_text = _("A part of the name, or the beginning of the code")
    autocomplete_fields = ["parent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        return super().get_queryset(request).defer("boundary", "parent__boundary")

    def offered(
        self, request: HttpRequest, found: QuerySet[Region]
    ) -> QuerySet[Region]:
        """What lies in the area of the officer's agency comes first."""
        agency = getattr(request.user, "agency", None)
        around = (agency and agency.region_id) or ""
        home = When(code__startswith=around, then=0)
        return (
            found.select_related("parent__parent")
            .defer("boundary", "parent__boundary", "parent__parent__boundary")
            .order_by(Case(home, default=1), "code")
        )

    def offered_as(self, region: Region) -> str:
        return ", ".join(path_of(region))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []  # another code would be another region


class RegionAliasResource(TableResource):
    region = by_code("region", Region)

    class Meta:
        model = RegionAlias
        import_id_fields = ["alias", "region"]
        fields = ["alias", "region", "source"]


@admin.register(RegionAlias)
class RegionAliasAdmin(TableAdmin):
    resource_classes = [RegionAliasResource]
    list_display = ["alias", "region", "source"]
    list_filter = ["source"]
    list_select_related = ["region"]
    search_fields = ["alias", "region__name"]
    autocomplete_fields = ["region"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegionAlias]:
        return super().get_queryset(request).defer("region__boundary")
