"""Two records become one, and one becomes two again.

Every relation to a record is declared here or by its app (`declare`, from `ready`): rows of the
absorbed record move to the kept one; one that would stand twice fills what the other lacks and
goes. What stood there before is kept, sealed, as the database writes its own rows, so that
taking apart puts back exactly what the merge changed and nobody has changed since.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pghistory
import pgtrigger
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.businesses.merge_rules import (
    FOLLOWERS,
    NOT_CHOSEN,
    RULES,
    SILENT,
    TOGETHER,
    WRITTEN_BY_TRIGGERS,
    Rule,
    relations_to,
)
from apps.businesses.models import (
    Business,
    BusinessName,
    DuplicateCandidate,
    Merge,
    Person,
    PersonName,
)

if TYPE_CHECKING:
    from apps.accounts.models import User


@dataclass
class Moved:
    """What a merge did to rows beside the two records, by «app.Model»."""

    moved: dict[str, list[int]] = field(default_factory=dict)
    dropped: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    filled: dict[str, list[list[dict[str, Any]]]] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """What would move and what stands twice, by the name of the kind: counts."""

    moves: dict[str, int]
    doubles: dict[str, int]


def preview(kept: Any, absorbed: Any) -> Preview:
    moves: dict[str, int] = {}
    doubles: dict[str, int] = {}
    for name, column in relations_to(type(kept)):
        rule = RULES[name]
        if rule.drop:
            continue
        for row in _rows(column, absorbed):
            twin = _twin(rule, column, row, kept)
            target = doubles if twin is not None else moves
            label = str(column.model._meta.verbose_name_plural)
            target[label] = target.get(label, 0) + 1
    return Preview(moves, doubles)


def choices_between(kept: Any, absorbed: Any) -> list[Any]:
    """The fields in which two records differ and something has to be chosen."""
    return [
        column
        for column in type(kept)._meta.concrete_fields
        if column.name not in NOT_CHOSEN | FOLLOWERS
        and getattr(kept, column.attname) != getattr(absorbed, column.attname)
        and getattr(absorbed, column.attname) not in (None, "")
    ]


@transaction.atomic
def merge(  # noqa: PLR0913  what a merge is made of
    kept: Any,
    absorbed: Any,
    *,
    choices: Mapping[str, str],
    by: "User",
    reason: str = "",
    candidate: DuplicateCandidate | None = None,
) -> Merge:
    """Let one record take in another. `choices`: «absorbed» for the fields taken from it.

    Raises ValidationError for two that are not one, or that somebody has just merged.
    """
    kept, absorbed = _lock_both(kept, absorbed)
    _refuse_different(kept, absorbed)
    kind = Merge.Kind.BUSINESS if isinstance(kept, Business) else Merge.Kind.PERSON
    before = {"kept": _json_of(kept), "absorbed": _json_of(absorbed)}
    absorbed_pk, slug = absorbed.pk, getattr(absorbed, "slug", None) or ""
    with pghistory.context(channel="merge"), pgtrigger.ignore(*SILENT):
        moved = _absorb(kept, absorbed, choices)
    after = _json_of(kept)
    if candidate is not None:
        _decide_candidates(candidate)
    return Merge.objects.create(
        agency=kept.agency,
        kind=kind,
        kept=kept.pk,
        absorbed=absorbed_pk,
        absorbed_slug=slug,
        choices=dict(choices),
        moved={"moved": moved.moved, "made": moved.made},
        snapshot=json.dumps(
            {**before, "after": after, "dropped": moved.dropped, "filled": moved.filled}
        ),
        reason=reason,
        merged_by=by,
    )


def _absorb(kept: Any, absorbed: Any, choices: Mapping[str, str]) -> Moved:
    """Rows first, then names; the absorbed record goes before its numbers are taken."""
    moved = Moved()
    for name, column in relations_to(type(kept)):
        _carry_over(RULES[name], column, kept, absorbed, moved)
    _take_names(kept, absorbed, moved)
    taken = _taken(kept, absorbed, choices)
    _delete(absorbed)
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.full_clean(validate_unique=True)
    kept.save()
    return moved


def _lock_both(kept: Any, absorbed: Any) -> tuple[Any, Any]:
    model: Any = type(kept)
    if kept.pk == absorbed.pk:
        raise ValidationError(_("A record is not merged with itself."))
    # In the order of their keys, so that two merges never wait for each other.
    locked = model.objects.select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in locked.filter(pk__in=[kept.pk, absorbed.pk])}
    if len(found) < 2:
        raise ValidationError(
            _("Somebody has just merged one of these records. Look at the queue again.")
        )
    return found[kept.pk], found[absorbed.pk]


def _refuse_different(kept: Any, absorbed: Any) -> None:
    if kept.agency_id != absorbed.agency_id:
        raise ValidationError(
            _("Two agencies keep these records: one has to ask the other for its own.")
        )
    niks = {each.nik_index for each in (kept, absorbed) if isinstance(each, Person)}
    if len(niks - {None}) > 1:
        raise ValidationError(_("Two different NIKs are two different people."))


def _rows(column: Any, record: Any) -> list[Any]:
    rows = column.model._base_manager.filter(**{column.attname: record.pk})
    return list(rows.order_by("pk"))


def _twin(rule: Rule, column: Any, row: Any, kept: Any) -> Any:
    """The row of the kept record that is the same thing, or None."""
    model = column.model
    others = model._base_manager.filter(**{column.attname: kept.pk}).filter(rule.only)
    mine = model._base_manager.filter(rule.only, pk=row.pk)
    if (not rule.key and not rule.only) or not mine.exists():
        return None
    attnames = [model._meta.get_field(name).attname for name in rule.key]
    return others.filter(**{name: getattr(row, name) for name in attnames}).first()


def _carry_over(
    rule: Rule, column: Any, kept: Any, absorbed: Any, moved: Moved
) -> None:
    label = f"{column.model._meta.app_label}.{column.model.__name__}"
    for row in _rows(column, absorbed):
        twin = None if rule.drop else _twin(rule, column, row, kept)
        if rule.drop or twin is not None:
            if twin is not None:
                _fill(twin, row, column, moved, label)
            if label not in WRITTEN_BY_TRIGGERS:
                moved.dropped.setdefault(label, []).append(_json_of(row))
            _delete(row)
        else:
            model = column.model
            model._base_manager.filter(pk=row.pk).update(**{column.attname: kept.pk})
            moved.moved.setdefault(f"{label}.{column.name}", []).append(row.pk)


def _fill(twin: Any, row: Any, column: Any, moved: Moved, label: str) -> None:
    """What the kept row does not say is taken from the one that goes."""
    before = _json_of(twin)
    blanks = [
        each.attname
        for each in type(twin)._meta.concrete_fields
        if not each.primary_key
        and each.attname != column.attname
        and getattr(twin, each.attname) in (None, "", [])
        and getattr(row, each.attname) not in (None, "", [])
    ]
    if blanks:
        values = {name: getattr(row, name) for name in blanks}
        type(twin)._base_manager.filter(pk=twin.pk).update(**values)
        moved.filled.setdefault(label, []).append([before, _json_of(twin)])


def _take_names(kept: Any, absorbed: Any, moved: Moved) -> None:
    """The names of the absorbed record stay names of the kept one."""
    if isinstance(kept, Person):
        rows, owner = PersonName.objects, {"person": kept}
        names = {absorbed.name: "spelling"}
    else:
        rows, owner = BusinessName.objects, {"business": kept}  # type: ignore[assignment]
        names = {absorbed.name: "spelling", absorbed.brand: "brand"}
    own = {kept.name, getattr(kept, "brand", "")}
    for name, kind in names.items():
        if not name or name in own or rows.filter(name=name, **owner).exists():
            continue
        made = rows.create(name=name, kind=kind, **owner)
        label = f"businesses.{type(made).__name__}"
        moved.made.setdefault(label, []).append(made.pk)


def _taken(kept: Any, absorbed: Any, choices: Mapping[str, str]) -> dict[str, Any]:
    """The values that the kept record takes: those chosen, and what it lacked."""
    taken: dict[str, Any] = {}
    for column in type(kept)._meta.concrete_fields:
        name = column.name
        if name in NOT_CHOSEN | FOLLOWERS:
            continue
        lacks = getattr(kept, column.attname) in (None, "")
        if choices.get(name) == "absorbed" or (lacks and choices.get(name) != "kept"):
            for each in TOGETHER.get(name, (name,)):
                attname = kept._meta.get_field(each).attname
                taken[attname] = getattr(absorbed, attname)
    if isinstance(kept, Person):
        known = {*kept.phone_indexes, *absorbed.phone_indexes}
        taken["phone_indexes"] = sorted(known)
    return taken


def _decide_candidates(candidate: DuplicateCandidate) -> None:
    """The pair went with the absorbed record; what was decided stands on the merge."""
    DuplicateCandidate.objects.filter(pk=candidate.pk).delete()


def _delete(row: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk)._raw_delete(using="default")


def _json_of(row: Any) -> dict[str, Any]:
    """A row as the database writes it, bytes and all."""
    meta = row._meta
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT to_jsonb(row) FROM "{meta.db_table}" AS row '  # noqa: S608  our tables
            f'WHERE "{meta.pk.column}" = %s',
            [row.pk],
        )
        (found,) = cursor.fetchone()
    return json.loads(found) if isinstance(found, str) else found


def kept_record(kind: str, absorbed: Any) -> int | None:
    """The key of the record that took another one in, at the end of all merges; or None."""
    found, key = None, str(absorbed)
    merges = Merge.objects.standing().filter(kind=kind)
    while key.isdigit() and (step := merges.filter(absorbed=key).first()):
        found, key = step.kept, str(step.kept)
    return found


@transaction.atomic
def take_apart(merged: Merge, *, by: "User") -> list[str]:
    """Undo a merge: what it changed and nobody has changed since goes back.

    Returns the names of the fields of the kept record that stay as somebody made them.
    Raises ValidationError if it was undone, or if the kept record is gone.
    """
    merged = Merge.objects.select_for_update(of=("self",)).get(pk=merged.pk)
    if merged.undone_at is not None:
        raise ValidationError(_("This merge was taken apart already."))
    model: Any = Business if merged.kind == Merge.Kind.BUSINESS else Person
    kept = model.objects.select_for_update(of=("self",)).filter(pk=merged.kept).first()
    if kept is None:
        raise ValidationError(
            _("The kept record was merged into another one: take that apart first.")
        )
    sealed: Any = merged.snapshot
    stood = json.loads(sealed.reveal() if hasattr(sealed, "reveal") else sealed)
    if not stood:
        raise ValidationError(
            _("The owner was erased at his own request: what stood there is not known.")
        )
    with pghistory.context(channel="merge"), pgtrigger.ignore(*SILENT):
        for label, keys in merged.moved["made"].items():
            apps.get_model(label)._base_manager.filter(pk__in=keys).delete()
        stays = _put_back(model, stood["kept"], stood["after"])
        _insert(model, stood["absorbed"])
        for name, keys in merged.moved["moved"].items():
            label, column = name.rsplit(".", 1)
            rows = apps.get_model(label)._base_manager.filter(pk__in=keys)
            attname = apps.get_model(label)._meta.get_field(column).attname
            rows.filter(**{attname: merged.kept}).update(**{attname: merged.absorbed})
        for label, pairs in stood["filled"].items():
            for before, after in pairs:
                _put_back(apps.get_model(label), before, after)
        for label, rows in stood["dropped"].items():
            for row in rows:
                _insert(apps.get_model(label), row)
    merged.undone_at, merged.undone_by = timezone.now(), by
    merged.save(update_fields=["undone_at", "undone_by"])
    return stays


def _insert(model: Any, row: dict[str, Any]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" SELECT * '  # noqa: S608  our tables
            f'FROM jsonb_populate_record(NULL::"{table}", %s::jsonb)',
            [json.dumps(row)],
        )


def _put_back(model: Any, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Columns that a merge changed and that still are what it made of them."""
    table, key = model._meta.db_table, model._meta.pk.column
    row = model._base_manager.filter(pk=before[key]).first()
    if row is None:
        return []
    now = _json_of(row)
    changed = [name for name in before if before[name] != after[name]]
    stays = [
        name for name in changed if now[name] != after[name] and name not in NOT_CHOSEN
    ]
    back = [name for name in changed if name not in stays]
    if back:
        names = ", ".join(f'"{name}"' for name in back)
        values = ", ".join(f'past."{name}"' for name in back)
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{table}" AS row SET ({names}) = ROW({values}) '  # noqa: S608  ours
                f'FROM jsonb_populate_record(NULL::"{table}", %s::jsonb) AS past '
                f'WHERE row."{key}" = past."{key}"',
                [json.dumps(before)],
            )
    return stays
