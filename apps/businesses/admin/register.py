from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.accounts.exports import PersonalExportAdmin
from apps.businesses.bulk import MOST_AT_ONCE
from apps.businesses.models import SavedFilter
from apps.businesses.saved import is_saved_as
from ikmportal import refusing
from ikmportal.paging import BoundedPaginator, SearchPaginator

SELECT_ROW = "Select this object for an action - {}"  # Django's, and translated there
BOUNDED_ITSELF = {"export_admin_action"}


class RegisterChangeList(ChangeList):
    """Looks for no row a second time where none was counted."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.result_count:
            self.result_list = self.queryset.none()


class RegisterAdmin(PersonalExportAdmin):
    """A list of the register: long, with filters that are saved and shared by name."""

    paginator = BoundedPaginator
    search_paginator: type[BoundedPaginator] = SearchPaginator
    alike = ""  # «field:as what it is compared», of the form on which a record is added
    # Counting each choice of half a million takes seconds.
    show_facets = ShowFacets.NEVER

    def get_paginator(
        self, request: HttpRequest, queryset: Any, *counts: Any, **more: Any
    ) -> BoundedPaginator:
        searched = bool(request.GET.get(SEARCH_VAR))
        paginator = self.search_paginator if searched else self.paginator
        return paginator(queryset, *counts, **more)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RegisterChangeList

    def action_checkbox(self, obj: Any) -> SafeString:
        """As Django has it, without rendering a widget's template for each of 50 rows."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" '
            'aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            _(SELECT_ROW).format(obj),
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        name = self.opts.label_lower
        saved = SavedFilter.objects.usable_by(request.user).filter(list_name=name)  # type: ignore[arg-type]
        context = {
            "list_name": name,
            "saved_filters": [
                (each, is_saved_as(each, request.GET))
                for each in saved.select_related("owner")
            ],
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    @refusing.shows_refusal
    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """While somebody types, likely doubles appear beside: they do not block."""
        context = {"alike": self.alike, **(extra_context or {})}
        return super().add_view(request, form_url, context)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet, *where: Any
    ) -> HttpResponse | None:
        across = request.POST.get("select_across") == "1"
        bounded = request.POST.get("action") in BOUNDED_ITSELF
        if (
            across
            and not bounded
            and queryset[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE
        ):
            text = _(
                "At most %(most)d records at once: narrow the list by its filters."
            )
            self.message_user(request, text % {"most": MOST_AT_ONCE}, messages.WARNING)
            return redirect(request.get_full_path())
        return super().response_action(request, queryset, *where)
