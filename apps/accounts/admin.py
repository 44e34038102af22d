from typing import Any

import allauth.account.admin
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts import access_admin, coverage_admin, role_admin  # noqa: F401
from apps.accounts.models import User
from apps.accounts.roles import NAMES
from apps.accounts.scoped_admin import ScopedAdmin

# Nobody works with these here: groups are edited as roles, and the rest is machinery.
for machinery in (
    Group,
    allauth.account.admin.EmailAddress,
    *apps.get_app_config("procrastinate").get_models(),
):
    if admin.site.is_registered(machinery):
        admin.site.unregister(machinery)


@admin.register(User)
class UserAdmin(ScopedAdmin, StockUserAdmin):
    form: Any = UserChangeForm
    list_display = ["email", "name", "agency", "area", "is_active", "last_login"]
    list_filter = ["is_active", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency", "area"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    autocomplete_fields = ["area"]
    filter_horizontal = ["groups"]
    readonly_fields = ["last_login", "created_at"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        (_("Scope"), {"fields": ["agency", "area", "groups"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Times"), {"fields": ["last_login", "created_at"]}),
    ]
    password_fieldset = (_("Password"), {"fields": ["password"]})
    add_fieldsets = [
        (None, {"fields": ["email", "name", "agency", "area", "groups"]}),
        (_("Password"), {"fields": ["usable_password", "password1", "password2"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, self.password_fieldset]

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label_from_instance = lambda group: str(
                NAMES.get(group.name, group.name)
            )
        return field
