from django.contrib import admin

from apps.sectors.models import (
    CommodityGroup,
    CreativeSubsector,
    KbliCode,
    RecapGroup,
    SectorAlias,
)
from ikmportal.tables import TableAdmin, TableResource, by_code


class RecapGroupResource(TableResource):
    class Meta:
        model = RecapGroup
        import_id_fields = ["code"]
        fields = ["code", "name", "name_en", "position"]


@admin.register(RecapGroup)
class RecapGroupAdmin(TableAdmin):
    resource_classes = [RecapGroupResource]
    list_display = ["code", "name", "name_en", "position"]
    search_fields = ["code", "name", "name_en"]


class CommodityGroupResource(TableResource):
    recap_group = by_code("recap_group", RecapGroup)

    class Meta:
        model = CommodityGroup
        import_id_fields = ["code"]
        fields = ["code", "name", "name_en", "recap_group", "kbli_prefixes", "position"]


@admin.register(CommodityGroup)
class CommodityGroupAdmin(TableAdmin):
    resource_classes = [CommodityGroupResource]
    list_display = ["code", "name", "recap_group", "kbli_prefixes", "position"]
    list_filter = ["recap_group"]
    list_select_related = ["recap_group"]
    search_fields = ["code", "name", "name_en"]


class CreativeSubsectorResource(TableResource):
    class Meta:
        model = CreativeSubsector
        import_id_fields = ["list_version", "code"]
        fields = [
            *("list_version", "code", "name", "name_en"),
            *("valid_from", "valid_until", "position"),
        ]


@admin.register(CreativeSubsector)
class CreativeSubsectorAdmin(TableAdmin):
    resource_classes = [CreativeSubsectorResource]
    list_display = ["name", "list_version", "code", "valid_from", "valid_until"]
    list_filter = ["list_version"]
    search_fields = ["code", "name", "name_en"]


class KbliCodeResource(TableResource):
    class Meta:
        model = KbliCode
        import_id_fields = ["version", "code"]
        fields = ["version", "code", "title", "successor_codes"]


@admin.register(KbliCode)
class KbliCodeAdmin(TableAdmin):
    resource_classes = [KbliCodeResource]
    list_display = ["code", "title", "version", "successor_codes"]
    list_filter = ["version"]
    search_fields = ["code__startswith", "title"]


class SectorAliasResource(TableResource):
    commodity_group = by_code("commodity_group", CommodityGroup)

    class Meta:
        model = SectorAlias
        import_id_fields = ["alias"]
        fields = ["alias", "commodity_group"]


@admin.register(SectorAlias)
class SectorAliasAdmin(TableAdmin):
    resource_classes = [SectorAliasResource]
    list_display = ["alias", "commodity_group"]
    list_filter = ["commodity_group"]
    list_select_related = ["commodity_group"]
    search_fields = ["alias"]
    autocomplete_fields = ["commodity_group"]
