from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.accounts.forms import WholeRowForm
from apps.accounts.scoped_admin import ScopedAdmin
from apps.documents.kinds import KINDS, kind_name
from apps.documents.models import Document, Letterhead, NumberSeries, Signatory
from ikmportal.admin_filters import DateRangeFilter


class KindFilter(admin.SimpleListFilter):
    title = _("kind of document")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.code, kind.name) for kind in KINDS.values()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class SignatoryForm(WholeRowForm):
    # As it is printed, a NIP has spaces.
    nip = forms.CharField(label=_("NIP"), max_length=30, required=False)

    def clean_nip(self) -> str:
        return "".join(self.cleaned_data["nip"].split())


@admin.register(Signatory)
class SignatoryAdmin(ScopedAdmin):
    form = SignatoryForm
    list_display = ["name", "position", "on_behalf_of", "agency", "since", "until"]
    list_filter = [
        ("until", admin.EmptyFieldListFilter),
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["agency"]
    search_fields = ["name", "position"]


@admin.register(Letterhead)
class LetterheadAdmin(ScopedAdmin):
    list_display = ["agency", "government", "name", "place"]
    list_select_related = ["agency"]
    search_fields = ["name", "agency__name"]


class NumberSeriesForm(WholeRowForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("kind"):
            choices = [(kind.code, kind.name) for kind in KINDS.values()]
            field.widget = forms.Select(choices=choices)


@admin.register(NumberSeries)
class NumberSeriesAdmin(ScopedAdmin):
    form = NumberSeriesForm
    list_display = ["kind_shown", "year", "agency", "pattern", "last"]
    list_filter = [KindFilter, "year", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency"]

    @admin.display(description=_("kind of document"), ordering="kind")
    def kind_shown(self, series: NumberSeries) -> str:
        return kind_name(series.kind)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A series that runs may be written otherwise; what it counts stays."""
        fixed = ["kind", "year", "last"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]


@admin.register(Document)
class DocumentAdmin(ScopedAdmin):
    """The register of what was issued: its papers are opened on their own pages."""

    list_display = [
        *("number_shown", "kind_shown", "subject", "holder", "issued_at"),
        *("issued_by", "revoked_at"),
    ]
    list_display_links = None
    list_filter = [
        KindFilter,
        ("revoked_at", admin.EmptyFieldListFilter),
        "letter__issued_alone",
        ("issued_at", DateRangeFilter),
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["agency", "issued_by"]
    search_fields = ["number", "subject", "holder", "verify_code"]
    date_hierarchy = "issued_at"
    exclude = ["payload", "seal"]

    @admin.display(description=_("number"), ordering="number")
    def number_shown(self, document: Document) -> str:
        address = reverse("documents:detail", args=[document.pk])
        return format_html('<a href="{}">{}</a>', address, document.number)

    @admin.display(description=_("kind of document"), ordering="kind")
    def kind_shown(self, document: Document) -> str:
        return document.kind_name

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
