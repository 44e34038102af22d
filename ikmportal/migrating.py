"""Migrations that make many things, and are applied in seconds.

Django draws all related models anew after each operation. A table with its history has ten
operations, and a user stands at one end of most relations: an empty database took minutes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Key = tuple[str, str]  # label of the app, name of the model in small letters


def draw_little() -> None:
    """Draw what an operation changed, and not its relations to the third degree.

    What Django calls delayed, and draws as a whole where Python of a migration is to run.
    """
    setattr(ProjectState, "reload_model", _reload_model)  # noqa: B010  not its own types


def _reload_model(
    state: Any, app_label: str, model_name: str, delay: bool = False
) -> None:
    if "apps" not in vars(state):  # a cached property: drawn when it is asked for next
        return
    key = (app_label, model_name)
    if delay or _only_adds(state, key):
        state.is_delayed = True
        state._reload({key, *_heirs(state, key)})
    else:
        del state.apps


def _only_adds(state: Any, key: Key) -> bool:
    """A model or a field: nothing that stood before points to it."""
    try:
        drawn = state.apps.get_model(*key)._meta
    except LookupError:
        return True
    fields = {*drawn.local_fields, *drawn.local_many_to_many}
    return {field.name for field in fields} < set(state.models[key].fields)


def _heirs(state: Any, key: Key) -> Iterator[Key]:
    """Whoever inherits from the model, a proxy too: a class keeps the bases it was made with."""
    for heir, model in state.models.items():
        if ".".join(key) in [str(base).lower() for base in model.bases]:
            yield heir
            yield from _heirs(state, heir)


class AtOnce(Operation):
    """Operations that do not need each other's states in between: models are drawn once, after all.

    For `CreateModel` and `AddTrigger`, which read of the state no more than their own model as it
    is in the end. Nothing that alters what another one of them makes belongs in here.
    """

    serialization_expand_args = ["operations"]
    reversible = True  # as all that it is for

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [], {"operations": self.operations})

    def state_forwards(self, app_label: str, state: Any) -> None:
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """`from_state` is the one in which these models exist."""
        for operation in reversed(self.operations):
            operation.database_backwards(
                app_label, schema_editor, from_state, from_state
            )

    def describe(self) -> str:
        return "; ".join(each.describe() for each in self.operations)
