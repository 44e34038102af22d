"""What was done to a record: who, when, from what to what, through which channel.

Read from the events that the database's triggers keep. Of what is sealed it says that it
changed, never what it was; a field can be put back to what it was before a change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from ikmportal.encryption import EncryptedTextField

MOST_EVENTS = 400
SEALED = "••••"
# Written by the database or with another field: no change that somebody made.
DERIVED = {"updated_at", "created_at", "completeness", "phone_indexes"}

CHANNELS: dict[str, Any] = {
    "import": gettext_lazy("import"),
    "import_undo": gettext_lazy("import taken back"),
    "merge": gettext_lazy("merge"),
    "command": gettext_lazy("a command on the server"),
}


@dataclass(frozen=True)
class FieldChange:
    name: str
    label: str
    old: str
    new: str
    can_go_back: bool = False


@dataclass(frozen=True)
class Change:
    """One write of one row: of the record itself, or of a row that belongs to it."""

    event: int
    at: datetime
    who: str
    channel: str
    batch: int | None  # of an import
    kind: str  # insert, update, delete
    what: str  # "" for the record itself, else the kind of the row
    fields: list[FieldChange] = field(default_factory=list)


def changes_of(record: models.Model) -> list[Change]:
    """All that was done to a record and to the rows that belong to it, the newest first."""
    events = list(_events_of(record))
    events.sort(key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id), reverse=True)
    people = _people(event for event, _before, _what in events)
    found = [
        _change(event, before, what, people)
        for event, before, what in events[:MOST_EVENTS]
    ]
    return [each for each in found if each.fields or each.kind != "update"]


def _events_of(record: models.Model) -> Iterator[tuple[Any, Any, str]]:
    model: Any = type(record)
    yield from _with_before(model.pgh_event_model, {"pgh_obj_id": record.pk}, "")
    for relation in model._meta.related_objects:
        related = relation.related_model
        events = getattr(related, "pgh_event_model", None)
        if events is None or relation.on_delete is not models.CASCADE:
            continue
        if relation.get_accessor_name() is None:
            continue
        name = str(related._meta.verbose_name)
        yield from _with_before(events, {relation.field.attname: record.pk}, name)


def _with_before(
    events: Any, condition: dict[str, Any], what: str
) -> Iterator[tuple[Any, Any, str]]:
    """Events with what stood there before each; the last ones where there are very many."""
    last: dict[int, Any] = {}
    rows = events.objects.filter(**condition).select_related("pgh_context")
    for event in reversed(rows.order_by("-pgh_id")[:MOST_EVENTS]):
        yield event, last.get(event.pgh_obj_id), what
        last[event.pgh_obj_id] = event


def _people(events: Iterable[Any]) -> dict[int, str]:
    keys = {_context(event).get("user") for event in events}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys - {None})}


def authors_of(events: Iterable[Any]) -> dict[int, str]:
    """Who wrote each event, by its key; nobody for what the portal did by itself."""
    listed = list(events)
    people = _people(listed)
    return {
        event.pgh_id: people.get(_context(event).get("user") or 0, "")
        for event in listed
    }


def _context(event: Any) -> dict[str, Any]:
    return (event.pgh_context.metadata if event.pgh_context else None) or {}


def _change(event: Any, before: Any, what: str, people: dict[int, str]) -> Change:
    context = _context(event)
    kind, channel = event.pgh_label, str(context.get("channel") or "")
    fields = list(_differences(event, before)) if kind == "update" and before else []
    if kind == "insert" and what:
        fields = list(_differences(event, None))
    return Change(
        event=event.pgh_id,
        at=event.pgh_created_at,
        who=people.get(context.get("user") or 0, ""),
        channel=str(CHANNELS.get(channel, channel)),
        batch=context.get("batch"),
        kind=kind,
        what=what,
        fields=fields,
    )


def _differences(event: Any, before: Any) -> Iterator[FieldChange]:
    for column in tracked(event):
        old = getattr(before, column.attname, None) if before else None
        new = getattr(event, column.attname)
        if old == new or (before is None and new in (None, "", [])):
            continue
        yield FieldChange(
            name=column.name,
            label=str(column.verbose_name),
            old=shown(column, old),
            new=shown(column, new),
            can_go_back=before is not None
            and not isinstance(column, EncryptedTextField),
        )


def tracked(event: Any) -> list[Any]:
    """The columns of a record as its events keep them, without what only follows others."""
    meta = event.pgh_tracked_model._meta
    return [
        column
        for column in meta.concrete_fields
        if not column.primary_key
        and column.name not in DERIVED
        and not column.name.endswith("_index")
        and hasattr(event, column.attname)
    ]


def shown(column: Any, value: Any) -> str:
    """A value in words. A row that it names may be gone: then by its number."""
    if value is None or value == "":
        return "–"
    if isinstance(column, EncryptedTextField):
        return SEALED
    if column.is_relation:
        row = column.related_model._default_manager.filter(pk=value).first()
        return str(row) if row else f"#{value}"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if say := getattr(column, "in_words", None):
        return str(say(value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(localize(value)) if isinstance(value, float) else str(value)


def as_of(record: models.Model, day: date) -> list[tuple[str, str]] | None:
    """What a record said at the end of a day, by field; None if there was none then."""
    end = timezone.make_aware(datetime.combine(day, time.max))
    model: Any = type(record)
    events = model.pgh_event_model.objects.filter(
        pgh_obj_id=record.pk, pgh_created_at__lte=end
    )
    event = events.order_by("-pgh_id").first()
    if event is None or event.pgh_label == "delete":
        return None
    return [
        (str(column.verbose_name), shown(column, getattr(event, column.attname)))
        for column in tracked(event)
    ]


@transaction.atomic
def put_back(record: models.Model, event: int, name: str) -> FieldChange:
    """Give one field the value that it had before a change. Raises ValidationError.

    The other fields stay; the constraints of the record decide whether it can be so again.
    """
    model: Any = type(record)
    events = model.pgh_event_model.objects.filter(pgh_obj_id=record.pk)
    before = events.filter(pgh_id__lt=event).order_by("-pgh_id").first()
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        column = None
    if before is None or column is None or column not in tracked(before):
        raise ValidationError(_("There is nothing to put back here."))
    if isinstance(column, EncryptedTextField) or not column.editable:
        raise ValidationError(_("This field is not put back by itself."))
    locked = model._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    now, then = getattr(locked, column.attname), getattr(before, column.attname)
    setattr(locked, column.attname, then)
    locked.full_clean(exclude=_others(locked, name), validate_unique=True)
    columns = {column.name} | ({"updated_at"} & {f.name for f in model._meta.fields})
    locked.save(update_fields=sorted(columns))
    return FieldChange(
        name, str(column.verbose_name), old=shown(column, now), new=shown(column, then)
    )


def _others(record: models.Model, name: str) -> set[str]:
    """Fields that are not judged anew: what is put back is one field alone.

    Those that share a constraint with it are judged with it.
    """
    together: dict[str, set[str]] = defaultdict(set)
    for constraint in record._meta.constraints:
        names = {
            each.split("__")[0]
            for each in _names_in(getattr(constraint, "condition", None))
        } | set(getattr(constraint, "fields", ()))
        for each in names:
            together[each] |= names
    judged = {name} | together[name]
    return {column.name for column in record._meta.fields} - judged


def _names_in(condition: Any) -> Iterator[str]:
    for child in getattr(condition, "children", ()):
        if isinstance(child, tuple):
            yield child[0]
        else:
            yield from _names_in(child)
