"""Migrations that make many things, and are applied in seconds.

Django draws all related models anew after each operation. A table with its history has ten
operations, and a user stands at one end of most relations: an empty database took minutes.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger, RemoveTrigger


def keep_models_drawn() -> None:
    """A trigger is no part of a drawn model: adding one needs no model to be drawn anew.

    What pgtrigger notes in the state stays the same. Half of our operations are triggers.
    """
    AddTrigger.state_forwards = _undrawn(AddTrigger.state_forwards)
    RemoveTrigger.state_forwards = _undrawn(RemoveTrigger.state_forwards)


def _undrawn(noting: Any) -> Any:
    def state_forwards(operation: Operation, app_label: str, state: Any) -> None:
        drawn = vars(state).pop("apps", None)  # without it, the state draws nothing
        noting(operation, app_label, state)
        if drawn is not None:
            vars(state)["apps"] = drawn

    return state_forwards


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
        vars(state).pop(
            "apps", None
        )  # a cached property: drawn when it is asked for next
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
