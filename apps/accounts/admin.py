from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import procrastinate.contrib.django.admin  # noqa: F401  registers what is taken out below
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts import access_admin, coverage_admin, role_admin  # noqa: F401
from apps.accounts.forms import InvitedUserForm, WholeRowForm
from apps.accounts.grant_admin import RoleGrantInline
from apps.accounts.models import User
from apps.accounts.scoped_admin import ScopedAdmin
from apps.accounts.user_actions import ACTIONS, invite_and_show
from apps.accounts.user_admin import RoleFilter, StateFilter, UserInWords

# Nobody works with these here: groups are edited as roles, and the rest is machinery.
for machinery in (
    Group,
    allauth.account.admin.EmailAddress,
    allauth.mfa.admin.Authenticator,
    *apps.get_app_config("procrastinate").get_models(),
):
    if admin.site.is_registered(machinery):
        admin.site.unregister(machinery)


@admin.register(User)
class UserAdmin(UserInWords, ScopedAdmin, StockUserAdmin):
    form: Any = WholeRowForm
    list_display = [
        *("email", "name", "agency", "area", "roles_now", "account_state"),
        *("valid_until", "last_login"),
    ]
    list_filter = [
        StateFilter,
        RoleFilter,
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["agency", "area"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    autocomplete_fields = ["area"]
    filter_horizontal = ()
    inlines = [RoleGrantInline]
    readonly_fields = [
        *("last_login", "created_at", "scope_in_words", "abilities_in_words"),
    ]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        (_("Scope"), {"fields": ["agency", "area"]}),
        (
            _("Access"),
            {"fields": ["is_active", "valid_until", "is_staff", "is_superuser"]},
        ),
        (_("In words"), {"fields": ["scope_in_words", "abilities_in_words"]}),
        (_("Times"), {"fields": ["last_login", "created_at"]}),
    ]
    actions = ACTIONS
    add_form: Any = InvitedUserForm
    add_fieldsets = [
        (None, {"fields": ["email", "name", "agency", "area"]}),
    ]

    def get_urls(self) -> list[Any]:
        """Without the page that sets somebody else's password: he does that by a link."""
        return [
            url for url in super().get_urls() if url.name != "auth_user_password_change"
        ]

    def response_add(self, request: HttpRequest, obj: User, *args: Any) -> Any:
        invite_and_show(request, obj)
        return super().response_add(request, obj, *args)

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.with_roles(super().get_queryset(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever has worked here is deactivated: his name stays on what he did."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whether somebody is a superuser is said by a superuser."""
        fields = super().get_readonly_fields(request, obj)
        ours = ["is_staff", "is_superuser"]
        return fields if request.user.is_superuser else [*fields, *ours]
