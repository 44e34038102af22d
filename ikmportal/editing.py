"""Two officers with one record open: the second is told, and nobody's change is lost unseen.

A change form carries a mark of each value that it showed. When it comes back, a value that
was changed meanwhile and is not what was typed is refused with both values: one that the
second officer left alone is taken over, one that he changed too is left to his second click.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Field, MultiWidget
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ikmportal import refusing
from ikmportal.encryption import blind_index

VERSION = "version"


class CarefulAdmin(admin.ModelAdmin):
    """Saves no form over what somebody else saved meanwhile, and none that is refused."""

    @refusing.shows_refusal
    def add_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().add_view(*args, **kwargs)

    @refusing.shows_refusal
    def change_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().change_view(*args, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        with transaction.atomic():
            if request.method == "POST" and object_id:
                _lock(self.model, object_id)
            response: Any = super().changeform_view(request, object_id, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if "adminform" in context:
            context[VERSION] = json.dumps(_version(context))
            if refusing.reason(request):
                response.status_code = 409
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if request.method != "POST":
            return form
        shown = _posted(request).get("", {}) if change else {}
        return type(form)(
            form.__name__, (_CarefulForm, form), {"request": request, "shown": shown}
        )

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Any = None
    ) -> Iterator[Any]:
        shown = _posted(request)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            kind = type(formset.__name__, (_CarefulFormSet, formset), {"shown": shown})
            yield kind, inline


class _CarefulForm:
    """What a change form does besides: looks whether its values are still those it showed."""

    request: HttpRequest
    shown: dict[str, str]

    def full_clean(self: Any) -> None:
        super().full_clean()  # type: ignore[misc]
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return
        stale = [
            name
            for name, field in self.fields.items()
            if name in self.changed_data
            and self.shown.get(name, _mark(field, self.initial.get(name)))
            != _mark(field, self.initial.get(name))
        ]
        for name in stale:
            _tell(self, name)
        if stale:
            refusing.say(self.request, _who_changed(self.instance))
        if reason := refusing.reason(self.request):
            self.add_error(None, reason)


class _CarefulFormSet:
    """The same for the rows of an inline, each as a whole."""

    shown: dict[str, dict[str, str]]

    def full_clean(self: Any) -> None:
        super().full_clean()  # type: ignore[misc]
        shown = self.shown.get(self.prefix, {})
        for form in self.initial_forms if self.is_bound else []:
            then = shown.get(str(form.instance.pk))
            if then is None or then == _row_mark(form):
                continue
            for name in form.changed_data:
                form.add_error(name, _sentence(form, name))


def _version(context: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Marks of the values that a page shows: of each field, and of each row of an inline."""
    form = context["adminform"].form
    marks = {
        name: _mark(field, form.initial.get(name))
        for name, field in form.fields.items()
    }
    inlines = [inline.formset for inline in context["inline_admin_formsets"]]
    return {"": marks} | {
        formset.prefix: {
            str(row.instance.pk): _row_mark(row) for row in formset.initial_forms
        }
        for formset in inlines
    }


def _posted(request: HttpRequest) -> dict[str, dict[str, str]]:
    """The marks that the form carried; none for a request that is no form of ours."""
    try:
        version = json.loads(request.POST.get(VERSION, "{}"))
    except ValueError:
        return {}
    known = isinstance(version, dict)
    known = known and all(isinstance(marks, dict) for marks in version.values())
    return version if known else {}


def _mark(field: Field, value: Any) -> str:
    """A short name of a value. The help text belongs to it: it shows what is masked."""
    value = field.prepare_value(value() if callable(value) else value)
    if isinstance(value, list | tuple):
        value = sorted(map(str, value))
    text = "" if value in (None, "", []) else str(value)
    return blind_index(f"{field.help_text}\0{text}", VERSION)[:12]


def _row_mark(form: Any) -> str:
    marks = [
        _mark(field, form.initial.get(name)) for name, field in form.fields.items()
    ]
    return blind_index("".join(marks), VERSION)[:12]


def _tell(form: Any, name: str) -> None:
    """Say at a field what is saved there now; take it over if it was not typed over."""
    field, now = form.fields[name], form.initial.get(name)
    typed = form.cleaned_data.get(name)
    untouched = _mark(field, typed) == form.shown[name]
    if untouched and not isinstance(field.widget, MultiWidget):
        value = field.prepare_value(now)
        form.data = form.data.copy()
        form.data.setlist(
            form.add_prefix(name), value if isinstance(value, list) else [value]
        )
        text = _("«%(value)s» was saved here meanwhile and stands here now.")
        form.add_error(name, text % {"value": _words(form, name)})
        return
    form.add_error(name, _sentence(form, name))


def _sentence(form: Any, name: str) -> str:
    text = _(
        "Meanwhile «%(value)s» was saved here. What you typed replaces it if you save again."
    )
    return text % {"value": _words(form, name)}


def _words(form: Any, name: str) -> str:
    """The saved value of a field as people read it."""
    field, value = form.fields[name], form.initial.get(name)
    if value in (None, "", []):
        return _("nothing")
    values = value if isinstance(value, list | tuple) else [value]
    labels = dict(_flat(getattr(field, "choices", ())))
    return ", ".join(
        str(labels.get(str(field.prepare_value(each)), each)) for each in values
    )


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def _who_changed(row: Any) -> str:
    """The sentence above the form, with a name if the history has one."""
    again = _("Look at the marked fields, then save again.")
    events: Any = next(
        (
            model.objects  # type: ignore[attr-defined]
            for model in apps.get_models()
            if getattr(model, "pgh_tracked_model", None) is type(row)
        ),
        None,
    )
    last = events and (
        events.filter(pgh_obj_id=row.pk)
        .order_by("-pgh_id")
        .values_list("pgh_created_at", "pgh_context__metadata__user")
        .first()
    )
    user = last and last[1] and get_user_model().objects.filter(pk=last[1]).first()
    if not user:
        text = _("This record was changed while you had it open.")
        return f"{text} {again}"
    text = _("%(user)s changed this record on %(when)s while you had it open.")
    when = date_format(timezone.localtime(last[0]), "DATETIME_FORMAT")
    return f"{text % {'user': user, 'when': when}} {again}"


def _lock(model: Any, object_id: str) -> None:
    """Whoever edits the row at the same moment waits, and then sees what was saved."""
    try:
        pk = model._meta.pk.to_python(unquote(object_id))
    except ValidationError:
        return
    rows = model._base_manager.select_for_update(no_key=True, of=("self",))
    rows.filter(pk=pk).values_list("pk").first()
