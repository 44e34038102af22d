"""Taking back what a deed wrote, by the history: what it made, changed and removed.

The events of a deed carry its context, and the event before each says what stood there.
Nothing is taken back that somebody has touched since: such rows stay, and are told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from apps.accounts.changes import tracked
from apps.accounts.forged import event_models
from apps.imports.bulk import update_rows
from ikmportal.encryption import EncryptedTextField, SealedText

Key = tuple[Any, int]  # a model and a primary key
IGNORED = {"updated_at"}


@dataclass
class Trace:
    """What the deed did to one row. `before` is None where it made the row."""

    model: Any
    key: int
    before: Any
    after: Any
    later: Any = None  # the newest event that is not the deed's
    row: Any = None  # as it is now; None where it is gone

    @property
    def was_made(self) -> bool:
        return self.before is None

    @property
    def was_removed(self) -> bool:
        return bool(self.after.pgh_label == "delete")

    def changed_by_deed(self) -> list[Any]:
        return [c for c in _columns(self.after) if _differs(c, self.before, self.after)]

    def changed_since(self) -> list[Any]:
        return [c for c in _columns(self.after) if _differs(c, self.after, self.row)]


@dataclass(frozen=True)
class Stays:
    """A row, or some fields of it, that somebody has touched since; or that is leant on."""

    row: Any
    fields: tuple[str, ...]
    event: Any  # that of who touched it, None for what is leant on
    leaning: str = ""


@dataclass
class TakingBack:
    """What would be done: keys to remove, rows with what they get back, rows to make again."""

    remove: dict[Any, set[int]] = field(default_factory=lambda: defaultdict(set))
    put_back: list[tuple[Trace, list[Any]]] = field(default_factory=list)
    restore: list[Trace] = field(default_factory=list)
    stays: list[Stays] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (any(self.remove.values()) or self.put_back or self.restore)


def plan_taking_back(
    contexts: Collection[Any], ignoring: Collection[str], *, lock: bool
) -> TakingBack:
    """What of these contexts' writing can be taken back now.

    With `lock` nobody can change these rows, or hang another on them, until the transaction
    of the caller ends: what is carried out is what was planned.

    `ignoring`: labels of models whose rows hang on others without meaning that anybody uses
    them, for they are computed.
    """
    plan = TakingBack()
    made: dict[Key, Trace] = {}
    for trace in _traces(contexts, lock):
        if trace.was_made and not trace.was_removed and trace.row is not None:
            made[trace.model, trace.key] = trace
        elif not trace.was_made and trace.was_removed and trace.row is None:
            plan.restore.append(trace)
        elif not trace.was_made and trace.row is not None:
            _plan_fields(plan, trace)
    _plan_removal(plan, made, ignoring)
    return plan


def _traces(contexts: Collection[Any], lock: bool) -> Iterator[Trace]:
    for events in event_models():
        ours = list(events.objects.filter(pgh_context__in=contexts).order_by("pgh_id"))
        if ours:
            yield from _traces_of(events, ours, contexts, lock)


def _traces_of(
    events: Any, ours: list[Any], contexts: Any, lock: bool
) -> Iterator[Trace]:
    model: Any = events.pgh_tracked_model
    first: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for event in ours:
        first.setdefault(event.pgh_obj_id, event)
        last[event.pgh_obj_id] = event
    current = model._base_manager.order_by("pk")
    if lock:
        current = current.select_for_update(of=("self",))
    rows = current.in_bulk(list(first))
    before: dict[int, Any] = {}
    later: dict[int, Any] = {}
    others = events.objects.filter(pgh_obj_id__in=first).exclude(
        pgh_context__isnull=False, pgh_context__in=contexts
    )
    for event in others.select_related("pgh_context").order_by("pgh_id"):
        key = event.pgh_obj_id
        (before if event.pgh_id < first[key].pgh_id else later)[key] = event
    for key, event in first.items():
        known = before.get(key)
        if event.pgh_label != "insert" and known is None:
            continue  # from before there was a history
        stood = None if event.pgh_label == "insert" else known
        yield Trace(model, key, stood, last[key], later.get(key), rows.get(key))


def _plan_fields(plan: TakingBack, trace: Trace) -> None:
    """Put back what the deed changed and nobody has changed since."""
    since = {column.attname for column in trace.changed_since()}
    changed = trace.changed_by_deed()
    back = [column for column in changed if column.attname not in since]
    if back:
        plan.put_back.append((trace, back))
    if stay := names_of(trace, [column for column in changed if column not in back]):
        plan.stays.append(Stays(trace.row, stay, trace.later))


def _plan_removal(
    plan: TakingBack, made: dict[Key, Trace], ignoring: Collection[str]
) -> None:
    """Of what the deed made all that is as it made it, and on which nothing else hangs."""
    for (model, key), trace in made.items():
        if touched := trace.changed_since():
            names = names_of(trace, touched)
            plan.stays.append(Stays(trace.row, names, trace.later))
        else:
            plan.remove[model].add(key)
    settled = False
    while not settled:
        leant_on = list(_leant_on(plan.remove, made, ignoring))
        for model, key, what in leant_on:
            plan.remove[model].discard(key)
            if what:
                row = made[model, key].row
                plan.stays.append(Stays(row, (), None, leaning=what))
        kept = list(_parts_of_kept(plan.remove, made))
        for model, key in kept:
            plan.remove[model].discard(key)
        settled = not (leant_on or kept)


def _leant_on(
    remove: dict[Any, set[int]], made: dict[Key, Trace], ignoring: Collection[str]
) -> Iterator[tuple[Any, int, str]]:
    """Rows to be removed on which others hang that stay; with their kind if others made them."""
    found: dict[Key, str] = {}
    for model, keys in remove.items():
        for relation in _relations(model, ignoring):
            related, column = relation.related_model, relation.field
            hanging = related._base_manager.filter(**{f"{column.name}__in": keys})
            hanging = hanging.exclude(pk__in=remove.get(related, set()))
            for row, key in hanging.values_list("pk", column.attname):
                own = (related, row) in made
                name = "" if own else str(related._meta.verbose_name)
                found[model, key] = found.get((model, key)) or name
    yield from ((model, key, what) for (model, key), what in found.items())


def _relations(model: Any, ignoring: Collection[str]) -> Iterator[Any]:
    """What hangs on a model's rows and would go, or stand in the way, with them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (
            relation.auto_created and not relation.concrete and relation.one_to_many
        ):
            continue
        related = relation.related_model
        is_event = hasattr(related, "pgh_tracked_model")
        has_history = hasattr(related, "pgh_event_model")
        matters = has_history or relation.on_delete in (models.PROTECT, models.RESTRICT)
        goes = relation.on_delete is not models.SET_NULL
        if goes and matters and not is_event and related._meta.label not in ignoring:
            yield relation


def _parts_of_kept(
    remove: dict[Any, set[int]], made: dict[Key, Trace]
) -> Iterator[Key]:
    """Rows that belong to a row which the deed made too and which stays."""
    for model, keys in remove.items():
        wholes = [
            column
            for column in model._meta.concrete_fields
            if column.is_relation and column.remote_field.on_delete is models.CASCADE
        ]
        for key in keys:
            row = made[model, key].row
            above = [(c.related_model, getattr(row, c.attname)) for c in wholes]
            if any(
                each in made and each[1] not in remove.get(each[0], set())
                for each in above
            ):
                yield model, key


def take_back(plan: TakingBack) -> None:
    """Carry it out, in the transaction in which it was planned with a lock."""
    by_model: dict[Any, list[tuple[Trace, list[Any]]]] = defaultdict(list)
    for trace, columns in plan.put_back:
        by_model[trace.model].append((trace, columns))
    for changes in by_model.values():
        _put_back(changes)
    for model in _children_first(plan.remove):
        model._base_manager.filter(pk__in=plan.remove[model]).delete()
    for trace in plan.restore:
        _restore(plan, trace)


def _put_back(changes: list[tuple[Trace, list[Any]]]) -> None:
    names: dict[str, None] = {}
    for trace, columns in changes:
        for column in columns:
            before = getattr(trace.before, column.attname)
            setattr(trace.row, column.attname, before)
            names[column.name] = None
    update_rows([trace.row for trace, _columns_back in changes], list(names))


def _children_first(found: Iterable[Any]) -> list[Any]:
    order: list[Any] = []
    waiting = list(found)

    def visit(model: Any) -> None:
        for relation in _relations(model, ()):
            if (
                relation.related_model in waiting
                and relation.related_model is not model
            ):
                visit(relation.related_model)
        if model not in order:
            order.append(model)

    for model in waiting:
        visit(model)
    return order


def _restore(plan: TakingBack, trace: Trace) -> None:
    columns = trace.model._meta.concrete_fields
    values = {
        column.attname: getattr(trace.before, column.attname)
        for column in columns
        if not column.primary_key and hasattr(trace.before, column.attname)
    }
    row = trace.model(pk=trace.key, **values)
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:  # something stands in its place by now
        plan.stays.append(Stays(row, (), None, leaning=_("another in its place")))


def _columns(event: Any) -> list[Any]:
    """All columns of a row that its history keeps, also those which only follow others."""
    meta = event.pgh_tracked_model._meta
    return [
        column
        for column in meta.concrete_fields
        if not column.primary_key
        and column.name not in IGNORED
        and hasattr(event, column.attname)
    ]


def _differs(column: Any, one: Any, other: Any) -> bool:
    a, b = getattr(one, column.attname), getattr(other, column.attname)
    if isinstance(column, EncryptedTextField):
        return _opened(a) != _opened(b)
    return bool(a != b)


def _opened(value: Any) -> Any:
    return value.reveal() if isinstance(value, SealedText) else value


def names_of(trace: Trace, columns: Iterable[Any]) -> tuple[str, ...]:
    """The labels of those columns that people know."""
    shown = {column.attname for column in tracked(trace.after)}
    return tuple(str(c.verbose_name) for c in columns if c.attname in shown)
