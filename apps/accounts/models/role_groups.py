import pghistory
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class RoleGroup(Group):
    """A role as the admin edits it: Django's group, called by the role's name."""

    class Meta:
        proxy = True
        default_permissions = ()  # superusers alone edit what a role may do
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        from apps.accounts.roles import NAMES  # noqa: PLC0415  the roles are made of models

        return str(NAMES.get(self.name, self.name))


@pghistory.track()
class RolePermission(Group.permissions.through):  # type: ignore[name-defined]
    """A right that a role has; here only so that its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()


class ShippedRole(models.Model):
    """The rights that the portal shipped a role with when it was last loaded.

    A role whose rights are still these follows the next version; one that an installation
    edited stays as it is.
    """

    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, related_name="shipped", primary_key=True
    )
    permissions = models.ManyToManyField(Permission, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.group.name

    def put_back(self) -> None:
        """Give the role what it was shipped with, whatever was made of it since."""
        self.group.permissions.set(self.permissions.all())
