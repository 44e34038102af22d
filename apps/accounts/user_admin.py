"""What the list and the page of users say of each: roles, state, and in words what he may do."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import RoleGrant, State, User
from apps.accounts.rights import abilities_of, scope_of
from apps.accounts.roles import name_of


class StateFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of an account", "state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[Any]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        users: Any = queryset
        return users.in_state(self.value()) if self.value() else queryset


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[Any]:
        names = Group.objects.order_by("pk").values_list("name", flat=True)
        return [(name, name_of(name)) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        having = RoleGrant.objects.current().filter(group__name=self.value())
        return queryset.filter(grants__in=having)


class UserInWords:
    """Columns and read-only fields of a user, for his admin."""

    def with_roles(self, users: QuerySet) -> QuerySet:
        current = RoleGrant.objects.current().select_related("group")
        return users.prefetch_related(
            Prefetch("grants", queryset=current, to_attr="current_grants")
        )

    @admin.display(description=_("roles"))
    def roles_now(self, user: Any) -> str:
        names = [name_of(grant.group.name) for grant in user.current_grants]
        return ", ".join(names) or "–"

    @admin.display(description=pgettext_lazy("of an account", "state"))
    def account_state(self, user: User) -> str:
        return str(user.state.label)

    @admin.display(description=_("sees"))
    def scope_in_words(self, user: User) -> str:
        return scope_of(user)

    @admin.display(description=_("can"))
    def abilities_in_words(self, user: User) -> str:
        context = {"abilities": abilities_of(user)}
        return render_to_string("accounts/_abilities.html", context)
