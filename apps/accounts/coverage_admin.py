"""Sector coverages: read and kept by the agency whose they are, and by those above it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import BooleanWidget

from apps.accounts.models import User
from apps.accounts.scoped_admin import ScopedAdmin
from apps.agencies.models import Agency, SectorCoverage
from apps.sectors.models import CreativeSubsector
from ikmportal.tables import TableAdmin, TableResource, by_code


class SectorCoverageResource(TableResource):
    agency = by_code("agency", Agency)
    list_version = Field(
        attribute="subsector__list_version", column_name="list_version", readonly=True
    )
    subsector = by_code("subsector", CreativeSubsector, "code", "list_version")
    partial = Field(
        attribute="partial",
        column_name="partial",
        widget=BooleanWidget(),
        default=False,
    )

    class Meta:
        model = SectorCoverage
        import_id_fields = ["agency", "local_label", "subsector"]
        fields = [
            *("agency", "list_version", "subsector", "local_label"),
            *("partial", "since", "until"),
        ]

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user
        if not user.sees_all_agencies:
            own = Agency.objects.within(user.agency_id or 0)
            self.fields["agency"].widget.rows = own

    def get_queryset(self) -> QuerySet[SectorCoverage]:
        kept = SectorCoverage.objects.kept_by(self.user)
        return kept.select_related("agency", "subsector")


@admin.register(SectorCoverage)
class SectorCoverageAdmin(ScopedAdmin, TableAdmin):
    resource_classes = [SectorCoverageResource]
    list_display = ["local_label", "subsector", "partial", "agency", "since", "until"]
    list_filter = [
        "subsector__list_version",
        "partial",
        ("until", admin.EmptyFieldListFilter),
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["agency", "subsector"]
    search_fields = ["local_label", "subsector__name", "subsector__name_en"]
    search_help_text = _("A part of the local label or of the subsector's name")
    autocomplete_fields = ["subsector"]

    def get_import_resource_kwargs(
        self, request: HttpRequest, **kwargs: Any
    ) -> dict[str, Any]:
        return {"user": request.user}

    def get_export_resource_kwargs(
        self, request: HttpRequest, **kwargs: Any
    ) -> dict[str, Any]:
        return {"user": request.user}
