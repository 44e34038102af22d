"""Admins of rows that are somebody's: each officer finds, and is offered, his own."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.forms import WholeRowForm
from apps.accounts.history_admin import HistoryAdmin
from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.regions.models import Region
from ikmportal import refusing
from ikmportal.editing import CarefulAdmin


class ScopedFields(admin.options.BaseModelAdmin):
    """Offers as foreign keys only rows that `visible_to` lets the user see."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        user: Any = request.user
        if field is None or user.sees_all_agencies:
            return field
        if isinstance(field.queryset, AgencyScopedQuerySet):
            field.queryset = field.queryset.visible_to(user)
        elif field.queryset.model is Agency and db_field.name == "agency":
            field.queryset = field.queryset.filter(
                pk__in=Agency.objects.within(user.agency_id)
            )
        elif field.queryset.model is Region and user.area_id:
            field.queryset = Region.objects.within(user.area_id)
            field.required = True
        return field


class ScopedAdmin(ScopedFields, HistoryAdmin, CarefulAdmin):
    """Shows staff only the rows that `visible_to` lets them see."""

    form: Any = WholeRowForm
    view_on_site: Any = False  # unless a model has a page of its own, seen by everybody
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._keeps(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._keeps(request, obj)

    def _keeps(self, request: HttpRequest, obj: Any) -> bool:
        """Whether a row is the agency's own: those it only coaches are read."""
        if obj is None or obj.pk is None:
            return True
        rows: Any = self.model._default_manager
        return rows.kept_by(request.user).filter(pk=obj.pk).exists()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A row stays with its agency, unless a superuser moves it."""
        fields = super().get_readonly_fields(request, obj)
        stays = obj is not None and not request.user.is_superuser
        return [*fields, "agency"] if stays and hasattr(obj, "agency_id") else fields

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Tell who lost a race to the database so; the constraint has decided."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as error:  # a deed that was refused while it was saved
            text: Any = " ".join(error.messages)
        except IntegrityError:
            text = _(
                "Nothing was saved: somebody has just saved the same, or a row stands twice "
                "in this form. Look at it again."
            )
        refusing.say(request, str(text))
        return super().changeform_view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        return {"agency": getattr(request.user, "agency_id", None), **initial}


class ScopedTabularInline(ScopedFields, admin.TabularInline):
    form = WholeRowForm
    extra = 0
