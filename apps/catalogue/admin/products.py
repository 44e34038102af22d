from django.contrib import admin

from apps.accounts.scoped_admin import ScopedAdmin
from apps.catalogue.models import HsCode, Product
from ikmportal.tables import TableAdmin, TableResource


class HsCodeResource(TableResource):
    class Meta:
        model = HsCode
        import_id_fields = ["code"]
        fields = ["code", "name", "name_en"]


@admin.register(HsCode)
class HsCodeAdmin(TableAdmin):
    resource_classes = [HsCodeResource]
    list_display = ["code", "name", "name_en"]
    search_fields = ["code", "name", "name_en"]


@admin.register(Product)
class ProductAdmin(ScopedAdmin):
    list_display = ["name", "business", "code", "state", "grade", "price", "unit"]
    list_filter = ["state", "grade", "is_export_ready", "commodity_group"]
    list_select_related = ["business__owner"]
    search_fields = ["name", "name_en", "code", "business__name", "business__brand"]
    autocomplete_fields = ["business", "hs_code"]
    view_on_site = False
    fields = [
        *("business", ("name", "name_en"), "code"),
        *("description", "description_en", ("price", "unit")),
        *(("minimum_order", "lead_time_days", "capacity"), "materials"),
        *(("commodity_group", "subsector"), ("is_export_ready", "hs_code")),
    ]
