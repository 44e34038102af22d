"""The history page of every tracked record: what was done, one field put back, a past day."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.accounts.changes import as_of, changes_of, put_back


class HistoryAdmin(admin.ModelAdmin):
    """Shows what the database kept of a record, instead of Django's own log of the admin."""

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not hasattr(self.model, "pgh_event_model"):
            return super().history_view(request, object_id, extra_context)
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, object_id
            )
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        may_change = self.has_change_permission(request, record)
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            return self._put_back(request, record)
        day = _day(request.GET.get("pada", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "opts": self.opts,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "object": record,
            "changes": changes_of(record),
            "may_change": may_change,
            "day": day,
            "past": as_of(record, day) if day else None,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def _put_back(self, request: HttpRequest, record: Any) -> HttpResponse:
        event = request.POST.get("event", "")
        try:
            change = put_back(
                record,
                int(event) if event.isdigit() else 0,
                request.POST.get("field", ""),
            )
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.WARNING)
        else:
            text = _("%(field)s is «%(value)s» again.")
            said = {"field": change.label, "value": change.new}
            self.message_user(request, text % said, messages.SUCCESS)
        return HttpResponseRedirect(request.path)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
