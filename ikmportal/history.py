"""Tables that only grow: the events of every tracked model, and records of what was done.

The database refuses to change, delete or truncate their rows. On a server the web's role has
no right to either (docs/operations.md); the triggers hold back everybody else, except who
owns the table and says so: `without_trace`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models, transaction

UNCHANGING = pgtrigger.Protect(
    name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
)
UNEMPTIED = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'Cannot truncate %', TG_TABLE_NAME;",
)


def append_only() -> list[pgtrigger.Trigger]:
    """For `Meta.triggers` of a model whose rows are written once."""
    return [UNCHANGING, UNEMPTIED]


def protect_histories() -> None:
    """Refuse TRUNCATE of every tracked table and of its events: no row trigger sees it."""
    for model in apps.get_models():
        if tracked := getattr(model, "pgh_tracked_model", None):
            pgtrigger.register(UNEMPTIED)(model)
            pgtrigger.register(UNEMPTIED)(tracked)


def growing_models() -> list[Any]:
    """Every model whose rows are never changed, in the order of their tables' names."""
    growing = [
        model
        for model in apps.get_models()
        if any(trigger.name == UNCHANGING.name for trigger in triggers_of(model))
    ]
    return sorted(growing, key=lambda model: model._meta.db_table)


def triggers_of(model: type[models.Model]) -> list[pgtrigger.Trigger]:
    return list(getattr(model._meta, "triggers", []))


@contextmanager
def without_trace(model: type[models.Model]) -> Iterator[None]:
    """Let this transaction, and no other, rewrite rows of one table without a trace in it.

    For the owner's key rotation and retention alone: the web's role is refused by its rights.
    """
    names = [
        f"{model._meta.label}:{trigger.name}"
        for trigger in triggers_of(model)
        if trigger.name != UNEMPTIED.name
    ]
    with transaction.atomic(), pgtrigger.ignore(*names):
        yield
