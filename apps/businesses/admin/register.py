from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.exports import PersonalExportAdmin
from apps.businesses.bulk import MOST_AT_ONCE
from apps.businesses.models import SavedFilter
from apps.businesses.saved import is_saved_as
from ikmportal import refusing
from ikmportal.paging import BoundedPaginator, SearchPaginator

BOUNDED_ITSELF = {"export_admin_action"}


class RegisterAdmin(PersonalExportAdmin):
    """A list of the register: long, with filters that are saved and shared by name."""

    paginator = BoundedPaginator
    alike = ""  # «field:as what it is compared», of the form on which a record is added
    # Counting each choice of half a million takes seconds.
    show_facets = ShowFacets.NEVER

    def get_paginator(
        self, request: HttpRequest, queryset: Any, *counts: Any, **more: Any
    ) -> BoundedPaginator:
        paginator = SearchPaginator if request.GET.get(SEARCH_VAR) else self.paginator
        return paginator(queryset, *counts, **more)

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
