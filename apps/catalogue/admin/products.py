from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.forms import ExportForm

from apps.accounts.scoped_admin import ScopedAdmin
from apps.catalogue import hints
from apps.catalogue.models import HsCode, Product
from apps.catalogue.pictures import picture_of
from apps.sectors.models import CommodityGroup
from ikmportal.admin_filters import AutocompleteFilter, DateRangeFilter, RangeFilter
from ikmportal.tables import (
    CsvTable,
    TableAdmin,
    TableResource,
    XlsxTable,
    by_code,
    refuse_too_many,
)


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


class ProductResource(TableResource):
    """The columns that the import by sheet reads, and the state."""

    nib = Field(attribute="business__nib", column_name="nib")
    business = Field(attribute="business__display_name", column_name="business")
    commodity_group = by_code("commodity_group", CommodityGroup)
    hs_code = by_code("hs_code", HsCode)

    class Meta:
        model = Product
        fields = [
            *("nib", "business", "code", "name", "name_en", "description"),
            *("description_en", "price", "unit", "minimum_order", "lead_time_days"),
            *("capacity", "materials", "commodity_group", "is_export_ready"),
            *("hs_code", "state", "grade", "grade_until"),
        ]
        export_order = fields


class PhotoFilter(admin.SimpleListFilter):
    title = _("photos")
    parameter_name = "foto"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ada", _("with a photo")), ("belum", _("without a photo"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "ada":
            return queryset.filter(photos__isnull=False).distinct()
        if self.value() == "belum":
            return queryset.filter(photos=None)
        return queryset


@admin.register(Product)
class ProductAdmin(ExportMixin, ScopedAdmin):
    resource_classes = [ProductResource]
    export_formats: ClassVar = [XlsxTable, CsvTable]
    export_form_class = ExportForm
    list_display = ["name", "business", "code", "state", "grade", "price", "unit"]
    list_filter = [
        *("state", "grade", PhotoFilter, "is_export_ready", "commodity_group"),
        ("subsector", AutocompleteFilter),
        ("approved_at", admin.EmptyFieldListFilter),
        *(("price", RangeFilter), ("grade_until", DateRangeFilter)),
        ("created_at", DateRangeFilter),
    ]
    list_select_related = ["business__owner"]
    search_fields = ["name", "name_en", "code", "business__name", "business__brand"]
    autocomplete_fields = ["business", "hs_code"]
    readonly_fields = ["state_shown"]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *("business", ("name", "name_en"), "code"),
                    *("description", "description_en"),
                ]
            },
        ),
        (
            _("What it costs"),
            {
                "fields": [
                    ("price", "unit"),
                    ("minimum_order", "lead_time_days", "capacity"),
                ]
            },
        ),
        (
            _("What it is made of"),
            {
                "fields": [
                    *("materials", ("commodity_group", "subsector")),
                    ("is_export_ready", "hs_code"),
                ]
            },
        ),
        (_("State"), {"fields": ["state_shown"]}),
    ]

    def view_on_site(self, obj: Product) -> str | None:
        return obj.get_absolute_url() if obj.slug and obj.state == "published" else None

    @admin.display(description=_("now"))
    def state_shown(self, product: Product) -> str:
        """Its picture, what is missing, and the way to the page on which it is worked on."""
        if not product.pk:
            return str(_("after it is entered"))
        context = {
            "product": product,
            "picture": picture_of(product, "thumbnail"),
            "missing": hints.missing(product),
        }
        return render_to_string("catalogue/_now.html", context)

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> bytes:
        refuse_too_many(queryset)
        data: bytes = super().get_export_data(file_format, request, queryset, **kwargs)
        return data

    def get_export_queryset(self, request: HttpRequest) -> QuerySet:
        rows: QuerySet = super().get_export_queryset(request)
        return rows.select_related("business__owner", "commodity_group", "hs_code")
