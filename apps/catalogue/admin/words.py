from django.contrib import admin

from apps.catalogue.models import SearchWord
from ikmportal.tables import TableAdmin, TableResource


class SearchWordResource(TableResource):
    class Meta:
        model = SearchWord
        import_id_fields = ["kind", "word"]
        fields = ["kind", "word", "stands_for"]


@admin.register(SearchWord)
class SearchWordAdmin(TableAdmin):
    resource_classes = [SearchWordResource]
    list_display = ["word", "stands_for", "kind"]
    list_filter = ["kind"]
    search_fields = ["word", "stands_for"]
