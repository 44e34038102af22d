from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.agencies.models import Agency, SectorCoverage
from apps.regions.models import Region
from ikmportal.tables import TableAdmin, TableResource, by_code


class AgencyResource(TableResource):
    region = by_code("region", Region)
    parent = by_code("parent", Agency)
    predecessor = by_code("predecessor", Agency)

    class Meta:
        model = Agency
        import_id_fields = ["code"]
        fields = [
            *("code", "kind", "name", "short_name", "region", "parent", "predecessor"),
            *("valid_from", "valid_until", "letterhead", "signatory"),
        ]


class SectorCoverageInline(admin.TabularInline):
    model = SectorCoverage
    autocomplete_fields = ["subsector"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[SectorCoverage]:
        coverages: Any = super().get_queryset(request)
        return coverages.visible_to(request.user)


@admin.register(Agency)
class AgencyAdmin(TableAdmin):
    resource_classes = [AgencyResource]
    list_display = ["code", "name", "kind", "region", "parent", "valid_until"]
    list_filter = ["kind", ("valid_until", admin.EmptyFieldListFilter)]
    list_select_related = ["region", "parent"]
    search_fields = ["code", "name", "short_name"]
    autocomplete_fields = ["region", "parent", "predecessor"]
    inlines = [SectorCoverageInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agency]:
        return super().get_queryset(request).defer("region__boundary")
