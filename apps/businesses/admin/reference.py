from django.contrib import admin

from apps.businesses.models import ConsentText, ScaleRule
from ikmportal.tables import TableAdmin, TableResource


class ScaleRuleResource(TableResource):
    class Meta:
        model = ScaleRule
        import_id_fields = ["code"]
        fields = [
            *("code", "definition", "position", "workers_below", "investment_below"),
            *("sales_below", "size", "source", "valid_from", "valid_until"),
        ]


@admin.register(ScaleRule)
class ScaleRuleAdmin(TableAdmin):
    resource_classes = [ScaleRuleResource]
    list_display = [
        *("definition", "position", "workers_below", "investment_below"),
        *("sales_below", "size", "valid_from", "valid_until"),
    ]
    list_filter = ["definition", "size"]
    search_fields = ["code", "source"]


class ConsentTextResource(TableResource):
    class Meta:
        model = ConsentText
        import_id_fields = ["purpose", "version"]
        fields = ["purpose", "version", "indonesian", "english", "valid_from"]


@admin.register(ConsentText)
class ConsentTextAdmin(TableAdmin):
    resource_classes = [ConsentTextResource]
    list_display = ["purpose", "version", "valid_from"]
    list_filter = ["purpose"]
    search_fields = ["version", "indonesian", "english"]
