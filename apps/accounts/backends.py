"""Signing in and permissions, by date: what has ended gives nothing, without any clean-up."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import RoleGrant, User


class DatedBackend(AuthenticationBackend):
    """allauth's sign-in; accounts and roles that have ended do not count."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.is_current)

    def _get_group_permissions(self, user: User) -> QuerySet[Permission]:
        current = RoleGrant.objects.current().filter(user=user)
        return Permission.objects.filter(group__grants__in=current)

    def with_perm(
        self,
        perm: str | Permission,
        is_active: bool | None = True,
        include_superusers: bool = True,
        obj: Any = None,
    ) -> QuerySet[User]:
        """As Django's, which would count roles that have ended."""
        candidates: Any = super().with_perm(perm, is_active, include_superusers, obj)
        if obj is not None:
            return candidates
        current = RoleGrant.objects.current().filter(user=OuterRef("pk"))
        by_role = current.filter(_holds("group__permissions", perm))
        direct = User.user_permissions.through.objects.filter(
            _holds("permission", perm), user=OuterRef("pk")
        )
        holders = Exists(by_role) | Exists(direct)
        if include_superusers:
            holders |= Q(is_superuser=True)
        return (
            candidates.filter(holders).current()
            if is_active
            else candidates.filter(holders)
        )


def _holds(path: str, perm: str | Permission) -> Q:
    if isinstance(perm, Permission):
        return Q(**{path: perm})
    app, codename = perm.split(".")
    return Q(**{f"{path}__codename": codename, f"{path}__content_type__app_label": app})
