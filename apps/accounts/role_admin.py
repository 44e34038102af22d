"""Roles in the admin: what each may do, edited by superusers alone, seen by who sees users."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from import_export.fields import Field
from import_export.widgets import ManyToManyWidget

from apps.accounts.models import RoleGroup
from apps.accounts.roles import NAMES, ROLES, is_edited, label_of
from ikmportal.tables import TableAdmin, TableResource

VERBS = {
    "view": pgettext_lazy("a right", "see"),
    "add": pgettext_lazy("a right", "add"),
    "change": pgettext_lazy("a right", "change"),
    "delete": pgettext_lazy("a right", "delete"),
    "": "",
}


def rights() -> list[Permission]:
    """What a role is made of: the rights over rows that the admin or a shipped role knows."""
    permissions = list(Permission.objects.select_related("content_type"))
    shipped = {label for role in ROLES for label in role.permissions}
    kinds = {each.content_type for each in permissions if label_of(each) in shipped}
    verbs = list(VERBS)
    return sorted(
        (
            each
            for each in permissions
            if each.content_type in kinds or _is_edited_here(each.content_type)
        ),
        key=lambda each: (kind_of(each), verbs.index(verb_of(each))),
    )


def _is_edited_here(kind: ContentType) -> bool:
    model: Any = kind.model_class()
    return model in admin.site._registry and model.__module__.startswith("apps.")


def name_of(permission: Permission) -> str:
    """What a right allows, in the reader's language: «see», «Can see a whole NIK»."""
    model: Any = permission.content_type.model_class()
    own = dict(model._meta.permissions)
    return str(own.get(permission.codename) or VERBS[verb_of(permission)])


def verb_of(permission: Permission) -> str:
    """«view», «add», «change» or «delete»; "" for a right of the model's own."""
    verb = permission.codename.split("_")[0]
    return verb if verb in VERBS else ""


def kind_of(permission: Permission) -> str:
    """What rows it is about, as screens call them."""
    model: Any = permission.content_type.model_class()
    name = str(model._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]


class RightsWidget(forms.CheckboxSelectMultiple):
    template_name = "admin/widgets/rights.html"


class RoleForm(forms.ModelForm):
    rights = forms.TypedMultipleChoiceField(
        label=capfirst(_("rights")), coerce=int, required=False, widget=RightsWidget
    )

    class Meta:
        model = RoleGroup
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rights"]
        field.choices = [
            (kind, [(each.pk, name_of(each)) for each in permissions])
            for kind, permissions in groupby(rights(), key=kind_of)
        ]
        if self.instance.pk:
            self.initial["rights"] = [
                each.pk for each in self.instance.permissions.all()
            ]

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        self.instance.permissions.set(self.cleaned_data["rights"])


class RightsCell(ManyToManyWidget):
    """The rights of a role in one cell: «businesses.view_person, businesses.add_person»."""

    def __init__(self) -> None:
        super().__init__(Permission, separator=", ")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Permission]:
        known = {label_of(permission): permission for permission in rights()}
        wanted = str(value or "").replace(",", " ").split()
        if unknown := [label for label in wanted if label not in known]:
            raise ValueError(
                _("There is no right «%(right)s».") % {"right": ", ".join(unknown)}
            )
        return [known[label] for label in wanted]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.separator.join(sorted(map(label_of, value.all())))


class RoleResource(TableResource):
    permissions = Field(
        attribute="permissions", column_name="permissions", widget=RightsCell()
    )

    class Meta:
        model = RoleGroup
        import_id_fields = ["name"]
        fields = ["name", "permissions"]
        use_bulk = False  # a bulk import leaves out what is many to many


@admin.register(RoleGroup)
class RoleAdmin(TableAdmin):
    resource_classes = [RoleResource]
    form = RoleForm
    list_display = ["role", "code", "users_shown", "rights_shown", "as_shipped"]
    search_fields = ["name"]
    ordering = ["name"]
    actions = ["put_back"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleGroup]:
        roles: Any = super().get_queryset(request)
        return roles.select_related("shipped").prefetch_related(
            "permissions__content_type", "shipped__permissions", "user_set"
        )

    @admin.display(description=_("role"), ordering="name")
    def role(self, role: RoleGroup) -> str:
        return str(role)

    @admin.display(description=_("code"), ordering="name")
    def code(self, role: RoleGroup) -> str:
        return role.name

    @admin.display(description=_("users"))
    def users_shown(self, role: RoleGroup) -> int:
        return len(role.user_set.all())

    @admin.display(description=_("rights"))
    def rights_shown(self, role: RoleGroup) -> int:
        return len(role.permissions.all())

    @admin.display(description=_("as shipped"), boolean=True)
    def as_shipped(self, role: RoleGroup) -> bool:
        return role.name in NAMES and not is_edited(role)

    @admin.display(description=_("rights"))
    def rights_listed(self, role: RoleGroup) -> str:
        """For who may only look."""
        held = set(role.permissions.all())
        return "\n".join(
            f"{kind}: {', '.join(map(name_of, permissions))}"
            for kind, permissions in groupby(
                (each for each in rights() if each in held), key=kind_of
            )
        )

    @admin.action(description=_("Put the selected roles back as shipped"))
    def put_back(self, request: HttpRequest, roles: QuerySet[RoleGroup]) -> None:
        for role in roles.filter(shipped__isnull=False):
            role.shipped.put_back()
        self.message_user(
            request, _("The roles have their shipped rights again."), messages.SUCCESS
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["name", "rights" if request.user.is_superuser else "rights_listed"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The name of a shipped role is the code that it is loaded by."""
        return (
            ["name", "rights_listed"]
            if obj and obj.name in NAMES
            else ["rights_listed"]
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("accounts.view_user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser) and not (obj and in_use(obj))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[Any, Any, Any, Any]:
        """Refuses, as for rows under protection, the roles that somebody has."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        used = [str(role) for role in objs if in_use(role)]
        return deleted, counts, lacking, [*protected, *used]


def in_use(role: RoleGroup) -> bool:
    """Whether somebody has it, or the portal brings it back at the next load."""
    return role.name in NAMES or role.user_set.exists()
