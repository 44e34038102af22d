"""The roles on a user's page: every line goes through `grant_role` and `revoke_role`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from apps.accounts.grants import (
    conflict_among,
    grant_role,
    refusal_of_role,
    revoke_role,
)
from apps.accounts.models import RoleGrant, User
from apps.accounts.roles import name_of


class RoleField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj.name).capitalize()


class RoleGrantForm(forms.ModelForm):
    by: User

    class Meta:
        model = RoleGrant
        fields = ["group", "valid_until", "reason"]
        field_classes = {"group": RoleField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group: Any = self.fields["group"]
        group.queryset = Group.objects.filter(name__in=self.by.hands_out())
        if self.instance.pk:  # another role is another grant
            group.queryset = Group.objects.filter(pk=self.instance.group_id)
            group.disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if group := cleaned.get("group"):
            refusal = refusal_of_role(self.by, group, cleaned.get("valid_until"))
            if refusal and self.has_changed():
                self.add_error(
                    "valid_until" if "valid_until" in self.fields else None, refusal
                )
        return cleaned


class RoleGrantFormSet(BaseInlineFormSet):
    """The roles of one user as they shall be; looked at together before anything is saved."""

    by: User

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms and form.instance.group_id
        ]
        if refusal := conflict_among(kept):
            raise ValidationError(refusal)

    def save_new(self, form: Any, commit: bool = True) -> RoleGrant:
        return self._grant(form)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> RoleGrant:
        return self._grant(form)

    def delete_existing(self, obj: RoleGrant, commit: bool = True) -> None:
        revoke_role(obj, by=self.by)

    def _grant(self, form: Any) -> RoleGrant:
        asked = form.cleaned_data
        return grant_role(
            self.instance,
            asked["group"],
            by=self.by,
            valid_until=asked["valid_until"],
            reason=asked["reason"],
        )


class RoleGrantInline(admin.TabularInline):
    model = RoleGrant
    fk_name = "user"
    form = RoleGrantForm
    formset = RoleGrantFormSet
    fields = ["group", "valid_until", "reason", "granted_by", "granted_at"]
    readonly_fields = ["granted_by", "granted_at"]
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The form and the set know who hands out."""
        by = {"by": request.user}
        kwargs["form"] = type("RoleGrantForm", (self.form,), by)
        formset = super().get_formset(request, obj, **kwargs)
        return type("RoleGrantFormSet", (formset,), by)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user).select_related("group", "granted_by")
