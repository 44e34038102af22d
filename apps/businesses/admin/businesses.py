from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.businesses import bulk_views
from apps.businesses.admin.filters import (
    AgencyFilter,
    ChannelFilter,
    CompletenessFilter,
    GroupFilter,
    LackingFilter,
    PermitFilter,
    PublicationFilter,
    ScaleFilter,
    StaleFilter,
    VerificationFilter,
)
from apps.businesses.admin.inlines import (
    BusinessNameInline,
    ClaimInline,
    ClosureInline,
    CoachingRelationInline,
    ConsentInline,
    MembershipInline,
    MoveInline,
    ServiceRecordInline,
    YearlyFiguresInline,
)
from apps.businesses.admin.register import RegisterAdmin
from apps.businesses.completeness import unknown_of
from apps.businesses.forms import BusinessForm
from apps.businesses.journey import journey_of
from apps.businesses.life import approve_many
from apps.businesses.merging import kept_record
from apps.businesses.models import Business, Consent, Merge
from apps.businesses.publishing import publish, unpublish
from apps.businesses.resources import BusinessResource
from apps.businesses.scales import scales_of
from apps.businesses.writing import write_to_owners
from apps.outbox.models import Channel
from ikmportal import refusing
from ikmportal.admin_filters import (
    AreaFilter,
    AutocompleteFilter,
    DateRangeFilter,
    RangeFilter,
)
from ikmportal.paging import BoundedPaginator


@admin.register(Business)
class BusinessAdmin(RegisterAdmin):
    resource_classes = [BusinessResource]
    export_prefetch: ClassVar = ["coaching_relations"]
    form = BusinessForm
    alike = "owner name:business_name brand products nib region"
    list_display = [
        *("display_name_shown", "owner", "commodity_group", "region", "nib", "status"),
        *("completeness", "published_shown"),
    ]
    # Where an index helps; the rest is for the filters.
    sortable_by = ("display_name_shown", "completeness")
    list_filter = [
        ("region", AreaFilter),
        "status",
        "commodity_group",
        ("subsector", AutocompleteFilter),
        PermitFilter,
        LackingFilter,
        ChannelFilter,
        GroupFilter,
        ScaleFilter,
        CompletenessFilter,
        VerificationFilter,
        PublicationFilter,
        ("listed_at", admin.EmptyFieldListFilter),
        ("region", admin.EmptyFieldListFilter),
        StaleFilter,
        ("established_year", RangeFilter),
        ("created_at", DateRangeFilter),
        ("agency", AgencyFilter),
    ]
    list_select_related = ["owner", "commodity_group", "region", "agency"]
    search_paginator = BoundedPaginator  # an index knows whose words they are
    search_fields = ["name"]  # whatever is asked: `matching` looks in all words at once
    autocomplete_fields = ["owner", "region"]
    inlines = [
        *(CoachingRelationInline, ConsentInline, ClaimInline, ServiceRecordInline),
        *(YearlyFiguresInline, MembershipInline, BusinessNameInline),
        *(MoveInline, ClosureInline),
    ]
    readonly_fields = [
        *("verified_at", "verified_by", "approved_at", "approved_by"),
        *("listed_at", "slug", "created_at", "state_shown"),
        "receipt_shown",
    ]
    actions = [
        *("change_selected", "verify_selected", "approve_selected"),
        *("publish_selected", "unpublish_selected"),
        *("write_mail", "write_whatsapp"),
    ]
    fieldsets = [
        (
            _("Identity"),
            {
                "fields": [
                    *("owner", ("name", "brand"), ("legal_form", "established_year")),
                    *(("agency", "status"), "note"),
                ]
            },
        ),
        (
            _("What it makes"),
            {
                "fields": [
                    *("products", "description", ("commodity_group", "subsector")),
                    *("secondary_groups", ("nib", "npwp_typed")),
                    *(("kbli_version", "kbli_code"), "size_reported"),
                ]
            },
        ),
        (
            _("Place and contact"),
            {
                "fields": [
                    *("address", "region", ("postal_code", "point")),
                    *(("contact_name", "contact_phone_typed"), "email", "links"),
                ]
            },
        ),
        (
            _("State"),
            {
                "fields": [
                    "state_shown",
                    ("verified_at", "verified_by"),
                    ("approved_at", "approved_by"),
                    ("listed_at", "slug"),
                    ("created_at", "receipt_shown"),
                ]
            },
        ),
    ]
    filter_horizontal = ["secondary_groups"]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return queryset.matching(search_term, by=request.user), False

    @refusing.shows_refusal
    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page of a record that was merged leads to the one that took it in."""
        if kept := kept_record(Merge.Kind.BUSINESS, object_id):
            self.message_user(request, _("That record was merged into this one."))
            return redirect("admin:businesses_business_change", kept)
        return super().change_view(request, object_id, *args, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What only happens to a business that is there is not asked while it is added."""
        later = () if obj else (MoveInline, ClosureInline)
        return [each for each in super().get_inlines(request, obj) if each not in later]

    def view_on_site(self, obj: Business) -> str | None:
        return obj.get_absolute_url() if obj.is_listed else None

    @admin.display(description=_("business"), ordering="name")
    def display_name_shown(self, business: Business) -> str:
        return business.display_name

    @admin.display(description=_("receipt"))
    def receipt_shown(self, business: Business) -> str:
        if not business.pk:
            return str(_("after it is registered"))
        return render_to_string("businesses/_receipt.html", {"business": business})

    @admin.display(description=_("now"))
    def state_shown(self, business: Business) -> str:
        """How much is known, what to ask next, how big it is, and what can be done."""
        if not business.pk:
            return str(_("after it is registered"))
        figures = business.yearly_figures.first()
        context = {
            "business": business,
            "unknown": unknown_of(business),
            "figures": figures,
            "scales": scales_of(figures) if figures else [],
            "journey": journey_of(business),
        }
        return render_to_string("businesses/_now.html", context)

    def response_add(self, request: HttpRequest, obj: Business, *rest: Any) -> Any:
        """Offer the receipt in the moment in which the owner still stands there."""
        response = super().response_add(request, obj, *rest)
        if (
            request.user.has_perm("documents.add_document")
            and "_popup" not in request.POST
        ):
            address = reverse("businesses:receipt", args=[obj.pk])
            text = format_html('<a href="{}">{}</a>', address, _("Give the receipt"))
            self.message_user(request, text)
        return response

    @admin.display(description=_("published"), ordering="listed_at", boolean=True)
    def published_shown(self, business: Business) -> bool:
        return business.is_listed

    def save_formset(
        self, request: HttpRequest, form: Any, formset: Any, change: bool
    ) -> None:
        if formset.model is Consent:
            for consent in formset.save(commit=False):
                consent.recorded_by = consent.recorded_by or request.user
                consent.save()
            formset.save_m2m()
        else:
            super().save_formset(request, form, formset, change)

    @admin.action(
        description=_("Change the selected businesses …"), permissions=["change"]
    )
    def change_selected(
        self, request: HttpRequest, businesses: QuerySet[Business]
    ) -> HttpResponse:
        return bulk_views.ask(request, list(businesses.values_list("pk", flat=True)))

    @admin.action(
        description=_("Verify the selected businesses"), permissions=["verify"]
    )
    def verify_selected(
        self, request: HttpRequest, businesses: QuerySet[Business]
    ) -> None:
        verified = businesses.kept_by(request.user).verify(by=request.user)  # type: ignore[attr-defined]
        self.message_user(request, _("%(count)d verified.") % {"count": verified})

    @admin.action(
        description=_("Approve the verification of the selected businesses"),
        permissions=["approve"],
    )
    def approve_selected(
        self, request: HttpRequest, businesses: QuerySet[Business]
    ) -> None:
        told = approve_many(businesses.kept_by(request.user), by=request.user)  # type: ignore[attr-defined,arg-type]
        for text, level in told:
            self.message_user(request, text, level)

    @admin.action(
        description=_("Publish the selected businesses"), permissions=["publish"]
    )
    def publish_selected(
        self, request: HttpRequest, businesses: QuerySet[Business]
    ) -> None:
        published = 0
        for business in businesses.kept_by(request.user):  # type: ignore[attr-defined]
            try:
                publish(business)
                published += 1
            except ValidationError as error:
                self.message_user(request, error.message, messages.WARNING)
        if published:
            text = ngettext("%(count)d published.", "%(count)d published.", published)
            self.message_user(request, text % {"count": published}, messages.SUCCESS)

    @admin.action(description=_("Take back from the public"), permissions=["publish"])
    def unpublish_selected(
        self, request: HttpRequest, businesses: QuerySet[Business]
    ) -> None:
        for business in businesses.kept_by(request.user):  # type: ignore[attr-defined]
            unpublish(business)
        self.message_user(request, _("No longer published."), messages.SUCCESS)

    @admin.action(description=_("Write an e-mail …"), permissions=["write"])
    def write_mail(self, request: HttpRequest, businesses: QuerySet[Business]) -> Any:
        return self._write(request, businesses, Channel.MAIL)

    @admin.action(description=_("Write a WhatsApp message …"), permissions=["write"])
    def write_whatsapp(
        self, request: HttpRequest, businesses: QuerySet[Business]
    ) -> Any:
        return self._write(request, businesses, Channel.WHATSAPP)

    def _write(self, request: HttpRequest, businesses: Any, channel: str) -> Any:
        user: Any = request.user
        kept = businesses.kept_by(user)
        try:
            occasion, drafts = write_to_owners(kept, channel=channel, by=user)
        except ValidationError as error:
            self.message_user(request, error.message, messages.WARNING)
            return None
        text = ngettext(
            "%(count)d draft: write the text, then have it approved.",
            "%(count)d drafts: write the text, then have them approved.",
            drafts,
        )
        self.message_user(request, text % {"count": drafts}, messages.SUCCESS)
        return redirect(occasion)

    def has_write_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.add_message")

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("businesses.verify_business")

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("businesses.approve_business")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("businesses.publish_business")
