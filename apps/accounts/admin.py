from typing import Any

import allauth.account.admin
import allauth.mfa.models
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

# Nobody works with these here: groups are edited as roles, and the rest is machinery.
for machinery in (
    Group,
    allauth.account.admin.EmailAddress,
    allauth.mfa.models.Authenticator,
    *apps.get_app_config("procrastinate").get_models(),
):
    if admin.site.is_registered(machinery):
        admin.site.unregister(machinery)


@admin.register(User)
class UserAdmin(ScopedAdmin, StockUserAdmin):
    form: Any = WholeRowForm
    list_display = ["email", "name", "agency", "area", "is_active", "last_login"]
    list_filter = ["is_active", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency", "area"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    autocomplete_fields = ["area"]
    filter_horizontal = ()
    inlines = [RoleGrantInline]
    readonly_fields = ["last_login", "created_at"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        (_("Scope"), {"fields": ["agency", "area"]}),
        (
            _("Access"),
            {"fields": ["is_active", "valid_until", "is_staff", "is_superuser"]},
        ),
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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        last = obj is not None and obj.is_last_administrator()
        return not last and super().has_delete_permission(request, obj)

    def response_add(self, request: HttpRequest, obj: User, *args: Any) -> Any:
        invite_and_show(request, obj)
        return super().response_add(request, obj, *args)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whether somebody is a superuser is said by a superuser."""
        fields = super().get_readonly_fields(request, obj)
        ours = ["is_staff", "is_superuser"]
        return fields if request.user.is_superuser else [*fields, *ours]
